"""Messages as AsyncAPI describes them: body, headers, key, and an example."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from contract_checks.asyncapi.headers import example_of
from contract_checks.excerpts import abridged
from contracts.envelope import JSON, Envelope
from contracts.flows import SENT
from contracts.payload import Payload
from contracts.topics import UPSTREAM

DEAD_LETTER = "dead-letter"
_KEY = {"type": "string", "format": "uuid", "description": "The run's id, so that a run's messages stay in order."}
_ANY_KEY = {"type": "string", "description": "The run's id where it is known, else the key that the record had."}
_CORRELATION = {"location": "$message.header#/ce_correlationid", "description": "The run's id."}
_MESSAGE_ID = UUID("01994e00-0000-7000-8000-0000000000aa")
_SENT_AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_BINDING_VERSION = "0.5.0"


def message(model: type[Payload], example: Any) -> dict[str, Any]:
    """One message type; `example` is a whole body, which is shown with long lists and texts shortened."""
    description = " ".join((model.__doc__ or "").split())
    return {
        "name": model.type,
        "title": model.__name__,
        "summary": description.partition(". ")[0].rstrip("."),
        "description": f"{description}\n\nWhole example: `examples/{model.type}.json`.",
        "contentType": JSON,
        "headers": {"allOf": [_schema("CloudEventsHeaders"), {"properties": {"ce_type": {"const": model.type}}}]},
        "payload": _schema(model.__name__),
        "correlationId": _CORRELATION,
        "bindings": _key_binding(_KEY),
        "examples": [_example(model, example)],
    }


def dead_letter(examples: Mapping[str, Any]) -> dict[str, Any]:
    """A record that a service could not handle, as its dead-letter topic shows it."""
    original = _envelope("aicmo.brief.submitted.v1", "/crm", examples["aicmo.brief.submitted.v1"]["workflow_run_id"])
    about = {
        "dl_id": "5b5f7c4e-7d0a-5d49-9a53-0c1f2a6f7b11",
        "dl_reason": "invalid_body",
        "dl_error": "brief: Input should be a valid dictionary",
        "dl_topic": "intake.briefs",
        "dl_partition": "3",
        "dl_offset": "1207",
        "dl_attempts": "1",
    }
    headers = {**example_of(original), **about}
    return {
        "name": DEAD_LETTER,
        "title": "DeadLetter",
        "summary": "A record that the service could not handle",
        "description": (
            "The record as it came, byte for byte: its key, its body and its headers, to which the `dl_*` headers are "
            "added. It may be anything, a body that is no JSON included; only where it is too large it is not copied."
        ),
        "headers": _schema("DeadLetterHeaders"),
        "payload": {"description": "The body of the record, whatever it is."},
        "bindings": _key_binding(_ANY_KEY),
        "examples": [{"name": "unreadable-brief", "headers": headers, "payload": {"brief": "not an object"}}],
    }


def _example(model: type[Payload], example: Any) -> dict[str, Any]:
    senders = [party for party, models in SENT.items() if model in models]
    sender = example.get("service", senders[0]) if len(senders) > 1 else senders[0]
    source = "/crm" if UPSTREAM in senders else f"/aicmo/{sender}"
    headers = example_of(_envelope(model.type, source, example["workflow_run_id"]))
    return {"name": "realistic", "headers": headers, "payload": abridged(example)}


def _envelope(name: str, source: str, run: str) -> Envelope:
    return Envelope(id=_MESSAGE_ID, source=source, type=name, subject=run, time=_SENT_AT)


def _key_binding(key: dict[str, Any]) -> dict[str, Any]:
    return {"kafka": {"key": key, "bindingVersion": _BINDING_VERSION}}


def _schema(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
