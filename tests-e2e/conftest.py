"""One whole system a session, on real Kafka and PostgreSQL, and one way to look at it for each test."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from e2e_line import Line
from e2e_system import System, new_system
from e2e_tables import Databases
from e2e_topics import Topics


@pytest.fixture(scope="session")
def running_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Start everything, and stop and remove it at the end."""
    system = new_system(tmp_path_factory.mktemp("system") / "state")
    try:
        system.up()
        yield system
    finally:
        system.clean()


@pytest.fixture
def system(running_system: System) -> System:
    """The running system, whole again whatever the test before has killed."""
    running_system.repair()
    return running_system


@pytest.fixture
async def line(running_system: System) -> AsyncIterator[Line]:
    """The running system and the ways to look at it."""
    await asyncio.to_thread(running_system.repair)
    databases = Databases(running_system.environment)
    async with httpx.AsyncClient(timeout=30) as http:
        yield Line(running_system, http, databases, Topics(running_system.bootstrap_servers))
    await databases.close()
