"""A step is performed once a run: its rows, its event and its ledger entry in one transaction.

Mutants: `ledger.claim` giving all runs -> the repeats in parallel; the ledger not asked before the work -> the repeats;
the last of a batch's repeats taken instead of the first -> a message behind one that failed; events made before the
transaction that may fail -> the event that is too large; `needs_load` not asked -> what no message needs; all work in
tasks, or none -> side by side; `_in_one_trip` publishing whatever was not claimed -> nothing is announced; `_attempt`
blaming the batch where `load` fails -> no other.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from chassis_builders import (
    SERVICE,
    Performance,
    a_command,
    a_handler,
    a_message,
    a_run,
    a_station,
    a_step,
    a_submission,
    parent_of,
)
from chassis_doubles import Letterbox, SetClock, until
from chassis_tables import CHILD, kept
from msgspec.structs import replace

from chassis import rows
from chassis.batch import commit
from chassis.database import Database, Transaction
from chassis.forward import ForwardStep
from chassis.handler import StepHandler
from chassis.postgres import PostgresDatabase
from chassis.records import decode
from chassis.step import Done, Outcome, Received, Refused, Rows, always, never
from chassis.testing import CountingDatabase
from contracts.messages import BriefRejected
from contracts.topics import events_of


async def test_a_step_stores_its_rows_its_event_and_its_ledger_entry(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle(
        [a_submission(run, title="Größe ☕", items=["a", "b"], extra={"deep": [1, {"x": None}]})]
    )
    found = await kept(database)
    assert found.titles == {run: "Größe ☕"}
    assert [row["name"] for row in found.children] == ["a", "b"]
    assert found.parents[0]["extra"] == {"deep": [1, {"x": None}]}
    assert found.ledger == {run: "done"}
    assert found.events_of(run) == ["brief.accepted"]


async def test_a_step_that_stores_nothing_for_a_run_still_announces_it(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_submission(run, items=[])])
    found = await kept(database)
    assert (len(found.children), found.events_of(run)) == (0, ["brief.accepted"])


async def test_the_event_answers_the_message_on_the_services_topic(postgres: PostgresDatabase) -> None:
    letterbox, record = Letterbox(), a_submission(a_run())
    handler = StepHandler(a_step(), a_station(postgres, publisher=letterbox))
    entry = await handler.perform_now(a_message(record))
    [message] = entry.messages
    headers = dict(message.headers)
    assert message.topic == events_of(SERVICE)
    assert headers["ce_causationid"] == dict(record.headers)["ce_id"]
    assert headers["ce_subject"] == message.key == str(message.run).encode()
    assert headers["ce_id"] == str(message.id).encode()


async def test_a_refusal_is_kept_as_failed_with_its_rows_and_its_event(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_submission(run, refuse="no website")])
    found = await kept(database)
    assert found.ledger == {run: "failed"}
    assert found.events_of(run) == ["brief.rejected"]
    assert found.rows_of(run) == 3


@pytest.mark.parametrize("times", [2, 3, 5])
async def test_a_message_repeated_in_one_batch_is_performed_once(database: Database, times: int) -> None:
    run, work = a_run(), Performance()
    await a_handler(database, work).handle([a_submission(run)] * times)
    found = await kept(database)
    assert (work.performed, found.rows_of(run), found.events_of(run)) == ([run], 3, ["brief.accepted"])


@pytest.mark.parametrize("times", [2, 3, 5])
async def test_a_message_repeated_in_later_batches_is_performed_once(database: Database, times: int) -> None:
    run, work = a_run(), Performance()
    for _ in range(times):
        await a_handler(database, work).handle([a_submission(run)])
    found = await kept(database)
    assert (work.performed, found.rows_of(run), found.events_of(run)) == ([run], 3, ["brief.accepted"])


@pytest.mark.parametrize("times", [2, 3, 5])
async def test_a_message_repeated_in_parallel_on_replicas_leaves_one_set_of_rows_and_one_event(
    replicas: Callable[[], PostgresDatabase], times: int
) -> None:
    runs, gate = [a_run() for _ in range(3)], asyncio.Event()
    works = [Performance(gate=gate) for _ in range(times)]
    handlers = [a_handler(replicas(), work) for work in works]
    records = [a_submission(run) for run in runs]
    at_work = [
        asyncio.create_task(handler.handle(records[:: 1 if number % 2 else -1]))
        for number, handler in enumerate(handlers)
    ]
    await until(lambda: all(len(work.performed) == len(runs) for work in works))
    gate.set()
    await asyncio.gather(*at_work)
    found = await kept(replicas())
    for run in runs:
        assert (found.rows_of(run), found.events_of(run)) == (3, ["brief.accepted"])


@pytest.mark.parametrize("first", [{}, {"refuse": "no website"}], ids=["done", "failed"])
async def test_a_step_that_does_not_look_first_is_performed_again_and_changes_nothing(
    database: Database, first: dict[str, str]
) -> None:
    run, work = a_run(), Performance()
    handler = StepHandler(replace(a_step(work), looks_first=never), a_station(database))
    await handler.handle([a_submission(run, **first)])
    before = await kept(database)
    await handler.handle([a_submission(run, title="again"), a_submission(run)])
    assert (work.performed, await kept(database)) == ([run] * 3, before)


async def test_nothing_is_announced_of_a_run_that_is_undone_already(database: Database) -> None:
    undone, other, letterbox = a_run(), a_run(), Letterbox()
    await a_handler(database).handle([a_command(undone)])
    station = a_station(database, publisher=letterbox)
    await StepHandler(replace(a_step(), looks_first=never), station).handle([a_submission(undone), a_submission(other)])
    await station.relay.stop()
    assert [message.run for message in letterbox.received] == [other]


async def test_a_step_looks_first_for_the_messages_that_it_names_and_for_no_others(database: Database) -> None:
    (costly, cheap), work = (a_run(), a_run()), Performance()
    step = replace(a_step(work), looks_first=lambda message: message.workflow_run_id == costly)
    handler = StepHandler(step, a_station(database))
    for _ in range(2):
        await handler.handle([a_submission(costly), a_submission(cheap)])
    assert sorted(work.performed) == sorted([costly, cheap, cheap])


@pytest.mark.parametrize(("looks_first", "begun"), [(always, 2), (never, 1)])
async def test_work_that_looks_first_goes_on_side_by_side_and_other_work_one_after_the_other(
    database: Database, looks_first: Callable[[Any], bool], begun: int
) -> None:
    work = Performance(gate=asyncio.Event())
    handler = StepHandler(replace(a_step(work), looks_first=looks_first), a_station(database))
    handling = asyncio.create_task(handler.handle([a_submission(a_run()), a_submission(a_run())]))
    await work.entered.wait()
    assert len(work.performed) == begun
    work.gate.set()
    await handling
    assert len(work.performed) == 2


async def test_another_outcome_of_a_run_that_is_done_changes_nothing(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_submission(run, title="first")])
    await a_handler(database).handle([a_submission(run, title="second", refuse="changed my mind")])
    found = await kept(database)
    assert (found.titles, found.ledger, found.events_of(run)) == ({run: "first"}, {run: "done"}, ["brief.accepted"])


async def test_the_message_of_a_failed_run_is_not_tried_again(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_submission(run, refuse="no website")])
    await a_handler(database).handle([a_submission(run)])
    found = await kept(database)
    assert (found.ledger, found.events_of(run)) == ({run: "failed"}, ["brief.rejected"])


@pytest.mark.parametrize("first", [{"fail": "no model"}, {"title": "forbidden"}], ids=["work", "rows"])
async def test_a_message_behind_one_of_its_run_that_failed_is_not_taken_for_a_repeat(
    database: Database, first: dict[str, str]
) -> None:
    run, other = a_run(), a_run()
    await a_handler(database).handle([a_submission(run, **first), a_submission(other), a_submission(run, title="good")])
    found = await kept(database)
    assert found.titles == {run: "good", other: "Acme"}
    assert [letter["workflow_run_id"] for letter in found.letters] == [run]


async def test_a_batch_reads_what_its_steps_need_once(database: Database) -> None:
    loads: list[int] = []

    async def load(_tx: Transaction, received: Sequence[Received]) -> int:
        loads.append(len(received))
        return len(loads)

    step = replace(a_step(), load=load)
    known = a_run()
    await a_handler(database).handle([a_submission(known)])
    await StepHandler(step, a_station(database)).handle([a_submission(run) for run in (known, a_run(), a_run())])
    assert loads == [2]


async def test_what_cant_be_read_for_one_run_holds_up_no_other(database: Database) -> None:
    bad, good = a_run(), a_run()

    async def load(_tx: Transaction, received: Sequence[Received]) -> None:
        if bad in {each.run for each in received}:
            raise LookupError("no form")

    await StepHandler(replace(a_step(), load=load), a_station(database)).handle([a_submission(bad), a_submission(good)])
    found = await kept(database)
    assert found.ledger == {good: "done"}
    assert [letter["workflow_run_id"] for letter in found.letters] == [bad]


async def test_what_no_message_needs_is_not_read(postgres: PostgresDatabase) -> None:
    loads: list[int] = []

    async def load(_tx: Transaction, received: Sequence[Received]) -> None:
        loads.append(len(received))

    step = replace(a_step(), load=load, needs_load=lambda received: received.attempts > 0, looks_first=never)
    counting = CountingDatabase(postgres)
    handler = StepHandler(step, a_station(counting))
    await handler.handle([a_submission(a_run()), a_submission(a_run())])
    assert (loads, counting.statements) == ([], 1)
    await handler.handle([replace(a_submission(a_run()), attempts=1), a_submission(a_run())])
    assert loads == [2]


async def test_children_stored_again_replace_those_of_before_and_of_no_other_parent(database: Database) -> None:
    run, other = a_run(), a_run()
    await a_handler(database).handle([a_submission(run, items=["a", "b", "c"]), a_submission(other, items=["x"])])
    child = {"workflow_run_id": run, "parent_id": parent_of(run), "position": 0, "name": "only"}
    group = Rows(CHILD, (child,), children_of=("parent_id", parent_of(run)))
    await commit(database, SetClock(), lambda tx: rows.write(tx, [group], SetClock().now()))
    found = await kept(database)
    assert {(row["workflow_run_id"], row["name"]) for row in found.children} == {(run, "only"), (other, "x")}


async def test_the_runs_refused_on_purpose_are_the_same_in_every_process_and_near_the_share(
    postgres: PostgresDatabase,
) -> None:
    runs = [a_run() for _ in range(200)]
    answers = [{run for run in runs if a_station(postgres, share=0.3).faults.refuses(run)} for _ in range(2)]
    assert answers[0] == answers[1]
    assert 30 <= len(answers[0]) <= 95


async def test_a_run_refused_on_purpose_fails_without_being_performed(database: Database) -> None:
    run, work, station = a_run(), Performance(), a_station(database, share=1.0)
    await ForwardStep(a_step(work), station).handle([a_message(a_submission(run))])
    found = await kept(database)
    assert (work.performed, found.ledger, found.events_of(run)) == ([], {run: "failed"}, ["brief.rejected"])


def test_the_step_reads_the_time_of_its_message_and_no_other() -> None:
    clock = SetClock()
    clock.advance(days=3)
    message = decode(a_submission(a_run()), clock)
    assert getattr(message, "at", None) == SetClock().now()


class Verbose(Performance):
    """Explains a refusal at more length than a message may have."""

    async def perform(self, received: Received) -> Outcome:
        outcome = await super().perform(received)
        if not isinstance(outcome, Refused):
            return outcome
        return Refused(BriefRejected(workflow_run_id=received.run, reason="x" * 1_000_000), outcome.rows)


class Copious(Performance):
    """Says more than a message may have."""

    async def perform(self, received: Received) -> Outcome:
        outcome = await super().perform(received)
        large = BriefRejected(workflow_run_id=received.run, reason="x" * 1_000_000)
        return Done(large, outcome.rows) if received.message.brief["title"] == "copious" else outcome


async def test_a_run_whose_event_is_too_large_to_be_sent_is_refused_at_once_and_says_why(database: Database) -> None:
    large, usual = a_run(), a_run()
    await a_handler(database, Copious()).handle([a_submission(large, title="copious"), a_submission(usual)])
    found = await kept(database)
    assert (found.ledger, found.letters) == ({large: "failed", usual: "done"}, [])
    assert (found.rows_of(large), found.events_of(large)) == (0, ["brief.rejected"])


async def test_a_thousand_repeats_of_a_run_in_one_batch_are_known(database: Database) -> None:
    run, work = a_run(), Performance()
    await a_handler(database, work).handle([a_submission(run)] * 1_100)
    assert (work.performed, (await kept(database)).ledger) == ([run], {run: "done"})


async def test_a_refusal_that_is_too_large_to_be_sent_sets_aside_its_own_message_only(database: Database) -> None:
    large, usual = a_run(), a_run()
    await a_handler(database, Verbose()).handle([a_submission(large, refuse="at length"), a_submission(usual)])
    found = await kept(database)
    assert found.ledger == {usual: "done"}
    [letter] = found.letters
    assert (letter["workflow_run_id"], letter["error"][:15]) == (large, "MessageTooLarge")
