"""A message that only prepares a run stores rows and no more, and none for a run that is undone.

The two open transactions, in both orders, are in `test_compensation_races.py`.

Mutants: `hold` leaving its entry -> an opening stores its row; `hold` giving compensated runs -> the late opening;
`_sent` that gives nothing -> the older one; its answer not kept up -> the older one in the same batch; a dead letter's
`came_at` left out -> the retry without a time of its own; `created_at` among what is changed -> the time at which.
"""

from datetime import timedelta
from typing import Any

import pytest
from chassis_builders import (
    Performance,
    a_command,
    a_handler,
    a_run,
    a_signature,
    a_station,
    a_step,
    a_submission,
    without_header,
)
from chassis_doubles import START, SetClock
from chassis_tables import kept
from msgspec.structs import replace
from structlog.testing import capture_logs

from chassis.database import Database
from chassis.handler import StepHandler
from chassis.records import Record
from chassis.retries import retry_due
from chassis.step import Received, Rows
from contracts.messages import ClientSigned


async def test_an_opening_stores_its_row_and_neither_an_event_nor_a_ledger_entry(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_signature(run, company="Acme")])
    found = await kept(database)
    assert (found.titles, found.events, found.ledger, found.letters) == ({run: "Acme"}, [], {}, [])


async def test_the_step_is_performed_after_its_opening(database: Database) -> None:
    run, work = a_run(), Performance()
    await a_handler(database, work).handle([a_signature(run)])
    await a_handler(database, work).handle([a_submission(run, title="the brief")])
    found = await kept(database)
    assert (work.performed, found.titles, found.ledger) == ([run], {run: "the brief"}, {run: "done"})


async def test_what_is_stored_again_keeps_the_time_at_which_it_was_first(database: Database) -> None:
    run, clock = a_run(), SetClock()
    handler = StepHandler(a_step(), a_station(database, clock=clock))
    await handler.handle([a_signature(run)])
    clock.advance(hours=1)
    await handler.handle([a_submission(run)])
    [row] = (await kept(database)).parents
    assert (row["created_at"], row["updated_at"]) == (START, START + timedelta(hours=1))


async def test_an_opening_and_its_brief_in_one_batch_leave_the_briefs_rows(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_submission(run, title="the brief"), a_signature(run)])
    found = await kept(database)
    assert (found.titles, found.rows_of(run)) == ({run: "the brief"}, 3)


async def test_an_opening_repeated_in_a_batch_leaves_one_row(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_signature(run, company="old"), a_signature(run, company="new")])
    assert (await kept(database)).titles == {run: "new"}


@pytest.mark.parametrize("batches", [1, 2])
async def test_an_older_opening_that_comes_later_is_dropped_however_often_it_comes(
    database: Database, batches: int
) -> None:
    run, handler = a_run(), a_handler(database)
    newer = a_signature(run, "new", sent=START - timedelta(hours=1))
    older = a_signature(run, "old", sent=START - timedelta(hours=2))
    with capture_logs() as lines:
        await handler.handle([newer, older] if batches == 1 else [newer])
        await handler.handle([older, older])
    assert (await kept(database)).titles == {run: "new"}
    dropped = [line for line in lines if line["event"] == "opening_outdated"]
    assert len(dropped) == (3 if batches == 1 else 2)
    assert (dropped[0]["run"], dropped[0]["newer_sent_at"] - dropped[0]["sent_at"]) == (str(run), timedelta(hours=1))


async def test_a_newer_opening_replaces_an_older_one_and_a_brief_between_them_changes_nothing_of_that(
    database: Database,
) -> None:
    run, handler = a_run(), a_handler(database)
    await handler.handle([a_signature(run, "old", sent=START - timedelta(hours=2))])
    await handler.handle([a_submission(run, title="the brief")])
    await handler.handle([a_signature(run, "new", sent=START - timedelta(hours=1))])
    assert (await kept(database)).titles == {run: "new"}


@pytest.mark.parametrize("sent", [START - timedelta(hours=1), None], ids=["with a time", "without a time"])
async def test_an_opening_that_is_tried_again_does_not_replace_what_came_meanwhile(
    database: Database, sent: Any
) -> None:
    run, clock = a_run(), SetClock()
    first = a_signature(run, "old", sent=sent)
    await _failing(database, clock).handle([first if sent else without_header(first, "ce_time")])
    clock.advance(seconds=0.1)
    handler = StepHandler(a_step(), a_station(database, clock=clock))
    await handler.handle([_later(a_signature(run, "new", sent=clock.now()))])
    clock.advance(minutes=1)
    await retry_due(database, handler, clock)
    found = await kept(database)
    assert (found.titles, found.letters) == ({run: "new"}, [])


async def test_a_late_opening_of_a_run_that_is_undone_stores_nothing(database: Database) -> None:
    run, other = a_run(), a_run()
    await a_handler(database).handle([a_command(run)])
    await a_handler(database).handle([a_signature(run), a_signature(other)])
    found = await kept(database)
    assert (set(found.titles), found.ledger) == ({other}, {run: "compensated"})


async def test_undoing_a_run_that_was_only_opened_removes_its_row(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_signature(run)])
    await a_handler(database).handle([a_command(run)])
    found = await kept(database)
    assert (found.rows_of(run), found.ledger) == (0, {run: "compensated"})


async def test_one_bad_opening_of_a_batch_is_set_aside_and_the_others_are_stored(database: Database) -> None:
    bad, good = a_run(), a_run()
    await a_handler(database).handle([a_signature(bad, company="forbidden"), a_signature(good)])
    found = await kept(database)
    assert set(found.titles) == {good}
    assert [letter["workflow_run_id"] for letter in found.letters] == [bad]


def _failing(database: Database, clock: SetClock) -> StepHandler:
    def fail(_: Received) -> tuple[Rows, ...]:
        raise LookupError("no form")

    return StepHandler(replace(a_step(), openings={ClientSigned: fail}), a_station(database, clock=clock))


def _later(record: Record) -> Record:
    return replace(record, offset=record.offset + 1)
