"""Where each service listens: the environment says so, or the nearest `.local/env` that a local system left."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from aicmo.errors import BadInput

STEPS: Final = ("onboarding", "strategy", "production", "qc", "delivery")
SERVICES: Final = (*STEPS, "orchestrator")


def service_url(service: str, environment: Mapping[str, str], folder: Path) -> str:
    """Find the address of a service, the environment before the file.

    Raises BadInput where neither names it, or where what they name is no HTTP address.
    """
    variable = f"{service.upper()}_HTTP_URL"
    url = environment.get(variable)
    if not url:
        file = nearest_env_file(folder)
        url = read_env_file(file).get(variable) if file else None
    if not url:
        raise BadInput(f"where is {service}? Set {variable}, or run `make up`, which writes it to .local/env.")
    return _checked(url, variable)


def nearest_env_file(folder: Path) -> Path | None:
    """Look for `.local/env` in the folder and then in each one above it."""
    candidates = (parent / ".local" / "env" for parent in (folder, *folder.parents))
    return next((file for file in candidates if file.is_file()), None)


def read_env_file(file: Path) -> dict[str, str]:
    """Read KEY=VALUE lines as a shell would, quotes and comments included; raises BadInput where it cannot be read."""
    try:
        words = shlex.split(file.read_text(encoding="utf-8"), comments=True)
    except (OSError, ValueError) as error:
        raise BadInput(f"{file} cannot be read: {error}") from error
    return dict(word.split("=", 1) for word in words if "=" in word)


def _checked(url: str, variable: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise BadInput(f"{variable} is no HTTP address: {url!r}")
    return url.rstrip("/")
