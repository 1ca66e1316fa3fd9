"""CloudEvents 1.0 as we write and read it: binary and structured mode, and what is refused."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from contracts.envelope import Envelope, InvalidEnvelope, read_http, read_kafka, read_structured

ID = UUID("01994e00-0000-7000-8000-000000000001")
ENVELOPE = Envelope(
    id=ID,
    source="/aicmo/qc",
    type="aicmo.qc.passed.v1",
    subject="01994e00-0000-7000-8000-000000000002",
    time=datetime(2026, 11, 24, 12, 0, tzinfo=UTC),
    causation_id="cause",
    traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
)
STRUCTURED = [("content-type", b"application/cloudevents+json; charset=UTF-8")]


def _structured(**changes: object) -> bytes:
    event = {"specversion": "1.0", "id": "1", "source": "/crm", "type": "a.b", "data": {"n": 1}, **changes}
    return json.dumps({name: value for name, value in event.items() if value is not None}).encode()


def test_what_is_written_in_binary_mode_is_read_back() -> None:
    incoming = read_kafka(ENVELOPE.headers(), b"{}")
    assert incoming.attributes == ENVELOPE.attributes()
    assert incoming.body == b"{}"


def test_the_attributes_are_those_of_the_design() -> None:
    assert set(dict(ENVELOPE.headers())) == {
        "content-type",
        *(f"ce_{name}" for name in (
            "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "partitionkey",
            "correlationid", "causationid", "traceparent",
        )),
    }  # fmt: skip
    assert dict(ENVELOPE.headers())["ce_partitionkey"] == ENVELOPE.subject.encode()


def test_a_structured_event_is_read_where_it_is_allowed_and_refused_elsewhere() -> None:
    incoming = read_kafka(STRUCTURED, _structured(), structured_allowed=True)
    assert (incoming.type, json.loads(incoming.body)) == ("a.b", {"n": 1})
    with pytest.raises(InvalidEnvelope, match="not accepted on this topic"):
        read_kafka(STRUCTURED, _structured())


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        ([("ce_type", None)], b"{}", "header 'ce_type' is null"),
        ([("ce_type", b"\xff")], b"{}", "not UTF-8"),
        ([("ce_type", b"x" * 20_000)], b"{}", "more than"),
        (ENVELOPE.headers(), None, "no body"),
        ([("ce_type", b"a"), ("ce_source", b"/b")], b"{}", "ce_id"),
        ([*ENVELOPE.headers(), ("ce_specversion", b"0.3")], b"{}", "not 1.0"),
    ],
)
def test_a_binary_record_that_is_no_event_is_refused_with_the_reason(
    headers: list[tuple[str, bytes | None]], body: bytes | None, reason: str
) -> None:
    with pytest.raises(InvalidEnvelope, match=reason):
        read_kafka(headers, body)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not a JSON object"),
        (_structured(data=None), "no data"),
        (_structured(type=None), "ce_type"),
        (_structured(id=7), "ce_id"),
        (_structured(data=None, data_base64="e30"), "data_base64"),
        (_structured(data=None, data_base64=7), "no data"),
    ],
)
def test_a_structured_record_that_is_no_event_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    with pytest.raises(InvalidEnvelope, match=reason):
        read_structured(body)


def test_a_structured_event_may_carry_its_data_in_base64() -> None:
    incoming = read_structured(_structured(data=None, data_base64="eyJuIjogMX0="))
    assert (incoming.body, set(incoming.attributes)) == (b'{"n": 1}', {"specversion", "id", "source", "type"})


def test_http_headers_are_read_in_binary_mode() -> None:
    headers = {f"ce-{name}": value for name, value in ENVELOPE.attributes().items()}
    assert read_http(headers, b"{}").attributes == ENVELOPE.attributes()
