from collections.abc import AsyncIterator, Callable

import pytest
from httpx import AsyncClient
from orchestrator_api import api_client
from orchestrator_shell import SetClock, an_observer

from chassis.database import Database
from chassis.postgres import PostgresDatabase
from chassis.testing import database_fixture
from orchestrator.observer import Observer
from orchestrator.tables import METADATA

database = database_fixture("orchestrator", METADATA, ledger=False)


@pytest.fixture
async def postgresql(migrated_database: Callable[[str], str]) -> AsyncIterator[PostgresDatabase]:
    """A migrated database on a real server, for what only concurrent transactions can show."""
    made = PostgresDatabase(migrated_database("orchestrator"))
    yield made
    await made.close()


@pytest.fixture
def clock() -> SetClock:
    """The time, as the test sets it."""
    return SetClock()


@pytest.fixture
def observer(database: Database, clock: SetClock) -> Observer:
    """The orchestrator's handler on the test's database."""
    return an_observer(database, clock)


@pytest.fixture
async def client(observer: Observer) -> AsyncIterator[AsyncClient]:
    """The orchestrator's API around that handler."""
    async with api_client(observer) as made:
        yield made
