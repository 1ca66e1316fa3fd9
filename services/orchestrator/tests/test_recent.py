"""What a replica remembers of runs saves reading and changes nothing: whatever is stored, by whomever, counts.

Mutants: nothing remembered -> …costs_no_reading; a run remembered at the revision that it was loaded at ->
…costs_no_reading; runs that change nothing not looked at again -> …restored_from_a_backup…; `_unless_gone` removed ->
…is_gone…; lost runs not forgotten -> …locked_once…; no limit -> …forgets_the_oldest.
"""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from orchestrator_builders import (
    OTHER_RUN,
    RUN,
    a_run,
    all_done,
    all_undone,
    compensated,
    done,
    failed,
    parked,
    sent_back,
)
from orchestrator_shell import START, SetClock, an_observer, commands, hear, sent, stored
from sqlalchemy import delete

from chassis.postgres import PostgresDatabase
from chassis.testing import CountingDatabase
from contracts.payload import RunId
from orchestrator.domain.run import Run, State, StepStatus, new_run
from orchestrator.recent import RecentRuns
from orchestrator.tables import WORKFLOW_BRIEF, WORKFLOW_RUN

STORIES = {
    "delivered": all_done,
    "undone": lambda run: [*all_done(run)[:2], failed("production", run), *all_undone(run)],
    "sent back": lambda run: [*all_done(run)[:3], sent_back(run), done("production", run, 2), *all_done(run)[3:]],
    "parked": lambda run: [done("onboarding", run), parked("strategy", run), *all_done(run)[1:]],
    "repeated": lambda run: [event for event in all_done(run) for _ in range(2)],
    "in no order": lambda run: [*reversed(all_done(run)), compensated("qc", run)],
}


async def told(database: PostgresDatabase, clock: SetClock, run: RunId) -> list[str]:
    """What has been said about a run, in its order."""
    return [payload.type for _, payload in await sent(database, clock) if payload.run == run]


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
async def test_to_remember_changes_nothing(postgresql: PostgresDatabase, story: object) -> None:
    clock = SetClock()
    remembering = an_observer(postgresql, clock)
    assert callable(story)
    for event, again in zip(story(RUN), story(OTHER_RUN), strict=True):
        clock.advance(1)
        await hear(remembering, event)
        await hear(an_observer(postgresql, clock), again)
        one, other = await stored(postgresql, RUN), await stored(postgresql, OTHER_RUN)
        assert replace(one, id=OTHER_RUN) == other
    assert await told(postgresql, clock, RUN) == await told(postgresql, clock, OTHER_RUN)


async def test_the_next_event_of_a_run_costs_no_reading(postgresql: PostgresDatabase) -> None:
    counting = CountingDatabase(postgresql)
    observer = an_observer(counting, SetClock())
    runs = [a_run(number) for number in range(20)]
    await hear(observer, *(done("onboarding", run) for run in runs))
    for service in ("strategy", "production", "qc", "delivery"):
        before = counting.statements
        await hear(observer, *(done(service, run) for run in runs))
        assert (counting.statements - before, counting.transactions) == (1, 0)
    assert [(await stored(postgresql, run)).state for run in runs] == [State.COMPLETED] * 20


async def test_what_another_replica_has_stored_counts_and_not_what_is_remembered(postgresql: PostgresDatabase) -> None:
    clock = SetClock()
    one, other = an_observer(postgresql, clock), an_observer(postgresql, clock)
    await hear(one, done("onboarding"))
    await hear(other, failed("strategy"))
    await hear(one, done("strategy"), done("production"))
    run = await stored(postgresql, RUN)
    assert (run.state, run.step("production").status) == (State.COMPENSATING, StepStatus.DONE)
    await hear(one, compensated("delivery"))
    assert await commands(postgresql, clock, RUN) == [("delivery", 1), ("qc", 1)]


async def test_a_run_that_another_replica_has_changed_is_locked_once_and_no_more(postgresql: PostgresDatabase) -> None:
    counting = CountingDatabase(postgresql)
    observer = an_observer(counting, SetClock())
    await hear(observer, done("onboarding"))
    await hear(an_observer(postgresql, SetClock()), done("strategy"))
    for service in ("production", "qc", "delivery"):
        await hear(observer, done(service))
    assert counting.transactions == 1


async def test_a_database_restored_from_a_backup_is_told_again_what_is_remembered(postgresql: PostgresDatabase) -> None:
    observer = an_observer(postgresql, SetClock())
    await hear(observer, done("onboarding"))
    await hear(observer, done("strategy"))
    await gone(postgresql, RUN)
    await hear(an_observer(postgresql, SetClock()), done("onboarding"))
    await hear(observer, done("strategy"))
    assert (await stored(postgresql, RUN)).step("strategy").status is StepStatus.DONE


async def test_of_a_run_that_is_gone_no_part_is_stored_without_the_rest(postgresql: PostgresDatabase) -> None:
    clock = SetClock()
    observer = an_observer(postgresql, clock)
    await hear(observer, *all_done()[:2])
    await gone(postgresql, RUN)
    await hear(observer, done("production"))
    await hear(an_observer(postgresql, clock), done("production", OTHER_RUN))
    assert replace(await stored(postgresql, RUN), id=OTHER_RUN) == await stored(postgresql, OTHER_RUN)


def test_a_full_memory_forgets_the_oldest_and_an_ended_run_at_once() -> None:
    recent, runs = RecentRuns(limit=2), [new_run(a_run(number), START) for number in range(3)]
    recent.stored(runs)
    assert list(recent.among(ids(runs))) == ids(runs[1:])
    recent.stored(runs[1:2])
    recent.stored(runs[:1])
    assert list(recent.among(ids(runs))) == ids(runs[:2])
    recent.stored([replace(runs[0], state=State.COMPLETED)])
    recent.forget(ids(runs[1:2]))
    assert recent.among(ids(runs)) == {}


def ids(runs: Sequence[Run]) -> list[RunId]:
    """What they are called."""
    return [run.id for run in runs]


async def gone(database: PostgresDatabase, run: RunId) -> None:
    """Take a run out of the database, as an older backup of it would not have it."""
    async with database.transaction() as tx:
        for table in (WORKFLOW_BRIEF, WORKFLOW_RUN):
            await tx.execute(delete(table).where(table.c.workflow_run_id == run))
