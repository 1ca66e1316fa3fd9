"""The file of KEY=VALUE lines that tells other programs, and a shell that sources it, how to reach the system."""

import shlex
from collections.abc import Mapping
from pathlib import Path

from local_stack.processes import write_atomically


def read_env_file(file: Path) -> dict[str, str]:
    """Read the variables; an absent file has none."""
    if not file.exists():
        return {}
    words = shlex.split(file.read_text(), comments=True)
    return dict(word.split("=", 1) for word in words if "=" in word)


def is_secret(name: str) -> bool:
    """Tell whether the variable's value may hold a password, so that it is never shown."""
    return name.endswith(("_DATABASE_URL", "_PASSWORD"))


def write_env_file(file: Path, variables: Mapping[str, str]) -> None:
    """Write the variables, readable by their owner only, since passwords are among them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}={shlex.quote(value)}" for name, value in variables.items()]
    text = "# Written by make up. In a shell: set -a; . .local/env; set +a\n" + "\n".join(lines) + "\n"
    if not file.exists() or file.read_text() != text:
        write_atomically(file, text, 0o600)
