"""The chassis's databases for its tests: its own tables and those of the small service in `chassis_builders`."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from chassis_desk import Desk, client_of
from chassis_doubles import SetClock
from chassis_tables import EVERYTHING, make_tables

from chassis.database import Database, MemoryDatabase
from chassis.postgres import PostgresDatabase
from local_stack.endpoints import PostgresEndpoint, ScratchDatabase
from local_stack.provision.databases import connect


@pytest.fixture(scope="session")
def chassis_database(postgres_server: PostgresEndpoint) -> ScratchDatabase:
    """Make a database with all tables, once: to empty it for each test takes a tenth of the time of a new one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, make_tables(postgres_server, "chassis")).result()


@pytest.fixture
async def postgres_url(chassis_database: ScratchDatabase) -> str:
    """Give the app role's URL of the database, its tables emptied."""
    async with connect(chassis_database.app_url) as connection:
        await connection.execute("DELETE FROM child; DELETE FROM parent; DELETE FROM run_ledger")
        await connection.execute("DELETE FROM outbox; DELETE FROM dead_letter")
    return chassis_database.app_url


@pytest.fixture
async def replicas(postgres_url: str) -> AsyncIterator[Callable[[], PostgresDatabase]]:
    """Open another pool on the test's PostgreSQL database, as another replica would."""
    opened: list[PostgresDatabase] = []

    def replica() -> PostgresDatabase:
        opened.append(PostgresDatabase(postgres_url))
        return opened[-1]

    yield replica
    for each in opened:
        await each.close()


@pytest.fixture
def postgres(replicas: Callable[[], PostgresDatabase]) -> PostgresDatabase:
    """Open the test's PostgreSQL database."""
    return replicas()


@pytest.fixture(params=["memory", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """Open an empty database, in memory and on PostgreSQL."""
    if request.param == "memory":
        return MemoryDatabase(*EVERYTHING)
    opened: Callable[[], PostgresDatabase] = request.getfixturevalue("replicas")
    return opened()


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    """Open the desk for the dead letters in this database."""
    clock = SetClock()
    async with client_of(database, clock) as http:
        yield Desk(database, http, clock)
