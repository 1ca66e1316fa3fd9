"""Fixtures for the services' tests: a service's database, in memory and cloned from a migrated PostgreSQL template."""

from argparse import Namespace
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData

from chassis.database import Database, MemoryDatabase, PostgresDatabase
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA


def migrate(service: str, url: str, revision: str = "head") -> None:
    """Bring a database of a service up to a revision (or down to it, for `base`)."""
    config = Config(str(service_folder(service) / "alembic.ini"))
    config.cmd_opts = Namespace(x=[f"url={url}"])
    move = command.downgrade if revision == "base" else command.upgrade
    move(config, revision)


def service_folder(service: str) -> Path:
    """Where a service's `alembic.ini` and migrations lie, from its installed package upwards."""
    package = __import__(service)
    return Path(str(package.__file__)).parents[2]


def database_fixture(service: str, *tables: MetaData, ledger: bool = True) -> Any:
    """A fixture `database`: once in memory, once on PostgreSQL; empty for every test."""
    everything = (MESSAGING_METADATA, *((LEDGER_METADATA,) if ledger else ()), *tables)

    @pytest.fixture(params=["memory", "postgresql"])
    async def database(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
        made = MemoryDatabase(*everything) if request.param == "memory" else _postgres(request, service)
        yield made
        await made.close()

    return database


def _postgres(request: pytest.FixtureRequest, service: str) -> PostgresDatabase:
    clone: Callable[[str], str] = request.getfixturevalue("migrated_database")
    return PostgresDatabase(clone(service))
