"""The client's record is one that the line accepts, whatever Kafka client sends it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from contracts.client import submission, upstream_record
from contracts.envelope import read_kafka
from contracts.messages import BriefSubmitted, ClientSigned
from contracts.topics import INTAKE

RUN = UUID("0199c0de-0000-7000-8000-000000000001")
CLIENT = ClientSigned(
    workflow_run_id=RUN,
    client_id="7",
    name="Maren",
    email="m@acme.example",
    company="Acme",
    signed_at=datetime.now(UTC),
)


def test_a_brief_becomes_a_record_of_the_intake_topic_with_its_run_as_key() -> None:
    record = submission({"client_name": "Acme"}, source="/crm", workflow_run_id=RUN)
    assert (record.topic, record.key, record.workflow_run_id) == (INTAKE, str(RUN).encode(), RUN)
    incoming = read_kafka(record.headers, record.value)
    assert (incoming.type, incoming.attributes["source"]) == (BriefSubmitted.type, "/crm")
    assert incoming.attributes["subject"] == str(RUN)
    assert BriefSubmitted.model_validate_json(incoming.body).brief == {"client_name": "Acme"}


def test_a_brief_without_a_run_is_given_one_of_its_own() -> None:
    one, other = (submission({}, source="/crm") for _ in range(2))
    assert one.workflow_run_id != other.workflow_run_id
    assert one.key == str(one.workflow_run_id).encode()


def test_an_engagement_and_a_repeated_run_are_told() -> None:
    record = submission({}, source="/crm", brief_id=RUN, retry_of=RUN)
    told = BriefSubmitted.model_validate_json(record.value)
    assert (told.brief_id, told.retry_of) == (RUN, RUN)


def test_a_signed_client_is_published_with_the_time_of_the_event() -> None:
    at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    record = upstream_record(CLIENT, source="/crm", event_id=RUN, at=at)
    attributes = read_kafka(record.headers, record.value).attributes
    assert (attributes["type"], attributes["id"], attributes["time"]) == (ClientSigned.type, str(RUN), at.isoformat())


def test_a_time_without_offset_and_a_nameless_source_are_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        upstream_record(CLIENT, source="/crm", at=datetime(2026, 11, 24))
    with pytest.raises(ValueError, match="source"):
        submission({}, source="")
