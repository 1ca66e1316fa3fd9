"""A small service of the chassis's own, with two tables, and its records: valid by default."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from chassis_doubles import Letterbox, SetClock
from chassis_tables import CHILD, OPENED, OPENED_AT, PARENT, TABLES
from msgspec.structs import replace

from chassis.clock import Clock
from chassis.database import Database
from chassis.faults import InjectedFaults
from chassis.handler import StepHandler
from chassis.records import Message, Outgoing, Record, decode, outgoing
from chassis.relay import Publisher, Relay
from chassis.station import RetryPolicy, Station
from chassis.step import Done, Outcome, Received, Refused, Rows, Step
from chassis.telemetry import Telemetry
from contracts.brief import Brief, Industry, Objective, RiskTolerance, Scope
from contracts.messages import BriefAccepted, BriefRejected, BriefSubmitted, ClientSigned, StepCompensate
from contracts.payload import Payload, RunId
from contracts.topics import INTAKE, commands_of

SERVICE = "onboarding"
NO_RETRIES = RetryPolicy(attempts=1)


class BadStep(Exception):
    """The step's own mistake."""


@dataclass(slots=True)
class Performance:
    """The step's work, counted; `gate` holds it up, `entered` says that it has begun, `mended` that none fails."""

    performed: list[RunId] = field(default_factory=list)
    undone: list[RunId] = field(default_factory=list)
    gate: asyncio.Event | None = None
    mended: bool = False
    entered: asyncio.Event = field(default_factory=asyncio.Event)

    async def perform(self, received: Received) -> Outcome:
        """Do as the brief says: `refuse` or `fail` it, or store its title and its items."""
        self.performed.append(received.run)
        self.entered.set()
        if self.gate:
            await self.gate.wait()
        brief = received.message.brief
        if brief.get("fail") and not self.mended:
            raise BadStep(brief["fail"])
        rows = rows_of(received.run, brief)
        if brief.get("refuse"):
            return Refused(BriefRejected(workflow_run_id=received.run, reason=brief["refuse"]), rows)
        return Done(an_acceptance(received.run), rows)

    async def undo(self, run: RunId) -> None:
        """Note that the run's files would be removed."""
        self.undone.append(run)


def rows_of(run: RunId, brief: dict[str, Any]) -> tuple[Rows, ...]:
    """The parent and the children of a run."""
    parent = parent_of(run)
    items = enumerate(brief.get("items", ["one", "two"]))
    children = [{"workflow_run_id": run, "parent_id": parent, "position": at, "name": name} for at, name in items]
    row = {"workflow_run_id": run, "parent_id": parent, "title": brief["title"], "extra": brief.get("extra")}
    row["submitted"] = True
    return Rows(PARENT, (row,)), Rows(CHILD, tuple(children), children_of=("parent_id", parent))


def parent_of(run: RunId) -> UUID:
    """The id of the run's parent row."""
    return uuid5(run, "parent")


def refuse(run: RunId, reason: str) -> Payload:
    """Word a refusal that the chassis decides on."""
    return BriefRejected(workflow_run_id=run, reason=reason)


def open_parent(received: Received) -> tuple[Rows, ...]:
    """A parent that waits for its brief."""
    signed: ClientSigned = received.message
    row = {"workflow_run_id": received.run, "parent_id": parent_of(received.run), "title": signed.company}
    return (Rows(PARENT, ({**row, "told_at": received.at},)),)


def a_step(performance: Performance | None = None, *, irrevocable: bool = False) -> Step:
    """The service's step."""
    work = performance or Performance()
    return Step(
        service=SERVICE,
        topic=INTAKE,
        starts_on=BriefSubmitted,
        perform=work.perform,
        refuse=refuse,
        tables=TABLES,
        undo=work.undo,
        irrevocable=irrevocable,
        openings={ClientSigned: open_parent},
        opened=OPENED,
        opened_at=OPENED_AT,
    )


def a_station(
    database: Database,
    *,
    publisher: Publisher | None = None,
    clock: Clock | None = None,
    retries: RetryPolicy = RetryPolicy(),
    share: float = 0.0,
) -> Station:
    """A station on this database; it publishes into a letterbox."""
    clock = clock or SetClock()
    relay = Relay(database, publisher or Letterbox(), clock)
    faults = InjectedFaults(SERVICE, share)
    return Station(SERVICE, database, relay, clock, Telemetry(SERVICE), retries, faults)


def a_handler(database: Database, performance: Performance | None = None) -> StepHandler:
    """A replica of the service on this database, with a clock that stands still."""
    return StepHandler(a_step(performance), a_station(database))


def a_run() -> RunId:
    """A new run."""
    return RunId(uuid4())


def a_brief() -> Brief:
    """A normalised brief."""
    return Brief(
        client_name="Acme",
        website=None,
        industry=Industry.SAAS,
        geography="US",
        primary_offer="encryption",
        target_audience="CISOs",
        pain_points=("breaches",),
        desired_outcomes=("500 leads",),
        objective=Objective.LEADS,
        risk_tolerance=RiskTolerance.LOW,
        start_date=date(2030, 2, 1),
    )


def an_acceptance(run: RunId) -> BriefAccepted:
    """The event of a step that is done."""
    scope = Scope(deliverables=("a post",), exclusions=(), weeks=12)
    return BriefAccepted(workflow_run_id=run, brief_id=run, brief=a_brief(), scope=scope, completeness=100)


def a_submission(run: RunId, **brief: Any) -> Record:
    """The record that starts the step; `brief` may ask to `refuse` or to `fail`, or name `title` and `items`."""
    return a_record(BriefSubmitted(workflow_run_id=run, brief={"title": "Acme", **brief}), INTAKE)


def a_signature(run: RunId, company: str = "Acme", *, sent: datetime | None = None) -> Record:
    """The record that opens the run; `sent` is what it says of its time."""
    signed = ClientSigned(
        workflow_run_id=run,
        client_id="c1",
        name="Ann",
        email="ann@acme.com",
        company=company,
        signed_at=SetClock().now(),
    )
    record = a_record(signed, INTAKE)
    return with_header(record, "ce_time", sent.isoformat().encode()) if sent else record


def a_command(run: RunId, cause: str = "qc failed") -> Record:
    """The record that undoes the run."""
    return a_record(StepCompensate(workflow_run_id=run, service=SERVICE, cause=cause), commands_of(SERVICE))


def a_record(payload: Payload, topic: str) -> Record:
    """A payload as it lies on its topic."""
    return as_record(outgoing(payload, topic=topic, service="tests", clock=SetClock()))


def as_record(message: Outgoing, *, partition: int = 0, offset: int = 0) -> Record:
    """A message that was sent, as it lies on its topic."""
    return Record(message.topic, partition, offset, message.key, message.headers, message.body)


def a_message(record: Record) -> Message:
    """What a valid record says."""
    message = decode(record, SetClock())
    assert isinstance(message, Message)
    return message


def with_header(record: Record, name: str, value: bytes | None) -> Record:
    """The record with this header changed or added."""
    kept = [header for header in record.headers if header[0] != name]
    return replace(record, headers=[*kept, (name, value)])


def without_header(record: Record, name: str) -> Record:
    """The record without this header."""
    return replace(record, headers=[header for header in record.headers if header[0] != name])
