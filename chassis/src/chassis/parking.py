"""What the world is told of a parked record: a copy on the dead-letter topic, and `step.parked` for its run."""

from collections.abc import Sequence

from chassis.clock import Clock
from chassis.dead_letters import Fault
from chassis.records import MAXIMUM_BODY_BYTES, Outgoing, Record, cause_of, outgoing
from contracts.envelope import Headers
from contracts.messages import BriefSubmitted, StepParked
from contracts.topics import INTAKE, STEP_SERVICES, dead_letters_of, events_of


def announcements(faults: Sequence[Fault], service: str, clock: Clock) -> list[Outgoing]:
    """The messages for those of the faults that are parked."""
    parked = [fault for fault in faults if fault.retry_at is None]
    copies = [_dead_letter(fault, service, clock) for fault in parked]
    if service not in STEP_SERVICES:
        return copies
    return copies + [_step_parked(fault, service, clock) for fault in parked if _holds_up_its_run(fault)]


def _holds_up_its_run(fault: Fault) -> bool:
    """On the intake only a brief does: what else lies there has no run yet, and must not begin one that ends undone."""
    return fault.run is not None and (fault.record.topic != INTAKE or fault.type == BriefSubmitted.type)


def _dead_letter(fault: Fault, service: str, clock: Clock) -> Outgoing:
    record = fault.record
    about = {
        "dl_id": str(fault.id),
        "dl_reason": fault.reason,
        "dl_error": fault.error,
        "dl_topic": record.topic,
        "dl_partition": str(record.partition),
        "dl_offset": str(record.offset),
        "dl_attempts": str(fault.attempts),
    }
    copied = _size(record) <= MAXIMUM_BODY_BYTES
    if not copied:
        about["dl_copy"] = "too large to be copied; read it through the service's API"
    came = _without_earlier(record.headers) if copied else []
    headers = [*came, *((name, value.encode()) for name, value in about.items())]
    body = record.body if copied else None
    key = str(fault.run).encode() if fault.run else record.key if copied else None
    if key is None and body is None:
        # Kafka's clients refuse to send nothing at all.
        key = str(fault.id).encode()
    return Outgoing(clock.new_id(), fault.run, dead_letters_of(service), key, headers, body)


def _without_earlier(headers: Headers) -> Headers:
    """Headers without those that an earlier copy added from `dl_id` on: it was published back, and the newest count.

    What a sender calls `dl_…` by itself stays.
    """
    names = [name for name, _ in headers]
    added = names.index("dl_id") if "dl_id" in names else len(names)
    return [header for place, header in enumerate(headers) if place < added or not header[0].startswith("dl_")]


def _size(record: Record) -> int:
    headers = sum(len(name) * 4 + len(value or b"") for name, value in record.headers)
    return headers + len(record.body or b"") + len(record.key or b"")


def _step_parked(fault: Fault, service: str, clock: Clock) -> Outgoing:
    if fault.run is None:
        raise ValueError("a record without a run parks no step")
    parked = StepParked(
        workflow_run_id=fault.run,
        service=service,
        dead_letter_id=fault.id,
        reason=fault.reason,
        error=fault.error,
        attempts=fault.attempts,
    )
    return outgoing(parked, topic=events_of(service), service=service, clock=clock, cause=cause_of(fault.record))
