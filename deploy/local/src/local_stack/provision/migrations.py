"""Each service's tables, brought to the newest revision by its own Alembic migrations.

What was last applied is noted beside the server's data, so that a start with nothing to migrate does not load Alembic.
"""

import asyncio
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from local_stack.configuration import Database, owner_url_variable
from local_stack.errors import LocalStackError
from local_stack.processes import write_atomically
from local_stack.provision.databases import connect
from local_stack.state import repository


@dataclass(frozen=True, slots=True)
class Applied:
    """What was applied to a database: a hash of the migrations' files, and the revision that the database states."""

    files: str
    revision: str


class Migrations:
    """Brings databases up to date, remembering in `notes` what needs no second look."""

    def __init__(self, notes: Path) -> None:
        self._notes = notes
        self._known = _read(notes)

    def upgrade(self, database: Database) -> bool:
        """Bring one service's database to the newest revision; tell whether there was anything to do.

        Raises LocalStackError if the database can't be reached or a migration fails.
        """
        folder = repository() / "services" / database.service
        files, before = _hash(folder / "migrations"), asyncio.run(_revision(database))
        if before is not None and self._known.get(database.service) == Applied(files, before):
            return False
        _run_alembic(folder / "alembic.ini", database)
        after = asyncio.run(_revision(database))
        self._note(database.service, Applied(files, after or ""))
        return before != after

    def _note(self, service: str, applied: Applied) -> None:
        self._known[service] = applied
        content = {name: [one.files, one.revision] for name, one in self._known.items()}
        write_atomically(self._notes, json.dumps(content, indent=1))


def _read(notes: Path) -> dict[str, Applied]:
    if not notes.exists():
        return {}
    return {name: Applied(*values) for name, values in json.loads(notes.read_text()).items()}


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        digest.update(f"{file.relative_to(folder)}\n".encode() + file.read_bytes())
    return digest.hexdigest()


async def _revision(database: Database) -> str | None:
    try:
        async with connect(database.owner_url or "") as connection:
            rows = await connection.fetch("SELECT version_num FROM alembic_version ORDER BY 1")
    except asyncpg.UndefinedTableError:
        return None
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        name = owner_url_variable(database.service)
        raise LocalStackError(f"The database that {name} names can't be used: {error}") from error
    return ",".join(row["version_num"] for row in rows)


def _run_alembic(ini: Path, database: Database) -> None:
    # Imported when needed only: SQLAlchemy and Alembic cost half a second that most starts can save.
    from alembic import command
    from alembic.config import Config

    try:
        with _variable(owner_url_variable(database.service), database.owner_url or ""):
            command.upgrade(Config(str(ini)), "head")
    except Exception as error:
        raise LocalStackError(f"The migrations of {database.service} failed: {error!r}") from error


@contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    # The services' migrations read their URL from the environment, as they do in production.
    previous = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if previous is None:
            del os.environ[name]
        else:
            os.environ[name] = previous
