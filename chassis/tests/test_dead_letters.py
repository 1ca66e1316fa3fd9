"""A record that can't be read is kept to the byte, told to the world, and harms none beside it.

Mutants: header values kept as text where they are none -> kept to the byte; `keep` overwriting what is parked -> the
redelivery; whatever has a run announced as parked -> what is no brief; headers copied as they came, or without
whatever begins with `dl_` -> published back.
"""

from uuid import uuid4

import pytest
from chassis_builders import (
    NO_RETRIES,
    SERVICE,
    a_command,
    a_handler,
    a_run,
    a_signature,
    a_station,
    a_step,
    a_submission,
    with_header,
    without_header,
)
from chassis_doubles import START, SetClock
from chassis_tables import kept
from msgspec.structs import replace

from chassis import dead_letter_changes, dead_letters, outbox
from chassis.database import Database
from chassis.dead_letter_audit import Order
from chassis.handler import StepHandler
from chassis.parking import announcements
from chassis.records import MAXIMUM_BODY_BYTES, Outgoing, Poison, Record, decode
from contracts.messages import StepParked
from contracts.payload import RunId
from contracts.topics import commands_of, dead_letters_of, events_of

RUN = RunId(uuid4())
GOOD = a_submission(RUN)
NESTED = b"[" * 100_000 + b"]" * 100_000
ADDED = ("dl_id", "dl_reason", "dl_error", "dl_topic", "dl_partition", "dl_offset", "dl_attempts")
STRUCTURED = [("content-type", b"application/cloudevents+json")]
HALF_AN_ID = rb'{"id":"\ud800","source":"/crm","type":"aicmo.brief.submitted.v1","data":' + (GOOD.body or b"") + b"}"

POISONS = {
    "a null header": (with_header(GOOD, "ce_id", None), "invalid_envelope"),
    "a foreign header that is null": (with_header(GOOD, "x-trace", None), "invalid_envelope"),
    "a header that is not UTF-8": (with_header(GOOD, "x", b"\xff\xfe\x00"), "invalid_envelope"),
    "a header too large": (with_header(GOOD, "x", b"x" * 20_000), "invalid_envelope"),
    "no id": (without_header(GOOD, "ce_id"), "invalid_envelope"),
    "no source": (without_header(GOOD, "ce_source"), "invalid_envelope"),
    "no type": (without_header(GOOD, "ce_type"), "invalid_envelope"),
    "no headers at all": (replace(GOOD, headers=[]), "invalid_envelope"),
    "another CloudEvents version": (with_header(GOOD, "ce_specversion", b"0.3"), "invalid_envelope"),
    "no body": (replace(GOOD, body=None), "invalid_envelope"),
    "an unknown type": (with_header(GOOD, "ce_type", b"aicmo.brief.teleported.v1"), "unknown_type"),
    "another topic's type": (with_header(GOOD, "ce_type", b"aicmo.qc.passed.v1"), "unknown_type"),
    "a NUL in the type": (with_header(GOOD, "ce_type", b"a\0b"), "unknown_type"),
    "an empty body": (replace(GOOD, body=b""), "invalid_body"),
    "no JSON": (replace(GOOD, body=b'{"workflow_run_id": '), "invalid_body"),
    "no UTF-8": (replace(GOOD, body=b'{"brief": "\xff"}'), "invalid_body"),
    "a wrong type": (
        replace(GOOD, body=f'{{"workflow_run_id": "{RUN}", "brief": 7}}'.encode()),
        "invalid_body",
    ),
    "a run id that is none": (replace(GOOD, body=b'{"workflow_run_id": "x", "brief": {}}'), "invalid_body"),
    "a list": (replace(GOOD, body=b"[]"), "invalid_body"),
    "JSON too deep": (replace(GOOD, body=b'{"brief": {"deep": ' + NESTED + b"}}"), "invalid_body"),
    "half a character in a structured type": (
        replace(GOOD, headers=STRUCTURED, body=rb'{"id":"1","source":"/crm","type":"\ud800","data":{}}'),
        "invalid_envelope",
    ),
    "half a character in a structured id": (
        replace(GOOD, headers=STRUCTURED, body=HALF_AN_ID),
        "invalid_envelope",
    ),
    "a structured event that is no JSON": (
        replace(GOOD, headers=STRUCTURED, body=NESTED),
        "invalid_envelope",
    ),
}


@pytest.mark.parametrize(("record", "reason"), POISONS.values(), ids=POISONS.keys())
async def test_a_record_that_cant_be_read_is_parked_with_its_reason_and_its_bytes(
    database: Database, record: Record, reason: str
) -> None:
    before, after = a_run(), a_run()
    await a_handler(database).handle([a_submission(before), record, a_submission(after)])
    found = await kept(database)
    [letter] = found.letters
    assert (letter["reason"], letter["status"], letter["attempts"]) == (reason, "parked", 1)
    assert letter["error"]
    assert (letter["key"], letter["body"]) == (record.key, record.body)
    assert (letter["topic"], letter["partition"], letter["offset"]) == (record.topic, 0, 0)
    assert found.ledger == {before: "done", after: "done"}
    assert await _read_back(database, letter["id"]) == record.headers


async def test_a_copy_goes_to_the_dead_letter_topic_saying_where_it_came_from_and_why(database: Database) -> None:
    record = replace(with_header(GOOD, "ce_id", None), partition=3, offset=42)
    await a_handler(database).handle([record])
    [copy] = [message for message in await _waiting(database) if message.topic == dead_letters_of(SERVICE)]
    headers = dict(copy.headers)
    assert (copy.body, copy.key) == (record.body, record.key)
    assert [header for header in copy.headers if not header[0].startswith("dl_")] == record.headers
    assert headers.pop("dl_id") == str((await kept(database)).letters[0]["id"]).encode()
    assert {name: value for name, value in headers.items() if name.startswith("dl_")} == {
        "dl_reason": b"invalid_envelope",
        "dl_error": b"header 'ce_id' is null",
        "dl_topic": b"intake.briefs",
        "dl_partition": b"3",
        "dl_offset": b"42",
        "dl_attempts": b"1",
    }


async def test_a_copy_that_was_published_back_and_fails_again_says_once_and_anew_what_became_of_it(
    database: Database,
) -> None:
    came = replace(with_header(with_header(GOOD, "ce_id", None), "dl_reason", b"the sender's own"), offset=42)
    await a_handler(database).handle([came])
    [first] = await _waiting(database)
    again = [*first.headers, ("dl_copy", b"too large"), ("hop", b"1")]
    await a_handler(database).handle([Record("intake.briefs", 0, 77, first.key, again, first.body)])
    [second] = [message for message in await _waiting(database) if message.id != first.id]
    before, added = second.headers[: -len(ADDED)], second.headers[-len(ADDED) :]
    assert before == [*came.headers, ("hop", b"1")]
    assert tuple(name for name, _ in added) == ADDED
    told = dict(added)
    assert (told["dl_partition"], told["dl_offset"]) == (b"0", b"77")
    assert told["dl_id"] != dict(first.headers)["dl_id"]


async def test_the_orchestrator_is_told_when_the_run_is_known(database: Database) -> None:
    traced = with_header(GOOD, "ce_traceparent", f"00-{'a' * 32}-{'b' * 16}-01".encode())
    await a_handler(database).handle([replace(traced, body=b"{}")])
    [told] = [message for message in await _waiting(database) if message.topic == events_of(SERVICE)]
    parked = StepParked.model_validate_json(told.body or b"")
    assert (parked.run, parked.service, parked.reason) == (RUN, SERVICE, "invalid_body")
    assert parked.dead_letter_id == (await kept(database)).letters[0]["id"]
    sent, said = dict(traced.headers), dict(told.headers)
    assert (said["ce_causationid"], said["ce_traceparent"]) == (sent["ce_id"], sent["ce_traceparent"])


async def test_what_is_no_brief_on_the_intake_holds_up_no_run(database: Database) -> None:
    unreadable = replace(a_signature(RUN), body=b"{}")
    unknown = with_header(a_signature(RUN), "ce_type", b"aicmo.client.updated.v1")
    nameless = with_header(a_signature(RUN), "ce_type", None)
    records = [replace(each, offset=offset) for offset, each in enumerate((unreadable, unknown, nameless))]
    await StepHandler(a_step(), a_station(database, retries=NO_RETRIES)).handle(records)
    found = await kept(database)
    assert [letter["reason"] for letter in found.letters] == ["invalid_body", "unknown_type", "invalid_envelope"]
    assert found.events_of(RUN) == ["dead letter"] * 3


@pytest.mark.parametrize("key", [None, b"", b"not a run", b"\xff\x00"])
async def test_a_record_of_no_known_run_is_parked_without_an_event(database: Database, key: bytes | None) -> None:
    await a_handler(database).handle([replace(GOOD, key=key, body=b"{}")])
    found = await kept(database)
    assert [kind for kind, _ in found.events] == ["dead letter"]
    assert (found.letters[0]["workflow_run_id"], found.letters[0]["key"]) == (None, key)


async def test_a_command_that_cant_be_read_is_parked_too(database: Database) -> None:
    await a_handler(database).handle([replace(a_command(RUN), body=b"[]")])
    found = await kept(database)
    assert [letter["topic"] for letter in found.letters] == [commands_of(SERVICE)]
    assert found.events_of(RUN) == ["dead letter", "step.parked"]


async def test_every_problem_of_a_body_is_named(database: Database) -> None:
    await a_handler(database).handle([replace(GOOD, body=b'{"workflow_run_id": 1, "brief": 2}')])
    error = (await kept(database)).letters[0]["error"]
    assert "workflow_run_id" in error
    assert "brief" in error


async def test_redelivery_of_a_parked_record_changes_nothing(database: Database) -> None:
    record = replace(GOOD, body=b"{}")
    await a_handler(database).handle([record])
    before = await kept(database)
    await a_handler(database).handle([record, record])
    assert await kept(database) == before


async def test_redelivery_of_a_discarded_record_does_not_bring_it_back(database: Database) -> None:
    record = replace(GOOD, body=b"{}")
    await a_handler(database).handle([record])
    key = (await kept(database)).letters[0]["id"]
    async with database.transaction() as tx:
        assert await dead_letter_changes.discard(tx, key, Order("Ann", START)) == "parked"
    await a_handler(database).handle([record])
    assert [letter["status"] for letter in (await kept(database)).letters] == ["discarded"]


async def test_the_same_bytes_at_another_place_are_another_dead_letter(database: Database) -> None:
    record = replace(GOOD, body=b"{}")
    await a_handler(database).handle([record, replace(record, offset=1), replace(record, partition=1)])
    assert len((await kept(database)).letters) == 3


async def test_another_record_at_the_same_place_is_another_dead_letter(database: Database) -> None:
    """After a topic was made anew its offsets begin again."""
    await a_handler(database).handle([replace(GOOD, body=b"{}")])
    await a_handler(database).handle([replace(GOOD, body=b"[]")])
    assert len((await kept(database)).letters) == 2


@pytest.mark.parametrize(
    "record",
    [
        replace(GOOD, body=b"x" * MAXIMUM_BODY_BYTES),
        replace(GOOD, headers=[*GOOD.headers, *((f"x{number}", b"x" * 16_000) for number in range(100))], body=b"{}"),
        replace(GOOD, headers=[*GOOD.headers, ("x" * 1_000_000, None)]),
        replace(GOOD, key=b"x" * 1_000_000, body=b"{}"),
    ],
    ids=["body", "headers", "header name", "key"],
)
def test_a_record_too_large_to_be_copied_is_told_of_within_the_brokers_limit(record: Record) -> None:
    poison = decode(record, SetClock())
    assert isinstance(poison, Poison)
    copy = announcements([dead_letters.fault_of_poison(poison)], SERVICE, SetClock())[0]
    headers = dict(copy.headers)
    assert headers["dl_copy"]
    assert headers["dl_topic"] == b"intake.briefs"
    size = sum(len(name) + len(value or b"") for name, value in copy.headers)
    assert size + len(copy.body or b"") + len(copy.key or b"") < 20_000


async def test_a_failing_step_is_not_announced_before_its_last_attempt(database: Database) -> None:
    await a_handler(database).handle([a_submission(RUN, fail="no model")])
    assert (await kept(database)).events == []
    await StepHandler(a_step(), a_station(database, retries=NO_RETRIES)).handle([a_submission(RUN, fail="no disk")])
    assert (await kept(database)).events_of(RUN) == ["dead letter", "step.parked"]


async def _waiting(database: Database) -> list[Outgoing]:
    clock = SetClock()
    clock.advance(hours=1)
    async with database.transaction() as tx:
        return await outbox.lease_overdue(tx, clock.now(), clock.now() - START, 100)


async def _read_back(database: Database, key: RunId) -> object:
    async with database.transaction() as tx:
        await dead_letter_changes.replay(tx, key, Order("Ann", START))
        [record] = await dead_letters.take_due(tx, START, SetClock().now() - START, 10)
    return record.headers
