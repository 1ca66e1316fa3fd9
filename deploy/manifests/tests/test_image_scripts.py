"""What the image brings beside the service: the migration as the owner, the topics, the paths that probes ask for."""

import asyncio
import importlib.util
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import asyncpg
import pytest
from alembic import command
from alembic.config import Config

from chassis.settings import KafkaSettings, PersistenceMode, ServiceSettings
from contracts.topics import TOPICS
from local_stack.endpoints import KafkaEndpoint, PostgresEndpoint
from manifest_checks.checks.ports import PROBES
from qc.app import build
from qc.settings import QcSettings


def script(repository: Path, name: str) -> ModuleType:
    """Load a script of the image from its file, as it is in no package."""
    specification = importlib.util.spec_from_file_location(name, repository / f"deploy/docker/{name}.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def migrate_qc(repository: Path) -> None:
    """What the migration's command does in qc's image."""
    command.upgrade(Config(str(repository / "services/qc/alembic.ini")), "head")


@pytest.fixture
async def bare_database(postgres_server: PostgresEndpoint) -> AsyncIterator[tuple[str, str]]:
    """Give the owner's and the app role's URL of a database as it is made in production: nothing is granted."""
    server = urlsplit(postgres_server.admin_url)
    admin = await asyncpg.connect(postgres_server.admin_url)
    roles = ("qc_owner", "qc_app")
    for role in roles:
        await admin.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'secret'")
    await admin.execute("CREATE DATABASE qc OWNER qc_owner")
    address = f"{server.hostname}:{server.port}/qc"
    yield f"postgresql://qc_owner:secret@{address}", f"postgresql://qc_app:secret@{address}"
    await admin.execute("DROP DATABASE qc WITH (FORCE)")
    for role in roles:
        await admin.execute(f"DROP ROLE {role}")
    await admin.close()


async def test_after_a_migration_the_app_role_reads_and_writes_rows_and_makes_no_tables(
    repository: Path, bare_database: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    owner_url, app_url = bare_database
    monkeypatch.setenv("QC_MIGRATION_DATABASE_URL", owner_url)
    for _ in range(2):
        await asyncio.to_thread(migrate_qc, repository)
    app = await asyncpg.connect(app_url)
    try:
        assert await app.fetchval("SELECT count(*) FROM run_ledger") == 0
        await app.execute("DELETE FROM outbox")
        for forbidden in ("CREATE TABLE mine (id int)", "DROP TABLE outbox", "TRUNCATE outbox"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await app.execute(forbidden)
    finally:
        await app.close()


async def test_a_migration_keeps_every_other_role_out_of_the_database(
    repository: Path,
    bare_database: tuple[str, str],
    postgres_server: PostgresEndpoint,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner_url, app_url = bare_database
    monkeypatch.setenv("QC_MIGRATION_DATABASE_URL", owner_url)
    stranger = await postgres_server.create_database("stranger")
    there = urlsplit(stranger.app_url)._replace(path="/qc").geturl()
    await asyncio.to_thread(migrate_qc, repository)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(there)
        await (await asyncpg.connect(app_url)).close()
    finally:
        await postgres_server.drop_database("stranger")


def test_a_migration_without_the_owners_url_says_what_is_missing(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QC_MIGRATION_DATABASE_URL", raising=False)
    with pytest.raises(SystemExit, match="QC_MIGRATION_DATABASE_URL is not set"):
        migrate_qc(repository)


async def test_all_declared_topics_are_created_once(repository: Path, kafka_server: KafkaEndpoint) -> None:
    create_missing = script(repository, "create_topics").create_missing
    settings = KafkaSettings(bootstrap_servers=kafka_server.bootstrap_servers)
    created = await create_missing(settings)
    assert set(created) <= {topic.name for topic in TOPICS}
    assert await create_missing(settings) == []


async def test_every_path_that_a_probe_asks_for_is_served() -> None:
    mode, address = PersistenceMode.INMEMORY, "http://127.0.0.1:18083"
    service = build(ServiceSettings(service="qc", persistence_mode=mode, http_url=address), QcSettings())
    assert set(PROBES.values()) <= set(service.app.openapi()["paths"])
