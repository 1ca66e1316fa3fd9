"""What a test asks of its servers, whether they run in containers or as embedded processes."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from local_stack.kafka import KafkaServer
from local_stack.ports import free_port
from local_stack.postgres import PostgresServer
from local_stack.provision.databases import DatabaseRoles, Role, connect, database_url, provision_databases, quoted


@dataclass(frozen=True, slots=True)
class ScratchDatabase:
    """A database made for a test: where its owner connects and where its app role does."""

    name: str
    owner_url: str = field(repr=False)
    app_url: str = field(repr=False)

    def renamed(self, name: str) -> "ScratchDatabase":
        """Give the same roles another database."""
        return ScratchDatabase(name, database_url(self.owner_url, name), database_url(self.app_url, name))


@dataclass(frozen=True, slots=True)
class PostgresEndpoint:
    """A PostgreSQL server, known by the URL of its superuser."""

    admin_url: str = field(repr=False)

    async def create_database(self, name: str) -> ScratchDatabase:
        """Make an empty database with an owner and an app role of its own, as production has them."""
        owner, app = Role(f"{name}_owner", secrets.token_urlsafe(12)), Role(f"{name}_app", secrets.token_urlsafe(12))
        await provision_databases(self.admin_url, [DatabaseRoles(name, owner, app)])
        return ScratchDatabase(name, self._url(owner, name), self._url(app, name))

    async def clone_database(self, template: ScratchDatabase, name: str) -> ScratchDatabase:
        """Copy a database with all in it, for the same roles; nobody may be connected to the template."""
        clone = template.renamed(name)
        owner, app = (quoted(urlsplit(url).username or "") for url in (clone.owner_url, clone.app_url))
        async with connect(self.admin_url) as server:
            await server.execute(f"CREATE DATABASE {quoted(name)} TEMPLATE {quoted(template.name)} OWNER {owner}")
            await server.execute(f"REVOKE ALL ON DATABASE {quoted(name)} FROM PUBLIC")
            await server.execute(f"GRANT CONNECT ON DATABASE {quoted(name)} TO {app}")
        return clone

    async def drop_database(self, name: str) -> None:
        """Remove a database and end the connections to it; its roles stay."""
        async with connect(self.admin_url) as server:
            await server.execute(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")

    def _url(self, role: Role, database: str) -> str:
        parts = urlsplit(self.admin_url)
        netloc = f"{role.name}:{role.password}@{parts.hostname}:{parts.port}"
        return urlunsplit(parts._replace(netloc=netloc, path=f"/{database}"))


@dataclass(frozen=True, slots=True)
class KafkaEndpoint:
    """A Kafka broker, known by where its clients connect."""

    bootstrap_servers: str


@contextmanager
def embedded_postgres(directory: Path) -> Iterator[PostgresEndpoint]:
    """Run a PostgreSQL server of our own for the length of a block."""
    server = PostgresServer(directory, free_port())
    server.start()
    try:
        yield PostgresEndpoint(server.admin_url)
    finally:
        server.stop()


@contextmanager
def embedded_kafka(directory: Path) -> Iterator[KafkaEndpoint]:
    """Run a broker of our own for the length of a block."""
    server = KafkaServer(directory, free_port())
    server.start()
    try:
        yield KafkaEndpoint(server.bootstrap_servers)
    finally:
        server.stop()
