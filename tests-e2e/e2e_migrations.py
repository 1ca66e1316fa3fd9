"""A service's migrations, run as its README says: Alembic's command line in the service's folder."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
from e2e_briefs import REPOSITORY
from e2e_system import System, plain_environment

from local_stack.endpoints import PostgresEndpoint

UP, DOWN, DRIFT = "upgrade head", "downgrade base", "check"

# One process for all commands: importing Alembic and the service costs more than the commands do.
_RUN_ALL = "import sys; from alembic.config import main; [main(words.split()) for words in sys.argv[1:]]"


@asynccontextmanager
async def scratch_database(system: System, service: str) -> AsyncIterator[str]:
    """An empty database on the system's server for the length of a block; gives its owner's URL."""
    server = PostgresEndpoint(system.postgres_admin_url)
    database = await server.create_database(f"scratch_{service}_{uuid4().hex[:8]}")
    try:
        yield database.owner_url
    finally:
        await server.drop_database(database.name)


async def alembic(service: str, url: str, *commands: str) -> None:
    """Run Alembic's commands one after the other; raises AssertionError with what it said where one of them fails."""
    result = await asyncio.to_thread(_alembic, service, {f"{service.upper()}_MIGRATION_DATABASE_URL": url}, commands)
    assert result.returncode == 0, result.stdout + result.stderr


async def tables_of(url: str) -> list[str]:
    """The tables of a database but Alembic's own, by name."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [name for (name,) in rows if name != "alembic_version"]
    finally:
        await connection.close()


def _alembic(service: str, variables: dict[str, str], commands: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", _RUN_ALL, *commands],
        cwd=REPOSITORY / "services" / service,
        env={**plain_environment(), **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
