"""Undoing a run leaves none of its rows, a tombstone that refuses it for ever, and an answer each time it is asked.

Mutants: the tombstone not entered for an unknown run -> the empty compensation; parents deleted before their children
-> the done run; the ledger's guard for done runs left out -> the irrevocable step; `undo` not called -> the files; all
of `waiting` answered whatever became of the files -> those that can't be removed.
"""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest
from chassis_builders import (
    NO_RETRIES,
    SERVICE,
    Performance,
    a_command,
    a_handler,
    a_message,
    a_run,
    a_signature,
    a_station,
    a_step,
    a_submission,
)
from chassis_doubles import SetClock
from chassis_tables import kept
from msgspec.structs import replace
from sqlalchemy import select

from chassis.compensation import REFUSAL, Compensation
from chassis.database import Database
from chassis.handler import StepHandler
from chassis.postgres import PostgresDatabase
from chassis.retries import retry_due
from chassis.schema import OUTBOX, RUN_LEDGER
from chassis.step import Step
from contracts.payload import RunId


async def answers(database: Database, run: RunId) -> list[dict[str, object]]:
    """The bodies of the run's messages in the outbox, oldest first."""
    async with database.transaction() as tx:
        rows = await tx.execute(select(OUTBOX).where(OUTBOX.c.workflow_run_id == run).order_by(OUTBOX.c.id))
    return [json.loads(row["body"]) for row in rows]


def irrevocable(database: Database) -> StepHandler:
    return StepHandler(a_step(irrevocable=True), a_station(database))


async def test_a_done_run_loses_its_rows_and_keeps_a_tombstone_with_the_cause(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_submission(run)])
    await a_handler(database).handle([a_command(run, cause="qc failed")])
    found = await kept(database)
    assert (found.rows_of(run), found.ledger) == (0, {run: "compensated"})
    async with database.transaction() as tx:
        [entry] = await tx.execute(select(RUN_LEDGER))
    assert (entry["cause"], entry["revision"]) == ("qc failed", 1)


async def test_the_answer_counts_the_rows_removed_by_table(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_submission(run, items=["a", "b", "c"])])
    await a_handler(database).handle([a_command(run)])
    assert (await answers(database, run))[-1]["removed"] == {"parent": 1, "child": 3}


async def test_a_failed_run_is_undone_too(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_submission(run, refuse="no website")])
    await a_handler(database).handle([a_command(run)])
    found = await kept(database)
    assert (found.rows_of(run), found.ledger) == (0, {run: "compensated"})


async def test_a_late_forward_after_compensation_is_refused(database: Database) -> None:
    run, work = a_run(), Performance()
    await a_handler(database, work).handle([a_submission(run)])
    await a_handler(database).handle([a_command(run)])
    await a_handler(database, work).handle([a_submission(run)])
    found = await kept(database)
    assert (work.performed, found.rows_of(run), found.ledger) == ([run], 0, {run: "compensated"})
    assert found.events_of(run) == ["brief.accepted", "step.compensated"]


async def test_an_empty_compensation_refuses_the_forward_that_comes_later_after_a_restart_too(
    database: Database,
) -> None:
    run, work = a_run(), Performance()
    await a_handler(database).handle([a_command(run)])
    for restarted in (a_handler(database, work), a_handler(database, work)):
        await restarted.handle([a_submission(run)])
    found = await kept(database)
    assert (work.performed, found.rows_of(run), found.ledger) == ([], 0, {run: "compensated"})
    assert found.events_of(run) == ["step.compensated"]
    assert (await answers(database, run))[0]["removed"] == {}


async def test_a_command_in_the_same_batch_as_its_forward_wins(database: Database) -> None:
    run, work = a_run(), Performance()
    await a_handler(database, work).handle([a_submission(run), a_signature(run), a_command(run)])
    found = await kept(database)
    assert (work.performed, found.rows_of(run), found.ledger) == ([], 0, {run: "compensated"})


async def test_a_compensation_while_the_step_is_at_work_leaves_nothing_and_removes_its_files_afterwards(
    database: Database,
) -> None:
    run, work = a_run(), Performance(gate=asyncio.Event())
    assert work.gate
    at_work = asyncio.create_task(a_handler(database, work).handle([a_submission(run)]))
    await work.entered.wait()
    await a_handler(database).handle([a_command(run)])
    work.gate.set()
    await at_work
    found = await kept(database)
    assert (found.rows_of(run), found.ledger, work.undone) == (0, {run: "compensated"}, [run])
    assert found.events_of(run) == ["step.compensated"]


async def test_repeating_a_compensation_removes_nothing_and_answers_again(database: Database) -> None:
    run, other = a_run(), a_run()
    await a_handler(database).handle([a_submission(run), a_submission(other)])
    for _ in range(3):
        await a_handler(database).handle([a_command(run)])
    assert [answer["removed"] for answer in (await answers(database, run))[1:]] == [{"parent": 1, "child": 2}, {}, {}]
    async with database.transaction() as tx:
        [entry] = await tx.execute(select(RUN_LEDGER).where(RUN_LEDGER.c.workflow_run_id == run))
    assert entry["revision"] == 1


async def test_a_command_twice_in_one_batch_undoes_and_answers_once(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_submission(run)])
    await a_handler(database).handle([a_command(run), a_command(run)])
    found = await kept(database)
    assert (found.rows_of(run), found.events_of(run)) == (0, ["brief.accepted", "step.compensated"])


async def test_another_runs_rows_stay_as_they_are(database: Database) -> None:
    undone, others = [a_run() for _ in range(5)], [a_run() for _ in range(5)]
    await a_handler(database).handle([a_submission(run) for run in (*undone, *others)])
    await a_handler(database).handle([a_command(run) for run in undone])
    found = await kept(database)
    assert [found.rows_of(run) for run in (*undone, *others)] == [0] * 5 + [3] * 5
    assert set(found.titles) == set(others)


async def test_the_runs_files_are_removed_at_every_asking(database: Database) -> None:
    run, work = a_run(), Performance()
    for _ in range(2):
        await a_handler(database, work).handle([a_command(run)])
    assert work.undone == [run, run]


async def test_files_that_cant_be_removed_now_are_tried_again_until_they_are_and_then_it_is_answered(
    postgres: PostgresDatabase,
) -> None:
    run, clock, failures = a_run(), SetClock(), [OSError("no object store"), OSError("no object store")]

    async def undo(_run: RunId) -> None:
        if failures:
            raise failures.pop()

    step = _with_undo(undo)
    handler = StepHandler(step, a_station(postgres, clock=clock))
    await handler.handle([a_command(run)])
    for _ in range(2):
        assert [letter["status"] for letter in (await kept(postgres)).letters] == ["retrying"]
        assert await answers(postgres, run) == []
        clock.advance(minutes=10)
        await retry_due(postgres, handler, clock)
    assert ((await kept(postgres)).letters, failures) == ([], [])
    assert (await kept(postgres)).events_of(run) == ["step.compensated"]


async def test_files_that_can_never_be_removed_park_the_step_and_never_tell_that_it_is_undone(
    postgres: PostgresDatabase,
) -> None:
    run, other = a_run(), a_run()

    async def undo(asked: RunId) -> None:
        if asked == run:
            raise OSError("no object store")

    handler = StepHandler(_with_undo(undo), a_station(postgres, retries=NO_RETRIES))
    await handler.handle([a_command(run), a_command(other)])
    found = await kept(postgres)
    assert found.ledger == {run: "compensated", other: "compensated"}
    assert (found.events_of(run), found.events_of(other)) == (["dead letter", "step.parked"], ["step.compensated"])


async def test_an_irrevocable_step_that_is_done_refuses_and_keeps_its_rows(database: Database) -> None:
    run = a_run()
    await irrevocable(database).handle([a_submission(run)])
    await irrevocable(database).handle([a_command(run)])
    found = await kept(database)
    assert (found.rows_of(run), found.ledger) == (3, {run: "done"})
    assert found.events_of(run) == ["brief.accepted", "step.compensation_refused"]
    assert (await answers(database, run))[-1]["reason"] == REFUSAL


@pytest.mark.parametrize("before", [(), ("refuse",)], ids=["unknown", "failed"])
async def test_an_irrevocable_step_that_is_not_done_can_be_undone(database: Database, before: Sequence[str]) -> None:
    run = a_run()
    await irrevocable(database).handle([a_submission(run, refuse="no logo") for _ in before])
    await irrevocable(database).handle([a_command(run)])
    await irrevocable(database).handle([a_submission(run)])
    found = await kept(database)
    assert (found.rows_of(run), found.ledger) == (0, {run: "compensated"})
    assert "step.compensation_refused" not in found.events_of(run)


async def test_an_irrevocable_step_answers_each_run_of_a_batch_by_its_own_state(database: Database) -> None:
    done, unknown = a_run(), a_run()
    work = Performance()
    await irrevocable(database).handle([a_submission(done)])
    step = a_step(work, irrevocable=True)
    await Compensation(step, a_station(database)).handle([a_message(a_command(run)) for run in (done, unknown)])
    found = await kept(database)
    assert found.ledger == {done: "done", unknown: "compensated"}
    assert found.events_of(done)[-1] == "step.compensation_refused"
    assert found.events_of(unknown) == ["step.compensated"]
    assert work.undone == [unknown]


async def test_the_answer_names_the_service(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_command(run)])
    assert (await answers(database, run))[0]["service"] == SERVICE


def _with_undo(undo: Any) -> Step:
    return replace(a_step(), undo=undo)
