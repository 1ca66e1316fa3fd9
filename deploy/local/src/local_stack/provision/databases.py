"""A database for each service, with an owner that migrates and an app role that only reads and writes rows.

Invariant: no role can connect to another service's database, and the app role can create nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

import asyncpg


@dataclass(frozen=True, slots=True)
class Role:
    """A login role and its password."""

    name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DatabaseRoles:
    """A database and the two roles that may use it."""

    database: str
    owner: Role
    app: Role

    @classmethod
    def from_urls(cls, owner_url: str, app_url: str) -> "DatabaseRoles":
        """Take the names and passwords out of the URLs that the two roles will use."""
        return cls(urlsplit(app_url).path.removeprefix("/"), _role(owner_url), _role(app_url))


async def provision_databases(admin_url: str, wanted: Sequence[DatabaseRoles]) -> None:
    """Create what is missing of the databases and roles, and set passwords and privileges as wanted."""
    async with connect(admin_url) as server:
        # Left as it is by initdb, everybody may connect to these two.
        await server.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC")
        for one in wanted:
            await _create_role(server, one.owner)
            await _create_role(server, one.app)
            await _create_database(server, one)
    await asyncio.gather(*(_grant(admin_url, one) for one in wanted))


def database_url(url: str, database: str) -> str:
    """Point a URL at another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@asynccontextmanager
async def connect(url: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """Hold one connection for the length of a block."""
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


def quoted(identifier: str) -> str:
    """Quote an identifier for SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def _role(url: str) -> Role:
    parts = urlsplit(url)
    return Role(parts.username or "", parts.password or "")


async def _create_role(server: "asyncpg.Connection[asyncpg.Record]", role: Role) -> None:
    exists = await server.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role.name)
    verb = "ALTER" if exists else "CREATE"
    password = await server.fetchval("SELECT quote_literal($1::text)", role.password)
    await server.execute(
        f"{verb} ROLE {quoted(role.name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD {password}"
    )


async def _create_database(server: "asyncpg.Connection[asyncpg.Record]", wanted: DatabaseRoles) -> None:
    name = quoted(wanted.database)
    if not await server.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", wanted.database):
        await server.execute(f"CREATE DATABASE {name} OWNER {quoted(wanted.owner.name)}")
    await server.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
    await server.execute(f"GRANT CONNECT ON DATABASE {name} TO {quoted(wanted.app.name)}")


async def _grant(admin_url: str, wanted: DatabaseRoles) -> None:
    owner, app = quoted(wanted.owner.name), quoted(wanted.app.name)
    rows = "SELECT, INSERT, UPDATE, DELETE"
    defaults = f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT"
    async with connect(database_url(admin_url, wanted.database)) as database:
        await database.execute(f"""
            ALTER SCHEMA public OWNER TO {owner};
            REVOKE ALL ON SCHEMA public FROM PUBLIC;
            GRANT USAGE ON SCHEMA public TO {app};
            GRANT {rows} ON ALL TABLES IN SCHEMA public TO {app};
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app};
            {defaults} {rows} ON TABLES TO {app};
            {defaults} USAGE, SELECT ON SEQUENCES TO {app};
        """)
