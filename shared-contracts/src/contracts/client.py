"""For systems that publish to the line: makes the record of a brief, for any Kafka client; knows no library of Kafka.

A record is sent to its topic with its key and headers as they are; sending one twice starts one run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from contracts.envelope import Envelope
from contracts.messages import BriefSubmitted, ClientSigned
from contracts.payload import RunId
from contracts.topics import INTAKE


@dataclass(frozen=True, slots=True)
class UpstreamRecord:
    """A Kafka record, ready to be sent; `workflow_run_id` is the run that the answers will name."""

    topic: str
    key: bytes
    headers: tuple[tuple[str, bytes], ...]
    value: bytes
    workflow_run_id: RunId


def submission(
    brief: Mapping[str, Any],
    *,
    source: str,
    workflow_run_id: UUID | None = None,
    brief_id: UUID | None = None,
    retry_of: UUID | None = None,
) -> UpstreamRecord:
    """Make the record that submits a brief. `source` names your system, as in `/crm`.

    Keep `workflow_run_id` beside what you submit, or choose it from your own records: the same id is the same run.
    Briefs of one engagement share `brief_id`; `retry_of` names the failed run that this one repeats.
    """
    run = workflow_run_id or uuid4()
    submitted = BriefSubmitted(workflow_run_id=run, brief=dict(brief), brief_id=brief_id, retry_of=retry_of)
    return upstream_record(submitted, source=source)


def upstream_record(
    message: BriefSubmitted | ClientSigned, *, source: str, event_id: UUID | None = None, at: datetime | None = None
) -> UpstreamRecord:
    """Make the record of any message that upstream systems send. `at` is when it happened (aware; now, if not told).

    Raises ValueError for a time without its offset from UTC, and for a `source` that is empty.
    """
    moment = at or datetime.now(UTC)
    if moment.tzinfo is None:
        raise ValueError("the time needs an offset from UTC")
    if not source:
        raise ValueError("the source must name your system, as in /crm")
    subject = str(message.run)
    envelope = Envelope(id=event_id or uuid4(), source=source, type=message.type, subject=subject, time=moment)
    value = message.model_dump_json(exclude_none=True).encode()
    return UpstreamRecord(INTAKE, subject.encode(), tuple(envelope.headers()), value, message.run)
