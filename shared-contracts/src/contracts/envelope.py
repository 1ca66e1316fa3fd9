"""CloudEvents 1.0 for Kafka and HTTP: what a message says about itself, apart from its body.

Source: CloudEvents 1.0.2, Kafka protocol binding (binary and structured mode), HTTP protocol binding.
"""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

STRUCTURED = "application/cloudevents+json"
JSON = "application/json"
MAXIMUM_HEADER_BYTES = 16_384
_DATA = ("data", "data_base64")

Headers = Sequence[tuple[str, bytes | None]]


class InvalidEnvelope(ValueError):
    """A record whose headers, or whose structured body, are not a CloudEvent that we read; the text says why."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """The attributes of one message; `id` is also the outbox row's id, `subject` the run's id as text."""

    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    causation_id: str | None = None
    traceparent: str | None = None

    def attributes(self) -> dict[str, str]:
        """The CloudEvents attributes and extensions by name, absent ones left out."""
        named = {
            "specversion": "1.0",
            "id": str(self.id),
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": self.time.isoformat(),
            "datacontenttype": JSON,
            "dataschema": f"/schemas/{self.type}.json",
            "partitionkey": self.subject,
            "correlationid": self.subject,
        }
        if self.causation_id:
            named["causationid"] = self.causation_id
        if self.traceparent:
            named["traceparent"] = self.traceparent
        return named

    def headers(self) -> list[tuple[str, bytes]]:
        """The Kafka headers of binary mode."""
        prefixed = [(f"ce_{name}", value.encode()) for name, value in self.attributes().items()]
        return [("content-type", JSON.encode()), *prefixed]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A received message before its body is validated: attributes as sent, and the body's JSON bytes."""

    attributes: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        return self.attributes["type"]

    @property
    def id(self) -> str:
        return self.attributes["id"]


def read_kafka(headers: Headers, body: bytes | None, *, structured_allowed: bool = False) -> Incoming:
    """Read a Kafka record in binary mode, or in structured mode where that is allowed.

    Raises InvalidEnvelope for headers that are no text, a missing required attribute, or an empty body.
    """
    named = _decode(headers)
    if body is None:
        raise InvalidEnvelope("the record has no body")
    content_type = named.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == STRUCTURED:
        if not structured_allowed:
            raise InvalidEnvelope("structured mode is not accepted on this topic")
        return read_structured(body)
    attributes = {name[3:]: value for name, value in named.items() if name.startswith("ce_")}
    return Incoming(_checked(attributes), body)


def read_structured(body: bytes) -> Incoming:
    """Read a structured CloudEvent (JSON event format). Raises InvalidEnvelope."""
    try:
        event: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidEnvelope(f"the structured event is not JSON: {error}") from error
    if not isinstance(event, dict):
        raise InvalidEnvelope("the structured event is not a JSON object")
    data = _data(event)
    attributes = {name: value for name, value in event.items() if isinstance(value, str) and name not in _DATA}
    return Incoming(_checked(attributes), data)


def read_http(headers: Mapping[str, str], body: bytes) -> Incoming:
    """Read a binary-mode CloudEvent over HTTP (`ce-*` headers). Raises InvalidEnvelope."""
    attributes = {name[3:]: value for name, value in headers.items() if name.startswith("ce-")}
    return Incoming(_checked(attributes), body)


def _data(event: Mapping[str, Any]) -> bytes:
    """The body of a structured event, whichever way its JSON carries it."""
    if "data" in event:
        return json.dumps(event["data"]).encode()
    if not isinstance(encoded := event.get("data_base64"), str):
        raise InvalidEnvelope("the structured event has no data")
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise InvalidEnvelope(f"data_base64 of the structured event is not Base64: {error}") from error


def _decode(headers: Headers) -> dict[str, str]:
    named: dict[str, str] = {}
    for name, value in headers:
        if value is None:
            raise InvalidEnvelope(f"header {name!r} is null")
        if len(value) > MAXIMUM_HEADER_BYTES:
            raise InvalidEnvelope(f"header {name!r} has more than {MAXIMUM_HEADER_BYTES} bytes")
        try:
            named[name.lower()] = value.decode()
        except UnicodeDecodeError as error:
            raise InvalidEnvelope(f"header {name!r} is not UTF-8") from error
    return named


def _checked(attributes: dict[str, str]) -> dict[str, str]:
    missing = [name for name in ("id", "source", "type") if not attributes.get(name)]
    if missing:
        raise InvalidEnvelope(f"missing CloudEvents attributes: {', '.join(_listed(missing))}")
    version = attributes.get("specversion", "1.0")
    if version != "1.0":
        raise InvalidEnvelope(f"CloudEvents specversion {version!r} is not 1.0")
    return attributes


def _listed(names: Iterable[str]) -> list[str]:
    return [f"ce_{name}" for name in names]
