"""Poison: records that nobody can read end in dead letters, on every topic, and hold up nobody.

Mutants: `decode` that raises -> the record between two good ones; `announcements` without the copies -> every reader.
"""

from uuid import UUID, uuid4

import pytest
from e2e_briefs import good_run, light_brief
from e2e_line import Line
from e2e_polling import eventually
from e2e_topics import Headers, Seen, attributes, binary

from contracts.messages import BriefSubmitted
from contracts.topics import INTAKE, STEP_SERVICES, dead_letters_of, events_of

READERS = {INTAKE: ("onboarding",)} | {
    events_of(step): ((STEP_SERVICES[place + 1],) if place + 1 < len(STEP_SERVICES) else ()) + ("orchestrator",)
    for place, step in enumerate(STEP_SERVICES)
}
READERS[events_of("qc")] += ("production",)
"""Who reads each topic."""

Raw = tuple[bytes | None, Headers, bytes | None]


def poison(mark: bytes) -> dict[str, Raw]:
    """One record of each kind that can't be read, by the reason that its dead letter states and what is wrong."""
    event = _submitted(uuid4())
    headers: Headers = [(f"ce_{name}", value.encode()) for name, value in attributes(event).items()]
    unknown: Headers = [(f"ce_{name}", value.encode()) for name, value in attributes(event, type="aicmo.no.v1").items()]
    return {
        "invalid_envelope: no headers": (mark, [], b"hello"),
        "invalid_envelope: null header": (mark, [*headers, ("x", None)], b"{}"),
        "invalid_envelope: header is no text": (mark, [("ce_type", b"\xff\xfe"), *headers[1:]], b"{}"),
        "invalid_envelope: no body": (mark, headers, None),
        "unknown_type: of no topic": (mark, unknown, b"{}"),
    }


@pytest.mark.parametrize("topic", READERS)
async def test_poison_ends_in_dead_letters_of_every_reader_and_a_good_run_passes_it(line: Line, topic: str) -> None:
    mark = f"poison-{uuid4()}".encode()
    records = poison(mark)
    await line.topics.publish(topic, list(records.values()))
    run = good_run()
    await line.send(light_brief(), [run])
    assert await line.ends(run) == "COMPLETED"
    for reader in READERS[topic]:
        kept = await _kept(line, reader, mark, len(records))
        assert sorted(reason for reason, _ in kept) == sorted(name.partition(":")[0] for name in records)
        copies = await _copies(line, reader, mark, len(records))
        assert sorted(seen.text("dl_reason") for seen in copies) == sorted(reason for reason, _ in kept)
        assert {seen.text("dl_topic") for seen in copies} == {topic}
        assert {(seen.text("dl_partition"), seen.text("dl_offset")) for seen in copies} == {at for _, at in kept}
        assert sorted(seen.body or b"" for seen in copies) == sorted(body or b"" for _, _, body in records.values())


async def test_a_poison_record_between_two_good_ones_on_one_partition_loses_neither(line: Line) -> None:
    first, second = good_run(), good_run()
    key = str(first).encode()
    good = [binary(_submitted(run)) for run in (first, second)]
    await line.topics.publish(INTAKE, [(key, *good[0][1:]), (b"\xff", [], b"\0"), (key, *good[1][1:])])
    assert await line.all_end([first, second]) == {first: "COMPLETED", second: "COMPLETED"}


async def test_a_body_that_does_not_validate_names_the_fields_that_are_wrong(line: Line) -> None:
    run = uuid4()
    key, headers, _ = binary(_submitted(run))
    await line.topics.publish(INTAKE, [(b"no-run", headers, b'{"workflow_run_id": "x", "brief": 1}')])

    async def probe() -> list[str]:
        query = "SELECT error FROM dead_letter WHERE reason = 'invalid_body' AND key = $1"
        return [error for (error,) in await line.databases.fetch("onboarding", query, b"no-run")]

    errors = await eventually(probe, "the dead letter")
    assert "workflow_run_id" in errors[0]
    assert "brief" in errors[0]
    assert key == str(run).encode()


def _submitted(run: UUID) -> BriefSubmitted:
    return BriefSubmitted(workflow_run_id=run, brief=light_brief())


async def _kept(line: Line, reader: str, mark: bytes, count: int) -> list[tuple[str, tuple[str, str]]]:
    async def probe() -> list[tuple[str, tuple[str, str]]] | None:
        query = "SELECT reason, partition, \"offset\" FROM dead_letter WHERE key = $1 AND status = 'parked'"
        rows = await line.databases.fetch(reader, query, mark)
        return [(reason, (str(part), str(at))) for reason, part, at in rows] if len(rows) == count else None

    return await eventually(probe, f"{count} dead letters of {reader}")


async def _copies(line: Line, reader: str, mark: bytes, count: int) -> list[Seen]:
    async def probe() -> list[Seen] | None:
        found = [seen for seen in await line.topics.records(dead_letters_of(reader)) if seen.key == mark]
        return found if len(found) >= count else None

    return await eventually(probe, f"{count} records on the dead-letter topic of {reader}")
