"""Two ways to run the command line: in this process, and as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from aicmo.app import build_app

SOURCE = Path(__file__).parents[1] / "src"

WIDTH = "COLUMNS"
"""What the test runner says of its own terminal is nothing to the command line, which writes into a pipe here."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended and what it wrote."""

    code: int
    stdout: str
    stderr: str

    @property
    def lines(self) -> list[str]:
        """The lines of its result that are not empty, without the spaces that fill a table."""
        return [line.rstrip() for line in self.stdout.splitlines() if line.strip()]


Command = Callable[..., Outcome]


def run_here(arguments: tuple[str, ...], variables: Mapping[str, str], stdin: str | None = None) -> Outcome:
    """Run in this process; an error that the command line does not report is raised."""
    runner = CliRunner()
    given = {WIDTH: None, **variables}
    result = runner.invoke(build_app(), arguments, input=stdin, env=given, catch_exceptions=False, prog_name="aicmo")
    return Outcome(result.exit_code, result.stdout, result.stderr)


def start(arguments: tuple[str, ...], variables: Mapping[str, str], folder: Path) -> subprocess.Popen[str]:
    """Start as a process of its own; a variable set to "" is absent."""
    inherited = {name: value for name, value in os.environ.items() if not name.endswith(("_HTTP_URL", WIDTH))}
    chosen = {**inherited, "PYTHONPATH": str(SOURCE), **variables}
    return subprocess.Popen(
        [sys.executable, "-m", "aicmo", *arguments],
        cwd=folder,
        env={name: value for name, value in chosen.items() if value},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_apart(arguments: tuple[str, ...], variables: Mapping[str, str], folder: Path) -> Outcome:
    """Run as a process of its own, to its end."""
    with start(arguments, variables, folder) as process:
        stdout, stderr = process.communicate(timeout=60)
    return Outcome(process.returncode, stdout, stderr)
