"""A later revision of a run takes the place of an earlier one that is done, once, and never that of a tombstone.

Mutants: the claim's `revision <` left out -> the repeats; as `<=` -> the repeats; its `state = 'done'` left out -> the
tombstone and the refused run; the rows not deleted -> the rows; a revision let into the one trip -> the rows; `known`
without the revision -> the later revision; LAST_REVISION as the first -> the entry that was put back.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from chassis_builders import (
    Performance,
    a_command,
    a_message,
    a_record,
    a_run,
    a_station,
    a_step,
    a_submission,
    an_acceptance,
    parent_of,
    rows_of,
)
from chassis_doubles import SetClock, until
from chassis_tables import kept, somebody_waits
from msgspec.structs import replace
from sqlalchemy import select

from chassis import ledger
from chassis.batch import commit
from chassis.compensation import Compensation
from chassis.database import Database
from chassis.forward import Attempt, ForwardStep
from chassis.handler import StepHandler, passing_by
from chassis.ledger import LAST_REVISION, Claim
from chassis.postgres import PostgresDatabase
from chassis.records import Record
from chassis.schema import RUN_LEDGER
from chassis.step import Done, Step, always, never, nothing_to_undo
from chassis.testing import CountingDatabase
from contracts.messages import BriefRejected, BriefSubmitted, StepCompensated
from contracts.payload import RunId
from contracts.topics import events_of


def a_revisable_step(performance: Performance | None = None) -> Step:
    return replace(a_step(performance), revision_of=lambda message: message.brief.get("revision", 1))


def a_replica(database: Database, performance: Performance | None = None) -> StepHandler:
    return StepHandler(a_revisable_step(performance), a_station(database))


def a_revision(run: RunId, number: int, title: str = "revised", **brief: object) -> Record:
    return a_submission(run, title=title, revision=number, **brief)


async def revision_of(database: Database, run: RunId) -> int:
    async with database.transaction() as tx:
        [entry] = await tx.execute(select(RUN_LEDGER).where(RUN_LEDGER.c.workflow_run_id == run))
    return int(entry["revision"])


async def test_a_later_revision_replaces_the_rows_and_is_announced(database: Database) -> None:
    run, other = a_run(), a_run()
    await a_replica(database).handle([a_submission(run, items=["a", "b", "c"]), a_submission(other)])
    await a_replica(database).handle([a_revision(run, 2, items=["x"])])
    found = await kept(database)
    assert found.titles == {run: "revised", other: "Acme"}
    assert [row["name"] for row in found.children if row["workflow_run_id"] == run] == ["x"]
    assert (found.rows_of(run), found.rows_of(other)) == (2, 3)
    assert (found.ledger[run], await revision_of(database, run)) == ("done", 2)
    assert found.events_of(run) == ["brief.accepted"] * 2


async def test_rows_under_other_keys_than_the_first_revision_had_replace_it_too(database: Database) -> None:
    class Renaming(Performance):
        async def perform(self, received):  # type: ignore[no-untyped-def]
            done = await super().perform(received)
            number = received.message.brief.get("revision", 1)
            key = parent_of(RunId(parent_of(received.run))) if number > 1 else parent_of(received.run)
            groups = tuple(
                replace(group, rows=tuple({**row, "parent_id": key} for row in group.rows), children_of=None)
                for group in done.rows
            )
            return Done(done.event, groups)

    run = a_run()
    await a_replica(database, Renaming()).handle([a_submission(run)])
    await a_replica(database, Renaming()).handle([a_revision(run, 2)])
    assert (await kept(database)).rows_of(run) == 3


async def test_a_batch_with_both_revisions_and_repeats_performs_each_once(database: Database) -> None:
    run, work = a_run(), Performance()
    await a_replica(database, work).handle(
        [a_submission(run), a_revision(run, 2), a_submission(run), a_revision(run, 2), a_submission(run)]
    )
    found = await kept(database)
    assert (work.performed, found.titles, found.rows_of(run)) == ([run, run], {run: "revised"}, 3)
    assert found.events_of(run) == ["brief.accepted"] * 2


@pytest.mark.parametrize("looks_first", [always, never])
async def test_a_repeated_or_older_revision_changes_nothing(
    database: Database, looks_first: Callable[[Any], bool]
) -> None:
    run = a_run()
    handler = StepHandler(replace(a_revisable_step(), looks_first=looks_first), a_station(database))
    await handler.handle([a_submission(run)])
    await handler.handle([a_revision(run, 3)])
    before = await kept(database)
    for late in (a_submission(run, title="late"), a_revision(run, 2, "late"), a_revision(run, 3, "late")):
        await handler.handle([late])
    assert await kept(database) == before


@pytest.mark.parametrize("number", [1, 2, 50])
async def test_a_revision_of_an_undone_run_is_refused(database: Database, number: int) -> None:
    run, work = a_run(), Performance()
    await a_replica(database).handle([a_submission(run)])
    await a_replica(database).handle([a_command(run)])
    await a_replica(database, work).handle([a_revision(run, number)])
    found = await kept(database)
    assert (work.performed, found.rows_of(run), found.ledger) == ([], 0, {run: "compensated"})
    assert work.undone == [run]


async def test_a_revision_of_a_refused_run_changes_nothing(database: Database) -> None:
    run = a_run()
    await a_replica(database).handle([a_submission(run, refuse="no website")])
    before = await kept(database)
    await a_replica(database).handle([a_revision(run, 2)])
    assert await kept(database) == before


async def test_a_revision_that_is_refused_leaves_its_own_rows_and_says_so(database: Database) -> None:
    run = a_run()
    await a_replica(database).handle([a_submission(run, items=["a", "b", "c"])])
    await a_replica(database).handle([a_revision(run, 2, refuse="still no website", items=["x"])])
    found = await kept(database)
    assert (found.ledger, found.rows_of(run)) == ({run: "failed"}, 2)
    assert found.events_of(run) == ["brief.accepted", "brief.rejected"]


async def test_a_revision_of_a_run_that_is_unknown_is_performed_and_the_first_that_comes_late_is_not(
    database: Database,
) -> None:
    run = a_run()
    await a_replica(database).handle([a_revision(run, 2)])
    await a_replica(database).handle([a_submission(run, title="late")])
    found = await kept(database)
    assert (found.titles, found.events_of(run)) == ({run: "revised"}, ["brief.accepted"])


async def test_an_undone_revision_leaves_nothing(database: Database) -> None:
    run = a_run()
    await a_replica(database).handle([a_submission(run), a_revision(run, 2)])
    await a_replica(database).handle([a_command(run)])
    found = await kept(database)
    assert (found.rows_of(run), found.ledger, await revision_of(database, run)) == (0, {run: "compensated"}, 2)


async def test_a_revision_is_asked_about_again_until_it_is_settled(database: Database) -> None:
    run, clock = a_run(), SetClock()
    await a_replica(database).handle([a_submission(run)])
    await commit(database, clock, lambda tx: ledger.settle(tx, [run], clock.now()))
    await a_replica(database).handle([a_revision(run, 2)])
    clock.advance(days=1)
    async with database.transaction() as tx:
        assert await ledger.unsettled(tx, clock.now(), 10, None) == [run]


async def test_an_entry_that_was_put_back_lets_no_revision_in(database: Database) -> None:
    run, clock = a_run(), SetClock()
    await a_replica(database).handle([a_submission(run)])
    await commit(database, clock, lambda tx: ledger.forget(tx, [run]))
    await commit(database, clock, lambda tx: ledger.claim(tx, {run: Claim("done", LAST_REVISION)}, clock.now()))
    before = await kept(database)
    await a_replica(database).handle([a_revision(run, 2)])
    assert await kept(database) == before


@pytest.mark.parametrize("times", [2, 3, 5])
async def test_a_revision_in_parallel_on_replicas_is_performed_by_one_and_by_no_first_that_is_still_at_work(
    replicas: Callable[[], PostgresDatabase], times: int
) -> None:
    run, gate = a_run(), asyncio.Event()
    first = Performance(gate=gate)
    late = asyncio.create_task(a_replica(replicas(), first).handle([a_submission(run, title="first, late")]))
    await first.entered.wait()
    await a_replica(replicas()).handle([a_submission(run)])
    works = [Performance(gate=gate) for _ in range(times)]
    at_work = [asyncio.create_task(a_replica(replicas(), work).handle([a_revision(run, 2)])) for work in works]
    await until(lambda: all(work.performed for work in works))
    gate.set()
    await asyncio.gather(late, *at_work)
    found = await kept(replicas())
    assert (found.titles, found.rows_of(run)) == ({run: "revised"}, 3)
    assert found.events_of(run) == ["brief.accepted"] * 2


@pytest.mark.parametrize("forward_first", [True, False])
async def test_a_revision_and_a_compensation_in_two_open_transactions_leave_nothing(
    replicas: Callable[[], PostgresDatabase], forward_first: bool
) -> None:
    run, step, watcher = a_run(), a_revisable_step(), replicas()
    await a_replica(replicas()).handle([a_submission(run)])
    forward = ForwardStep(step, a_station(replicas()))
    compensation = Compensation(replace(step, undo=nothing_to_undo), a_station(replicas()))
    revision, command = a_message(a_revision(run, 2)), a_message(a_command(run))
    async with replicas().transaction() as tx:
        if forward_first:
            outcome = Done(an_acceptance(run), rows_of(run, {"title": "revised"}))
            await forward.apply(tx, [Attempt(revision, outcome)])
            second = asyncio.ensure_future(compensation.handle([command]))
        else:
            await compensation.apply(tx, [command])
            second = asyncio.ensure_future(forward.handle([revision]))
        await until(lambda: somebody_waits(watcher))
    await second
    found = await kept(watcher)
    assert (found.rows_of(run), found.ledger) == (0, {run: "compensated"})
    assert found.events_of(run)[-1] == "step.compensated"


@pytest.mark.parametrize("size", [1, 200])
async def test_a_batch_of_revisions_costs_the_same_however_large_it_is(postgres: PostgresDatabase, size: int) -> None:
    runs = [a_run() for _ in range(size)]
    await a_replica(postgres).handle([a_submission(run) for run in runs])
    counting = CountingDatabase(postgres)
    await a_replica(counting).handle([a_revision(run, 2) for run in runs])
    assert (counting.statements, counting.transactions) == (8, 1)
    assert set((await kept(postgres)).titles.values()) == {"revised"}


def test_what_passes_by_on_the_topic_of_the_revisions_is_not_read_and_what_is_the_steps_own_is() -> None:
    step = replace(a_step(), revised_on={BriefRejected: events_of("onboarding")})
    readings = passing_by(step)
    assert BriefSubmitted.type not in readings
    assert BriefRejected.type not in readings
    assert "aicmo.brief.accepted.v1" in readings
    assert StepHandler(step, a_station_in_name_only()).topics == (
        "intake.briefs",
        "onboarding.events",
        "onboarding.commands",
    )


def a_station_in_name_only():  # type: ignore[no-untyped-def]
    return None


async def test_a_message_for_others_leaves_nothing_and_one_without_a_run_is_parked(database: Database) -> None:
    run, topic = a_run(), events_of("onboarding")
    step = replace(a_step(), revised_on={BriefRejected: topic})
    passing = a_record(StepCompensated(workflow_run_id=run, service="onboarding"), topic)
    unreadable = replace(passing, body=f'{{"workflow_run_id": "{run}"}}'.encode())
    await StepHandler(step, a_station(database)).handle([passing, unreadable])
    found = await kept(database)
    assert (found.ledger, found.events, found.letters) == ({}, [], [])
    await StepHandler(step, a_station(database)).handle([replace(passing, body=b'{"workflow_run_id": "no run"}')])
    assert [letter["reason"] for letter in (await kept(database)).letters] == ["invalid_body"]
