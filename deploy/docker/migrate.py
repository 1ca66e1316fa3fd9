"""Bring a service's database to its newest revision, as its owner: `python /app/migrate.py qc`.

The owner first says what the app role may do: use the schema, read and write rows, in tables that are there and in
those that this migration makes; nobody else may connect. All of it may be repeated.
"""

import asyncio
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
from alembic import command
from alembic.config import Config

HERE = Path(__file__).resolve().parent


def main(service: str, configuration: Path) -> None:
    """Grant, then migrate. Raises SystemExit where the owner's URL is not set."""
    variable = f"{service.upper()}_MIGRATION_DATABASE_URL"
    url = os.environ.get(variable)
    if not url:
        raise SystemExit(f"{variable} is not set: the URL of the role that owns the {service} database")
    asyncio.run(grant(url, app_role=f"{service}_app"))
    command.upgrade(Config(str(configuration)), "head")


async def grant(url: str, app_role: str) -> None:
    """Let the app role read and write rows of this database, and keep everybody else out."""
    connection = await asyncpg.connect(url)
    try:
        for statement in _statements(urlsplit(url).path.removeprefix("/"), app_role):
            await connection.execute(statement)
    finally:
        await connection.close()


def _statements(database: str, app_role: str) -> list[str]:
    database, app = _quoted(database), _quoted(app_role)
    rows = "SELECT, INSERT, UPDATE, DELETE"
    return [
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {app}",
        f"GRANT USAGE ON SCHEMA public TO {app}",
        f"GRANT {rows} ON ALL TABLES IN SCHEMA public TO {app}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} ON TABLES TO {app}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ]


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


if __name__ == "__main__":
    main(sys.argv[1], HERE / "alembic.ini")
