"""A message survives its way through headers, JSON and bytes, and no record whatever makes decoding raise.

Mutants: header values kept as text where they are none -> the headers; `OverflowError` not met -> the time.
"""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from chassis_builders import a_message, a_run, a_submission, as_record, with_header, without_header
from chassis_doubles import START, SetClock
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chassis.records import (
    MAXIMUM_BODY_BYTES,
    Message,
    MessageTooLarge,
    Outgoing,
    Poison,
    Record,
    decode,
    headers_from_json,
    headers_to_json,
    outgoing,
)
from contracts.messages import BriefSubmitted, StepCompensate, StepCompensated
from contracts.payload import RunId
from contracts.topics import INTAKE, commands_of, events_of

NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
VALUES = st.none() | st.binary(max_size=40) | st.text(max_size=20).map(lambda text: text.encode("utf-8", "replace"))
HEADERS = st.lists(st.tuples(NAMES, VALUES), max_size=8)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=10,
)
OBJECTS = st.dictionaries(TEXTS, JSON, max_size=5)
RUN_TEXT = "01994e00-0000-7000-8000-000000000001"
GOOD = a_submission(RunId(UUID(int=1)))


@given(HEADERS)
def test_headers_come_back_from_json_to_the_byte(headers: list[tuple[str, bytes | None]]) -> None:
    assert headers_from_json(headers_to_json(headers)) == headers


@given(st.uuids(), OBJECTS)
def test_a_message_comes_out_of_its_record_as_it_went_in(run: UUID, brief: dict[str, object]) -> None:
    sent = BriefSubmitted(workflow_run_id=run, brief=brief)
    message = outgoing(sent, topic=INTAKE, service="onboarding", clock=SetClock())
    received = decode(as_record(message), SetClock())
    assert isinstance(received, Message)
    assert (received.payload, received.run, received.id, received.at) == (sent, run, str(message.id), START)


@given(st.uuids(), TEXTS, st.dictionaries(st.text("abc"), st.integers(0, 99)))
def test_commands_and_answers_come_back_too(run: UUID, cause: str, removed: dict[str, int]) -> None:
    command = StepCompensate(workflow_run_id=run, service="qc", cause=cause)
    answer = StepCompensated(workflow_run_id=run, service="qc", removed=removed)
    clock = SetClock()
    asked = a_message(as_record(outgoing(command, topic=commands_of("qc"), service="orchestrator", clock=clock)))
    answered = outgoing(answer, topic=events_of("qc"), service="qc", clock=clock, cause=asked)
    assert asked.payload == command
    assert a_message(as_record(answered)).payload == answer
    assert dict(answered.headers)["ce_causationid"] == asked.id.encode()


@given(
    st.sampled_from([INTAKE, "qc.events", "nowhere"]),
    HEADERS,
    st.none() | st.binary(max_size=60),
    st.none() | st.binary(max_size=20),
    st.booleans(),
)
def test_any_record_at_all_is_either_a_message_or_poison(
    topic: str, headers: list[tuple[str, bytes | None]], body: bytes | None, key: bytes | None, whole: bool
) -> None:
    record = Record(topic, 0, 0, key, [*(GOOD.headers if whole else []), *headers], body)
    assert isinstance(decode(record, SetClock()), Message | Poison)


@given(st.sampled_from([name for name, _ in GOOD.headers]), st.none() | st.binary(max_size=40))
def test_a_good_record_with_any_one_header_spoilt_is_either_a_message_or_poison(name: str, value: bytes | None) -> None:
    assert isinstance(decode(with_header(GOOD, name, value), SetClock()), Message | Poison)


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "soon", "", "2030-13-01"])
def test_a_time_that_is_none_is_taken_as_now(time: str) -> None:
    message = decode(with_header(GOOD, "ce_time", time.encode()), SetClock())
    assert isinstance(message, Message)
    assert message.at == START


@pytest.mark.parametrize(
    ("time", "at"),
    [
        ("2030-01-01T02:00:00+02:00", datetime(2030, 1, 1, tzinfo=UTC)),
        ("2030-01-01T00:00:00Z", datetime(2030, 1, 1, tzinfo=UTC)),
        ("2030-01-01T00:00:00", datetime(2030, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_time_of_a_message_is_in_utc(time: str, at: datetime) -> None:
    assert a_message(with_header(GOOD, "ce_time", time.encode())).at == at


def test_unknown_fields_and_headers_are_ignored() -> None:
    body = (GOOD.body or b"")[:-1] + b', "added_in_v1_later": {"x": 1}}'
    assert a_message(replace(with_header(GOOD, "x-new", b"1"), body=body)).payload == a_message(GOOD).payload


def test_header_names_are_read_whatever_their_case() -> None:
    shouting = replace(GOOD, headers=[(name.upper(), value) for name, value in GOOD.headers])
    assert a_message(shouting).payload == a_message(GOOD).payload


def test_a_structured_event_is_read_on_the_intake_and_nowhere_else() -> None:
    body = (
        b'{"specversion":"1.0","id":"7","source":"/crm","type":"aicmo.brief.submitted.v1","data":'
        + (GOOD.body or b"")
        + b"}"
    )
    structured = replace(GOOD, headers=[("content-type", b"application/cloudevents+json; charset=utf-8")], body=body)
    assert a_message(structured).payload == a_message(GOOD).payload
    elsewhere = decode(replace(structured, topic="onboarding.events"), SetClock())
    assert isinstance(elsewhere, Poison)
    assert elsewhere.reason == "invalid_envelope"


def test_the_trace_parent_is_passed_on_and_where_there_is_none_the_run_is_the_trace() -> None:
    traced = a_message(with_header(GOOD, "ce_traceparent", b"00-" + b"a" * 32 + b"-" + b"b" * 16 + b"-01"))
    answer = StepCompensated(workflow_run_id=traced.run, service="qc")
    untraced = a_message(without_header(GOOD, "ce_traceparent"))
    for cause, trace in ((traced, "a" * 32), (untraced, traced.run.hex), (None, traced.run.hex)):
        sent = outgoing(answer, topic=events_of("qc"), service="qc", clock=SetClock(), cause=cause)
        assert (a_message(as_record(sent)).traceparent or "").split("-")[1] == trace


def test_a_message_too_large_for_the_broker_is_refused_before_it_is_stored() -> None:
    def sent(text: str) -> Outgoing:
        huge = BriefSubmitted(workflow_run_id=a_run(), brief={"text": text})
        return outgoing(huge, topic=INTAKE, service="onboarding", clock=SetClock())

    largest = "x" * (MAXIMUM_BODY_BYTES - len(sent("").body or b""))
    assert len(sent(largest).body or b"") == MAXIMUM_BODY_BYTES
    with pytest.raises(MessageTooLarge):
        sent(f"{largest}x")


def _submission(key: bytes | None, subject: str | None, event: str = "1") -> Record:
    headers = [("ce_id", event.encode()), ("ce_source", b"/crm"), ("ce_type", BriefSubmitted.type.encode())]
    named = [("ce_subject", subject.encode())] if subject else []
    return Record(INTAKE, 0, 0, key, [*headers, *named], b'{"brief": {"client_name": "Acme"}}')


@pytest.mark.parametrize(("key", "subject"), [(RUN_TEXT.encode(), None), (None, RUN_TEXT), (b"crm-7", RUN_TEXT)])
def test_a_submission_whose_body_names_no_run_takes_it_from_subject_or_key(
    key: bytes | None, subject: str | None
) -> None:
    message = decode(_submission(key, subject), SetClock())
    assert isinstance(message, Message)
    assert (message.run, message.payload.workflow_run_id) == (UUID(RUN_TEXT), UUID(RUN_TEXT))


def test_a_submission_that_names_no_run_at_all_gets_one_that_is_the_same_for_the_same_event() -> None:
    runs = [decode(_submission(None, None, event), SetClock()).run for event in ("1", "1", "2")]
    assert runs[0] is not None
    assert runs[0] == runs[1] != runs[2]


def test_a_submission_whose_run_is_no_id_is_poison() -> None:
    record = replace(_submission(RUN_TEXT.encode(), None), body=b'{"workflow_run_id": "seven", "brief": {}}')
    poison = decode(record, SetClock())
    assert isinstance(poison, Poison)
    assert poison.reason == "invalid_body"
