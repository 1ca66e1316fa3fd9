"""What the observer does unasked, and what it answers to a service that asks.

Mutants: `skip_locked` and the revision check removed -> …that_look_at_once_undo_a_run_once; `settled` with RUNNING runs
-> a_run_that_is_under_way_is_left_alone; `begin_unknown` without its deadline -> a_run_that_this_database_has_lost_…;
`undo_again` removed -> a_service_that_still_has_rows_…; `dict.fromkeys` removed -> …twice_in_one_question_…
"""

import asyncio

from orchestrator_builders import (
    OTHER_RUN,
    RUN,
    SECONDS,
    a_run,
    all_done,
    all_undone,
    done,
    failed,
    refused,
)
from orchestrator_shell import SetClock, a_record, an_observer, commands, connect, sent, stored

from chassis.database import Database
from chassis.postgres import PostgresDatabase
from contracts.messages import FailureKind, RunStatus
from contracts.payload import Payload
from orchestrator.domain.run import State
from orchestrator.observer import DUE_AT_ONCE, TICK_SECONDS, Observer


async def hear(observer: Observer, *events: Payload) -> None:
    """Give the observer one batch."""
    await observer.handle([a_record(event) for event in events])


async def test_a_run_past_its_deadline_is_undone_when_the_observer_looks(database: Database) -> None:
    clock = SetClock()
    observer = an_observer(database, clock)
    await hear(observer, done("onboarding"), done("onboarding", OTHER_RUN), done("strategy", OTHER_RUN))
    clock.advance(SECONDS["strategy"])
    assert await observer.wake_due() == TICK_SECONDS
    assert (await stored(database, RUN)).state is State.COMPENSATING
    assert (await stored(database, OTHER_RUN)).state is State.RUNNING
    assert await commands(database, clock, RUN) == [("delivery", 1)]


async def test_an_unanswered_command_goes_out_again_each_time_it_is_due(database: Database) -> None:
    clock = SetClock()
    observer = an_observer(database, clock)
    await hear(observer, failed("onboarding"))
    for wait in (4, 1, 9, 1):
        clock.advance(wait)
        await observer.wake_due()
    assert await commands(database, clock, RUN) == [("delivery", 1), ("delivery", 2), ("delivery", 3)]


async def test_two_replicas_that_look_at_once_undo_a_run_once(postgresql: PostgresDatabase) -> None:
    clock = SetClock()
    replicas = [an_observer(postgresql, clock) for _ in range(3)]
    runs = [a_run(number) for number in range(20)]
    await hear(replicas[0], *(done("onboarding", run) for run in runs))
    clock.advance(SECONDS["strategy"])
    await connect(postgresql, len(replicas))
    await asyncio.gather(*(each.wake_due() for each in replicas))
    await replicas[0].wake_due()
    for run in runs:
        assert await commands(postgresql, clock, run) == [("delivery", 1)]


async def test_where_more_runs_are_due_than_one_look_takes_the_next_look_is_at_once(database: Database) -> None:
    clock = SetClock()
    observer = an_observer(database, clock)
    await hear(observer, *(done("onboarding", a_run(number)) for number in range(DUE_AT_ONCE + 1)))
    clock.advance(SECONDS["strategy"])
    assert await observer.wake_due() == 0.0
    assert await observer.wake_due() == TICK_SECONDS


async def test_a_completed_run_is_settled(database: Database) -> None:
    clock = SetClock()
    observer = an_observer(database, clock)
    await hear(observer, *all_done())
    letters = await sent(database, clock)
    assert await observer.reconcile("qc", [RUN]) == {RUN}
    assert await sent(database, clock) == letters


async def test_a_run_that_is_under_way_is_left_alone(database: Database) -> None:
    clock = SetClock()
    observer = an_observer(database, clock)
    await hear(observer, done("onboarding"), failed("onboarding", OTHER_RUN))
    before, letters = await stored(database, RUN), await sent(database, clock)
    assert await observer.reconcile("onboarding", [RUN, OTHER_RUN]) == set()
    assert await stored(database, RUN) == before
    assert await sent(database, clock) == letters


async def test_a_service_that_still_has_rows_of_a_compensated_run_is_commanded_again(database: Database) -> None:
    clock = SetClock()
    observer = an_observer(database, clock)
    await hear(observer, failed("onboarding"), *all_undone())
    assert await observer.reconcile("strategy", [RUN]) == set()
    assert (await commands(database, clock, RUN))[-1] == ("strategy", 2)
    assert (await stored(database, RUN)).state is State.COMPENSATED


async def test_a_run_that_this_database_has_lost_is_decided_by_its_deadline(database: Database) -> None:
    clock = SetClock()
    observer = an_observer(database, clock)
    assert await observer.reconcile("strategy", [RUN]) == set()
    assert (await stored(database, RUN)).status is RunStatus.RUNNING
    clock.advance(SECONDS["onboarding"])
    await observer.wake_due()
    failure = (await stored(database, RUN)).failure
    assert failure is not None
    assert failure.kind is FailureKind.DEADLINE
    assert await commands(database, clock, RUN) == [("delivery", 1)]


async def test_a_lost_run_that_was_delivered_is_settled_once_delivery_has_refused(database: Database) -> None:
    clock = SetClock()
    observer = an_observer(database, clock)
    await observer.reconcile("qc", [RUN])
    clock.advance(SECONDS["onboarding"])
    await observer.wake_due()
    await hear(observer, refused())
    assert await observer.reconcile("qc", [RUN]) == {RUN}
    assert await commands(database, clock, RUN) == [("delivery", 1)]


async def test_a_lost_run_that_comes_twice_in_one_question_is_created_once(database: Database) -> None:
    clock = SetClock()
    await an_observer(database, clock).reconcile("qc", [RUN, RUN, OTHER_RUN])
    assert [payload.run for _, payload in await sent(database, clock)] == [RUN, OTHER_RUN]
