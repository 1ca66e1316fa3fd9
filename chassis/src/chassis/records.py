"""Records as the broker gives them and messages as we send them; decoding one never harms another."""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError

from chassis.clock import Clock
from contracts.envelope import Envelope, Headers, Incoming, InvalidEnvelope, read_kafka
from contracts.payload import Payload, RunId
from contracts.registry import TYPES_BY_TOPIC
from contracts.topics import INTAKE
from contracts.versions import ALSO_SENT_AS, event_of

MAXIMUM_BODY_BYTES = 900_000
"""A record must fit Kafka's default limit of 1 MiB with its headers."""

_TYPES: Mapping[str, Mapping[str, type[Payload]]] = {
    topic: {model.type: model for model in models} for topic, models in TYPES_BY_TOPIC.items()
}


Readings = Mapping[str, type[Payload]]
AS_WRITTEN: Readings = MappingProxyType({})

_TRACEPARENT = re.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
"""Source: W3C Trace Context, version 00 and what follows it."""


class MessageTooLarge(ValueError):
    """An outgoing body has more than MAXIMUM_BODY_BYTES."""


class Record(Struct, frozen=True):
    """A record as it lies on a topic; the last three are set when it comes from the dead letters.

    `came_at` is when it came there first.
    """

    topic: str
    partition: int
    offset: int
    key: bytes | None
    headers: Headers
    body: bytes | None
    attempts: int = 0
    dead_letter_id: UUID | None = None
    came_at: datetime | None = None


class Message(Struct, frozen=True):
    """A valid message and the record that it came in."""

    payload: Payload
    run: RunId
    id: str
    at: datetime
    traceparent: str | None
    record: Record


class Poison(Struct, frozen=True):
    """A record that can't be read, with the reason's code and text, and its run where one can be told.

    `problems` are those of the body, each with its field.
    """

    record: Record
    reason: str
    error: str
    run: RunId | None
    type: str | None = None
    problems: tuple[tuple[str, str], ...] = ()


class PassedOver(Struct, frozen=True):
    """A record of a type that is not known here, and that is sent beside it in a version which is: `also_sent_as`."""

    record: Record
    type: str
    also_sent_as: str
    run: RunId
    id: str


class Cause(Struct, frozen=True):
    """What a message is sent because of: another's id, where it is one, and the trace that it belongs to."""

    id: str | None
    traceparent: str | None


class Outgoing(Struct, frozen=True):
    """A message to publish; `id` is its CloudEvents id and its outbox row's id."""

    id: UUID
    run: RunId | None
    topic: str
    key: bytes | None
    headers: Headers
    body: bytes | None


def decode(record: Record, clock: Clock, readings: Readings = AS_WRITTEN) -> Message | Poison | PassedOver:
    """Read one record, whatever it is; Poison's reasons are invalid_envelope, unknown_type and invalid_body.

    `readings` are the models of a reader that needs less of a type than its contract says.
    """
    try:
        incoming = read_kafka(record.headers, record.body, structured_allowed=record.topic == INTAKE)
        # JSON can hold half a character ("\\ud800"), which no header and no table can: refused here, not at the commit.
        "".join(incoming.attributes.values()).encode()
    except (InvalidEnvelope, UnicodeEncodeError) as error:
        return Poison(record, "invalid_envelope", str(error), _run_from_key(record))
    model = _TYPES.get(record.topic, {}).get(incoming.type)
    if model is None:
        return _unknown(incoming, record)
    try:
        payload = _payload(readings.get(incoming.type, model), incoming, record)
    except (ValidationError, ValueError, RecursionError) as error:
        problems = _problems(error)
        return Poison(record, "invalid_body", _described(error), _run_from_key(record), incoming.type, problems)
    return _message(payload, incoming, record, clock)


def cause_of(record: Record) -> Cause | None:
    """What a record says of itself, though its body may be unreadable; None where it is no CloudEvent."""
    try:
        incoming = read_kafka(record.headers, record.body, structured_allowed=record.topic == INTAKE)
    except InvalidEnvelope:
        return None
    return Cause(incoming.id[:200], traceparent_of(incoming.attributes.get("traceparent")))


def _unknown(incoming: Incoming, record: Record) -> Poison | PassedOver:
    """Passed over only where nothing is lost by it: the same event of this run comes in a version that is known."""
    name, run = incoming.type[:200], _run_from_key(record)
    known = incoming.attributes.get(ALSO_SENT_AS, "")
    if run and known in _TYPES.get(record.topic, {}) and event_of(known) == event_of(incoming.type):
        return PassedOver(record, name, known, run, incoming.id[:200])
    return Poison(record, "unknown_type", f"{name!r} is not a type of topic {record.topic}", run, name)


def _payload(model: type[Payload], incoming: Incoming, record: Record) -> Payload:
    try:
        return model.model_validate_json(incoming.body)
    except ValidationError as error:
        if record.topic != INTAKE or not any(each["loc"] == ("workflow_run_id",) for each in error.errors()):
            raise
        body = json.loads(incoming.body)
        if body.get("workflow_run_id") is not None:
            raise
        return model.model_validate({**body, "workflow_run_id": run_of_submission(incoming, record.key)})


def run_of_submission(incoming: Incoming, key: bytes | None = None) -> UUID:
    """The run of a submission whose body names none: its subject, its key, or else made from the event's identity.

    The same event always gives the same run. Source: CloudEvents 1.0.2, `source` and `id` together are unique.
    """
    for told in (incoming.attributes.get("subject", ""), (key or b"").decode(errors="replace")):
        try:
            return UUID(told)
        except ValueError:
            continue
    return uuid5(NAMESPACE_URL, f"{incoming.attributes['source']}#{incoming.id}")


def outgoing(
    payload: Payload, *, topic: str, service: str, clock: Clock, cause: Message | Cause | None = None
) -> Outgoing:
    """Wrap a payload for its topic; `cause` is the message that it answers. Raises MessageTooLarge."""
    body = payload.model_dump_json().encode()
    if len(body) > MAXIMUM_BODY_BYTES:
        raise MessageTooLarge(f"{payload.type} has {len(body)} bytes; at most {MAXIMUM_BODY_BYTES} are allowed")
    key = clock.new_id()
    envelope = Envelope(
        id=key,
        source=f"/aicmo/{service}",
        type=payload.type,
        subject=str(payload.run),
        time=clock.now(),
        causation_id=cause.id if cause else None,
        traceparent=(cause and cause.traceparent) or _trace_of(payload.run, key),
    )
    return Outgoing(envelope.id, payload.run, topic, envelope.subject.encode(), envelope.headers(), body)


def also_sent_as(message: Outgoing, type_name: str) -> Outgoing:
    """The message, saying that the same event is sent beside it in another version."""
    return replace(message, headers=[*message.headers, (f"ce_{ALSO_SENT_AS}", type_name.encode())])


def headers_to_json(headers: Headers) -> list[list[Any]]:
    """Headers as JSON that PostgreSQL accepts: text where it is text, else its base64."""
    return [[name.replace("\0", "\u2400"), _value_to_json(value)] for name, value in headers]


def headers_from_json(stored: Sequence[Sequence[Any]]) -> list[tuple[str, bytes | None]]:
    """The reverse of `headers_to_json`."""
    return [(name, _value_from_json(value)) for name, value in stored]


def _value_to_json(value: bytes | None) -> Any:
    if value is None:
        return None
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = "\0"
    return {"base64": base64.b64encode(value).decode()} if "\0" in text else text


def _value_from_json(value: Any) -> bytes | None:
    if value is None:
        return None
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else str(value).encode()


def _message(payload: Payload, incoming: Incoming, record: Record, clock: Clock) -> Message:
    return Message(
        payload=payload,
        run=payload.run,
        id=incoming.id[:200],
        at=_time_of(incoming, record.came_at or clock.now()),
        traceparent=traceparent_of(incoming.attributes.get("traceparent")),
        record=record,
    )


def _time_of(incoming: Incoming, came_at: datetime) -> datetime:
    """When the message says it was sent; when it came, where it says nothing usable or a time that was yet to come."""
    try:
        at = datetime.fromisoformat(incoming.attributes.get("time", ""))
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return came_at
    return min(at, came_at)


def traceparent_of(given: str | None) -> str | None:
    """A trace parent that may be passed on; None where there is none, or where it is not one."""
    return given if given and _TRACEPARENT.fullmatch(given) else None


def _trace_of(run: RunId, message: UUID) -> str:
    """The trace parent of a message that continues no trace: its run is the trace, whoever sends the next one.

    Marked as sampled, or services that trace behind one that doesn't would send nothing.
    """
    return f"00-{run.hex}-{message.bytes[8:].hex()}-01"


def _run_from_key(record: Record) -> RunId | None:
    try:
        return RunId(UUID((record.key or b"").decode()))
    except ValueError:
        return None


def _described(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return f"{type(error).__name__}: {error}"[:2000]
    return "; ".join(f"{field}: {text}" for field, text in _problems(error))[:2000].replace("\0", "\u2400")


def _problems(error: Exception) -> tuple[tuple[str, str], ...]:
    if not isinstance(error, ValidationError):
        return (("body", f"{type(error).__name__}: {error}"[:2000]),)
    found = error.errors(include_url=False)
    return tuple((".".join(map(str, each["loc"])) or "body", each["msg"]) for each in found)
