"""The headers of a record as AsyncAPI describes them: CloudEvents attributes, and what dead letters add."""

from typing import Any

from contracts.dead_letters import DEAD_LETTER_HEADERS, REASONS
from contracts.envelope import JSON, Envelope
from contracts.versions import ALSO_SENT_AS

_MEANINGS = {
    "specversion": "The version of CloudEvents.",
    "id": "The message's id; with `ce_source` it is unique. A UUIDv7 from our services.",
    "source": "Who sent it: `/aicmo/<service>` from our services, the system's own path from upstream.",
    "type": "The message's type, which says what the body is.",
    "subject": "The run's id.",
    "time": "When it was sent (RFC 3339).",
    "datacontenttype": "The body's media type.",
    "dataschema": "The body's schema: the `$id` of the file in `schemas/`.",
    "partitionkey": "The record's key: the run's id.",
    "correlationid": "The run's id, which all messages of a run share.",
    "causationid": "The id of the message that this one answers; absent where there is none.",
    ALSO_SENT_AS: (
        "Only while two versions of an event are sent side by side, on the newer one: the type of the older. "
        "Who does not know `ce_type` and knows this one may pass the record over."
    ),
    "traceparent": "The trace that it belongs to (W3C Trace Context); absent where there is none.",
}
REQUIRED = ("ce_specversion", "ce_id", "ce_source", "ce_type")
_UUIDS = ("subject", "partitionkey", "correlationid")
_INTEGERS = ("dl_partition", "dl_offset", "dl_attempts")


def cloud_events() -> dict[str, Any]:
    """The headers that every message has, after the Kafka protocol binding of CloudEvents 1.0 (binary mode)."""
    content = {"type": "string", "description": "The body's media type.", "examples": [JSON]}
    named = {f"ce_{name}": _attribute(name, text) for name, text in _MEANINGS.items()}
    return {
        "type": "object",
        "description": "CloudEvents 1.0, Kafka protocol binding, binary mode. Every value is text in UTF-8.",
        "required": list(REQUIRED),
        "properties": {"content-type": content, **named},
    }


def dead_letters() -> dict[str, Any]:
    """The headers that a dead letter has beside its own."""
    return {
        "type": "object",
        "description": "What a dead letter says about itself; the record's own headers come before, as they were.",
        "required": [name for name in DEAD_LETTER_HEADERS if name != "dl_copy"],
        "properties": {name: _dead_letter(name, text) for name, text in DEAD_LETTER_HEADERS.items()},
    }


def example_of(envelope: Envelope) -> dict[str, str]:
    """The headers of one message as text."""
    return {name: value.decode() for name, value in envelope.headers()}


def _attribute(name: str, text: str) -> dict[str, Any]:
    described: dict[str, Any] = {"type": "string", "description": text}
    if name == "specversion":
        return {**described, "const": "1.0"}
    if name == "time":
        return {**described, "format": "date-time"}
    return {**described, "format": "uuid"} if name in _UUIDS else described


def _dead_letter(name: str, text: str) -> dict[str, Any]:
    described: dict[str, Any] = {"type": "string", "description": text}
    if name == "dl_reason":
        return {**described, "enum": list(REASONS)}
    if name == "dl_id":
        return {**described, "format": "uuid"}
    return {**described, "pattern": "^[0-9]+$"} if name in _INTEGERS else described
