"""Dead letters are replayed and discarded, one or many, each time with a line that says by whom, and never half done.

Mutants: `_change_one` without its look at the status -> the second replay; `change_many` of one page only, or `Wanted`
without the reason -> all of a reason; the cursor that looks among the rows -> the page behind a letter that is gone;
no line entered -> each change; `parked_at` forgotten when it is tried again -> more than one attempt.
"""

from collections.abc import Sequence
from uuid import UUID

import pytest
from chassis_builders import a_command, a_handler, a_run, a_station, a_step, a_submission
from chassis_desk import ALL, Desk, a_bad_submission, a_brief_for, client_of
from chassis_doubles import TroubledDatabase, connection_lost
from chassis_tables import kept
from msgspec.structs import replace
from sqlalchemy import Executable, delete
from structlog.testing import capture_logs

from chassis import dead_letter_changes
from chassis.database import Database, Parameters, Row, Transaction
from chassis.dead_letter_lists import Wanted, listed
from chassis.handler import StepHandler
from chassis.retries import retry_due
from chassis.schema import DEAD_LETTER


async def test_each_change_leaves_a_line_who_when_what_and_from_which_status(desk: Desk) -> None:
    run = a_run()
    [key] = await desk.park(a_bad_submission(run))
    with capture_logs() as lines:
        await desk.http.post(f"/{key}/edit", json={"body": a_brief_for(run)})
        desk.clock.advance(seconds=1)
        await desk.http.post(f"/{key}/replay", headers={"X-Actor": "Łucja".encode()})
    audit = (await desk.show(key))["audit"]
    assert [(line["actor"], line["action"], line["status_before"], line["detail"]) for line in audit] == [
        ("Ann Example", "edit", "parked", "body"),
        ("Łucja", "replay", "parked", ""),
    ]
    assert [line["at"] for line in audit] == ["2030-01-01T12:00:00Z", "2030-01-01T12:00:01Z"]
    logged = [(line["event"], line["actor"], line["dead_letter_id"]) for line in lines]
    assert logged == [("dead_letter_edit", "Ann Example", key), ("dead_letter_replay", "Łucja", key)]


async def test_a_replay_that_takes_more_than_one_attempt_stays_listed_with_who_replayed_it(desk: Desk) -> None:
    [key] = await desk.park(a_submission(a_run(), fail="no model"))
    await desk.http.post(f"/{key}/replay")
    patient = StepHandler(a_step(desk.work), a_station(desk.database, clock=desk.clock))
    await retry_due(desk.database, patient, desk.clock)
    assert await desk.statuses() == ["retrying"]
    desk.work.mended = True
    await desk.retry(minutes=1)
    shown = await desk.show(key)
    assert (shown["status"], [line["actor"] for line in shown["audit"]]) == ("replayed", ["Ann Example"])


@pytest.mark.parametrize("said", ["", "   ", "\x01\x02"])
async def test_who_does_not_say_a_name_is_unknown(desk: Desk, said: str) -> None:
    [key] = await desk.park(a_bad_submission(a_run()))
    await desk.http.post(f"/{key}/discard", headers={"X-Actor": said})
    assert (await desk.show(key))["audit"][0]["actor"] == "unknown"


async def test_a_second_replay_is_refused_and_the_step_is_done_once(desk: Desk) -> None:
    run = a_run()
    [key] = await desk.park(a_submission(run, fail="no model"))
    desk.work.mended = True
    answers = [(await desk.http.post(f"/{key}/replay")).status_code for _ in range(2)]
    await desk.retry()
    answers.append((await desk.http.post(f"/{key}/replay")).status_code)
    await desk.retry(hours=1)
    assert (answers, len(desk.work.performed)) == ([202, 409, 409], 2)
    assert (await kept(desk.database)).rows_of(run) == 3
    assert [line["action"] for line in (await desk.show(key))["audit"]] == ["replay"]


async def test_all_of_a_reason_are_replayed_in_bounded_transactions_and_the_others_stay(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_letter_changes, "AT_ONCE", 2)
    bad, failing = [a_bad_submission(a_run()) for _ in range(3)], [a_submission(a_run(), fail="x") for _ in range(5)]
    await desk.park(*bad, *failing)
    answer = await desk.http.post("/replay", params={"reason": "step_failed"})
    assert (answer.status_code, answer.json()) == (202, {"replayed": 5})
    assert await desk.statuses() == ["parked"] * 3 + ["retrying"] * 5
    desk.work.mended = True
    await desk.retry()
    assert await desk.statuses() == ["parked"] * 3 + ["replayed"] * 5
    assert (await desk.http.post("/replay", params={"reason": "step_failed"})).json() == {"replayed": 0}
    assert (await desk.http.post("/replay")).json() == {"replayed": 3}
    letter = (await kept(desk.database)).letters[4]
    [line] = (await desk.show(str(letter["id"])))["audit"]
    assert (line["actor"], line["detail"]) == ("Ann Example", "all that are parked, reason step_failed")


async def test_a_bulk_replay_that_breaks_off_is_completed_by_doing_it_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_letter_changes, "AT_ONCE", 2)
    await desk.park(*(a_bad_submission(a_run()) for _ in range(5)))
    troubled = TroubledDatabase(desk.database, before=[None, connection_lost])
    async with client_of(troubled, desk.clock) as http:
        broken = await http.post("/replay")
    assert (broken.status_code, (await desk.statuses()).count("retrying")) == (503, 2)
    assert (await desk.http.post("/replay")).json() == {"replayed": 3}


async def test_many_are_given_up_by_reason_only(desk: Desk) -> None:
    await desk.park(a_bad_submission(a_run()), a_submission(a_run(), fail="x"))
    assert (await desk.http.post("/discard")).status_code == 422
    answer = await desk.http.post("/discard", params={"reason": "invalid_body"})
    assert (answer.status_code, answer.json()) == (202, {"discarded": 1})
    assert await desk.statuses() == ["discarded", "parked"]


async def test_the_next_page_follows_though_the_letter_before_it_is_gone(desk: Desk) -> None:
    await desk.park(*(a_bad_submission(a_run()) for _ in range(4)))
    first = (await desk.http.get(ALL, params={"limit": "2"})).json()
    await _purge(desk.database, [letter["id"] for letter in first["dead_letters"]])
    rest = (await desk.http.get(ALL, params={"limit": "2", "cursor": first["next_cursor"]})).json()
    assert len(rest["dead_letters"]) == 2
    for cursor in ("seven", f"0001-01-01T00:00:00+14:00~{a_run()}", f"9999-12-31T23:59:59-14:00~{a_run()}"):
        assert (await desk.http.get(ALL, params={"cursor": cursor})).status_code == 422


async def test_dead_letters_are_listed_by_type(desk: Desk) -> None:
    await desk.park(a_bad_submission(a_run()), replace(a_command(a_run()), body=b"[]"))
    found = (await desk.http.get(ALL, params={"type": "aicmo.step.compensate.v1"})).json()["dead_letters"]
    assert [letter["topic"] for letter in found] == ["onboarding.commands"]
    assert (await desk.http.get(ALL, params={"type": "\0"})).status_code == 422


async def _purge(database: Database, ids: list[str]) -> None:
    async with database.transaction() as tx:
        await tx.execute(delete(DEAD_LETTER).where(DEAD_LETTER.c.id.in_([UUID(key) for key in ids])))


async def test_a_list_does_not_read_the_bytes_that_it_does_not_show(database: Database) -> None:
    await a_handler(database).handle([replace(a_submission(a_run()), body=b"{}")])
    async with database.transaction() as tx:
        read = ReadColumns(tx)
        [shown] = await listed(read, Wanted())
    assert shown["reason"] == "invalid_body"
    assert read.columns.isdisjoint({"key", "headers", "body"})


class ReadColumns:
    """A transaction that notes the columns of what it gives."""

    def __init__(self, inner: Transaction) -> None:
        self._inner = inner
        self.columns: set[str] = set()

    @property
    def dialect(self) -> str:
        return self._inner.dialect

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[Row]:
        found = await self._inner.execute(statement, parameters)
        self.columns.update(*found)
        return found
