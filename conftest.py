"""How tests are dealt out to processes, and databases for all of them.

A service's migrations build a template once a session, and each test gets a clone of it.
"""

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from chassis.testing import migrate
from local_stack.endpoints import PostgresEndpoint, ScratchDatabase

_numbers = count(1)

WITHOUT_A_SYSTEM = {
    "test_samples.py",
    "test_simulation.py",
    "test_simulation_mutants.py",
    "test_specification.py",
    "test_specification_traces.py",
}
"""What lies beside the tests of a running system and starts none."""


def pytest_configure() -> None:
    """Let Ctrl-C reach the programs that tests start: whoever runs in the background of a shell has it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


class OneOfSystems(LoadScopeScheduling):
    """Gives one process all tests that start whole systems, and deals out the others one by one.

    Two systems at once would tell more of the machine than of the line.
    """

    def _split_scope(self, nodeid: str) -> str:
        folder, _, file = nodeid.partition("::")[0].rpartition("/")
        return "systems" if folder == "tests-e2e" and file not in WITHOUT_A_SYSTEM else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneOfSystems:
    """How `-n 2`, which `make test` asks for, shares the tests between two processes."""
    return OneOfSystems(config, log)


@pytest.fixture(scope="session")
def templates(postgres_server: PostgresEndpoint) -> Callable[[str], ScratchDatabase]:
    """Give a service's migrated template database; made at its first use."""
    made: dict[str, ScratchDatabase] = {}

    def template(service: str) -> ScratchDatabase:
        if service not in made:
            database = _now(postgres_server.create_database(f"template_{service}"))
            _in_thread(lambda: migrate(service, database.owner_url))
            made[service] = database
        return made[service]

    return template


@pytest.fixture
def migrated_database(
    postgres_server: PostgresEndpoint, templates: Callable[[str], ScratchDatabase]
) -> Iterator[Callable[[str], str]]:
    """Give the app role's URL of a new, migrated database of a service; it is dropped after the test."""
    names: list[str] = []

    def clone(service: str) -> str:
        names.append(f"{service}_test_{next(_numbers)}")
        return _now(postgres_server.clone_database(templates(service), names[-1])).app_url

    yield clone
    for name in names:
        _now(postgres_server.drop_database(name))


@pytest.fixture
def empty_database(postgres_server: PostgresEndpoint) -> Iterator[Callable[[], ScratchDatabase]]:
    """Give a new database with nothing in it, with its owner's and its app role's URL."""
    names: list[str] = []

    def make() -> ScratchDatabase:
        names.append(f"empty_test_{next(_numbers)}")
        return _now(postgres_server.create_database(names[-1]))

    yield make
    for name in names:
        _now(postgres_server.drop_database(name))


def _now(work: Coroutine[Any, Any, Any]) -> Any:
    return _in_thread(lambda: asyncio.run(work))


def _in_thread(work: Callable[[], Any]) -> Any:
    """Fixtures may be asked for while a test's event loop runs, so what needs a loop of its own gets a thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()
