"""Versions in flight: a `v2` of one event and a renamed column, rolled out replica by replica under constant load.

The other versions are real processes of edited copies of this checkout (`versions/`), on a system of its own. Whatever
the order of the rollout, every run ends as it should, exactly once, and nothing lies among the dead letters.

Mutants: `decode` that parks what it could pass over -> the producer first; the ledger neither asked before the step nor
refusing a second claim (either alone suffices) -> both stories; the column dropped too early is the last test here.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from e2e_briefs import REPOSITORY, light_brief, runs_refused_by
from e2e_line import Line
from e2e_polling import eventually
from e2e_system import System
from e2e_tables import LIGHT
from fuzz.own_system import line_of, own_system
from versions.books import all_is_well, passed_over, read_as, sent_as
from versions.checkout import Checkout
from versions.load import Load, constant_load
from versions.renamed_column import BACKFILL, CONTRACT, EXPAND, WRITES_BOTH, WRITES_NEW, migrations
from versions.rollout import replace_both, replace_first, replace_second, restore
from versions.second_draft import ALONE, BESIDE, V1, V2

READERS = ("qc", "orchestrator")
PRODUCER = "production"
FIRST, BOTH, SECOND = {(V1,)}, {(V2, V1)}, {(V2,)}


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions beside this checkout's own."""

    beside: Checkout
    alone: Checkout
    writes_both: Checkout
    writes_new: Checkout
    head: str


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Versions:
    """Make the copies."""
    folder = tmp_path_factory.mktemp("versions")
    head = _head()
    beside = Checkout().edited(folder / "beside", BESIDE)
    writes_both = Checkout().edited(folder / "both", {**WRITES_BOTH, **migrations(head)})
    return Versions(
        beside=beside,
        alone=beside.edited(folder / "alone", ALONE),
        writes_both=writes_both,
        writes_new=writes_both.edited(folder / "new", WRITES_NEW),
        head=head,
    )


@pytest.fixture(scope="module")
def running_system_of_versions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Start a system whose processes nobody else expects to run this checkout's code."""
    with own_system(Path(tmp_path_factory.mktemp("flight"))) as system:
        yield system


@pytest.fixture
async def flight(running_system_of_versions: System, versions: Versions) -> AsyncIterator[Line]:
    """The system, every replica of it running this checkout's code on this checkout's tables."""
    async with line_of(running_system_of_versions) as line:
        if await _revision(line) != versions.head:
            await _migrate(line, versions, versions.head, "downgrade")
        await restore(line)
        yield line


@pytest.mark.parametrize("name", ["beside", "alone"])
def test_the_recipe_passes_the_repositorys_own_checks(versions: Versions, name: str) -> None:
    version: Checkout = getattr(versions, name)
    for check in ("flows", "services"):
        version.run("contract_checks", check)


async def test_readers_first_then_the_producer_then_the_first_version_is_withdrawn(
    flight: Line, versions: Versions
) -> None:
    async with constant_load(flight) as load:
        old = await load.flows()
        old_producer = await _rolled_out(load, versions.beside, *READERS)
        both = await _rolled_out(load, versions.beside, PRODUCER)
        withdrawn = await _rolled_out(load, versions.alone, PRODUCER)
    await all_is_well(flight, load)
    assert [await sent_as(flight, each) for each in (old, old_producer, both, withdrawn)] == [
        FIRST, FIRST, BOTH, SECOND,
    ]  # fmt: skip
    assert [read_as(flight, each) for each in (old, old_producer, both, withdrawn)] == [{V1}, {V1}, {V2}, {V2}]


async def test_the_producer_first_then_its_readers_then_the_first_version_is_withdrawn(
    flight: Line, versions: Versions
) -> None:
    async with constant_load(flight) as load:
        old_readers = await _rolled_out(load, versions.beside, PRODUCER)
        both = await _rolled_out(load, versions.beside, *READERS)
        withdrawn = await _rolled_out(load, versions.alone, PRODUCER)
    await all_is_well(flight, load)
    assert [await sent_as(flight, each) for each in (old_readers, both, withdrawn)] == [BOTH, BOTH, SECOND]
    assert [read_as(flight, each) for each in (old_readers, both, withdrawn)] == [{V1}, {V2}, {V2}]
    for service in READERS:
        assert passed_over(flight, service, old_readers) == {str(run) for run in old_readers}
        assert passed_over(flight, service, [*both, *withdrawn]) == set()


async def test_a_second_version_sent_alone_too_early_is_parked_and_done_once_its_readers_know_it(
    flight: Line, versions: Versions
) -> None:
    runs = runs_refused_by(None, 3)
    await replace_both(flight, versions.alone, PRODUCER)
    await flight.send(light_brief(), runs)
    await _parked_by_all_readers(flight, runs)
    assert "COMPLETED" not in (await flight.databases.statuses(runs)).values()
    await replace_both(flight, versions.beside, *READERS)
    for service in READERS:
        answer = await flight.post(service, "/v1/dead-letters/replay?reason=unknown_type")
        assert answer.status_code < 300, answer.text
    assert await flight.all_end(runs) == dict.fromkeys(runs, "COMPLETED")
    assert await flight.databases.rows(runs) == dict.fromkeys(runs, LIGHT)


async def test_a_column_is_renamed_in_steps_while_old_and_new_code_run_together(
    flight: Line, versions: Versions
) -> None:
    async with constant_load(flight) as load:
        old = await load.flows()
        await _migrate(flight, versions, EXPAND)
        written_twice = await _rolled_out(load, versions.writes_both, PRODUCER)
        await _migrate(flight, versions, BACKFILL)
        switched = await _rolled_out(load, versions.writes_new, PRODUCER)
        await _migrate(flight, versions, CONTRACT)
        contracted = await load.flows()
    await all_is_well(flight, load)
    assert await _columns(flight) == {"headline"}
    assert await flight.databases.fetch(PRODUCER, "SELECT 1 FROM content_draft WHERE headline IS NULL") == []
    titles = [await _title(flight, each[0]) for each in (old, written_twice, switched, contracted)]
    assert len(set(titles)) == 1
    assert titles[0]


async def test_a_column_that_is_dropped_while_old_code_runs_is_noticed(flight: Line, versions: Versions) -> None:
    async with constant_load(flight) as load:
        await _migrate(flight, versions, EXPAND)
        await replace_second(flight, versions.writes_new, PRODUCER)
        await _migrate(flight, versions, CONTRACT)
        await load.flows()
    with pytest.raises(AssertionError, match="STALLED"):
        await all_is_well(flight, load)
    [reason] = {error.split(":")[0] for _, _, error in await flight.databases.dead_letters(load.runs)}
    assert reason == "DBAPIError"


async def _rolled_out(load: Load, version: Checkout, *services: str) -> list[UUID]:
    """Replace the replicas one after the other, runs flowing at each stage; gives those of the last one."""
    await replace_second(load.line, version, *services)
    await load.flows()
    await replace_first(load.line, version, *services)
    return list(await load.flows())


async def _parked_by_all_readers(line: Line, runs: list[UUID]) -> None:
    expected = sorted((service, "unknown_type") for service in READERS for _ in runs)

    async def probe() -> bool:
        letters = await line.databases.dead_letters(runs)
        return sorted((service, reason) for service, reason, _ in letters) == expected

    await eventually(probe, "each reader has parked each draft", 90)


async def _migrate(line: Line, versions: Versions, revision: str, direction: str = "upgrade") -> None:
    variable = "PRODUCTION_MIGRATION_DATABASE_URL"
    url = {variable: line.system.environment[variable]}
    command = ("alembic", direction, revision)
    await asyncio.to_thread(versions.writes_both.run, *command, cwd="services/production", **url)


async def _revision(line: Line) -> str:
    [(revision,)] = await line.databases.fetch(PRODUCER, "SELECT version_num FROM alembic_version")
    return str(revision)


async def _columns(line: Line) -> set[str]:
    query = "SELECT column_name FROM information_schema.columns WHERE table_name = 'content_draft'"
    return {name for (name,) in await line.databases.fetch(PRODUCER, query)} & {"title", "headline"}


async def _title(line: Line, run: UUID) -> str:
    shown = (await line.get(PRODUCER, f"/v1/drafts/{run}")).json()
    return str(shown["draft"]["title"])


def _head() -> str:
    script = Config(str(REPOSITORY / "services" / PRODUCER / "alembic.ini"))
    head = ScriptDirectory.from_config(script).get_current_head()
    assert head
    return head
