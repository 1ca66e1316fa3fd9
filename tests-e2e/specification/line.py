"""The real line, one committed transaction at a time: five step handlers, the observer, and the deliveries to come."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from e2e_briefs import light_brief
from e2e_steps import step_of
from msgspec.structs import replace
from sqlalchemy import select

from chassis.dead_letter_audit import Order
from chassis.dead_letter_changes import replay
from chassis.dead_letters import take_due
from chassis.faults import InjectedFaults
from chassis.handler import StepHandler
from chassis.objects import ObjectStore
from chassis.purging import Purging, purges_of
from chassis.reconciliation import Reconciliation
from chassis.records import Message, Outgoing, Record, decode, outgoing
from chassis.schema import DEAD_LETTER
from chassis.step import Done, Outcome, Perform, Received
from contracts.messages import (
    BriefSubmitted,
    DraftProduced,
    DraftRevisionRequested,
    StepCompensate,
    StepCompensated,
    StepCompensationRefused,
)
from contracts.payload import RunId
from contracts.topics import INTAKE, SERVICES, STEP_SERVICES
from orchestrator.domain import transitions
from orchestrator.domain.readings import READINGS, DraftSeen
from orchestrator.domain.run import Run
from orchestrator.domain.saga import DONE_BY, FAILED_BY, SENT_BACK_BY, Policy
from orchestrator.domain.transitions import Decision
from orchestrator.observer import Observer
from qc import store as qc_store
from qc.domain.review import review
from specification.behaviours import Picture, delivery
from specification.party import Party, TurnedClock

RUN = RunId(UUID("0199c0de-0000-7000-8000-000000000001"))
OBSERVER = len(SERVICES)
PIVOT = len(STEP_SERVICES)
RETENTION = timedelta(days=30)
POLICY = Policy()

_PARKED = select(DEAD_LETTER.c.id).where(DEAD_LETTER.c.status == "parked")


@dataclass(frozen=True, slots=True)
class Backup:
    """The orchestrator's database as it was, and what the model sees of it."""

    content: bytes
    picture: Picture


class Line:
    """All six parties and one run. Steps are numbered from 1; the orchestrator follows them."""

    def __init__(self) -> None:
        self.clock = TurnedClock()
        self.objects = ObjectStore("memory:///")
        self.parties = [Party(service, self.clock) for service in SERVICES]
        self.bus: dict[str, Record] = {}
        self.backups: list[Backup] = []
        self._offsets = count()
        submitted = BriefSubmitted(workflow_run_id=RUN, brief=light_brief())
        self.deliver([outgoing(submitted, topic=INTAKE, service="upstream", clock=self.clock)])

    def party(self, number: int) -> Party:
        """The party of this number."""
        return self.parties[number - 1]

    def handler(self, number: int, *, refusing: bool = False, perform: Perform | None = None) -> StepHandler:
        """The handler of a step's service, which may be told to refuse, or to do something else than its step does."""
        station, step = self.party(number).station, step_of(STEP_SERVICES[number - 1], self.objects)
        if refusing:
            station = dataclasses.replace(station, faults=InjectedFaults(station.service, 1.0))
        return StepHandler(replace(step, perform=perform) if perform else step, station)

    @property
    def observer(self) -> Observer:
        """The orchestrator's handler."""
        return Observer(self.party(OBSERVER).station, POLICY)

    def take(self, name: str, again: bool) -> Record:
        """A delivery that comes now; and once more later, where `again`."""
        return self.bus[name] if again else self.bus.pop(name)

    def deliver(self, messages: Sequence[Outgoing]) -> None:
        """Put messages on their way to each reader; those that the model leaves out go nowhere."""
        for each in messages:
            record = Record(each.topic, 0, next(self._offsets), each.key, each.headers, each.body)
            if said := meaning(record):
                self.bus |= {delivery(*said, reader): record for reader in _readers(*said)}

    async def reconcile(self, number: int) -> None:
        """One round of a service's reconciliation, some time after whatever it has done last."""
        self.clock.turn(timedelta(seconds=2))
        party, step = self.party(number), step_of(STEP_SERVICES[number - 1], self.objects)
        after = timedelta(seconds=1)
        await Reconciliation(step, party.database, self.observer.reconcile, self.clock, after).round()

    async def purge(self, number: int) -> None:
        """One round of a service's purging, long after whatever it has done last."""
        self.clock.turn(RETENTION * 2)
        purges = purges_of(step_of(STEP_SERVICES[number - 1], self.objects))
        await Purging(self.party(number).database, self.clock, RETENTION, _a_week, purges).round()

    async def replay(self, number: int) -> Record:
        """A person has the service's parked record tried again; gives it as it comes from the dead letters."""
        self.clock.turn(timedelta(seconds=1))
        database, now = self.party(number).database, self.clock.now()
        async with database.transaction() as tx:
            (key,) = [row["id"] for row in await tx.execute(_PARKED)]
            await replay(tx, key, Order("a person", now))
            (record,) = await take_due(tx, now, timedelta(minutes=5), 10)
        return record

    async def cancel(self) -> None:
        """A person cancels the run."""
        now = self.clock.now()

        def decide(run: Run | None) -> Decision:
            if run is None:
                raise LookupError("the run is not known")
            return transitions.cancel(run, reason="as a person asks", now=now, policy=POLICY)

        await self.observer.change(RUN, decide)

    async def wake(self) -> None:
        """The run's time comes, and the orchestrator looks after it."""
        self.clock.turn(timedelta(days=1))
        await self.observer.wake_due()


async def fail(_received: Received) -> Outcome:
    """Work that fails for technical reasons."""
    raise RuntimeError("a technical failure")


async def send_back(received: Received) -> Outcome:
    """Quality control that sends every draft back, whatever its report says."""
    event: DraftProduced = received.message
    report = review(event)
    carried = event.model_dump(exclude={"bundle"})
    wish = DraftRevisionRequested(**carried, revision=event.draft.revision + 1, report=report)
    return Done(wish, qc_store.rows(received.run, report))


async def _a_week() -> timedelta | None:
    return timedelta(days=7)


def meaning(record: Record) -> tuple[str, int] | None:
    """What a record says in the model's words; None for what it leaves out."""
    read = decode(record, TurnedClock(), READINGS)
    payload: Any = read.payload if isinstance(read, Message) else None
    match payload:
        case BriefSubmitted():
            return "submitted", 0
        case DraftProduced() | DraftSeen() if payload.draft.revision > 1:
            return "redone", _number("production")
        case StepCompensate():
            return "compensate", _number(payload.service)
        case StepCompensated():
            return "compensated", _number(payload.service)
        case StepCompensationRefused():
            return "refused", _number(payload.service)
    return _ending(payload.type if payload else "")


def _ending(kind: str) -> tuple[str, int] | None:
    endings: Mapping[str, Mapping[str, str]] = {"done": DONE_BY, "failed": FAILED_BY, "sent back": SENT_BACK_BY}
    return next(((word, _number(ended[kind])) for word, ended in endings.items() if kind in ended), None)


def _readers(kind: str, step: int) -> tuple[int, ...]:
    match kind:
        case "submitted":
            return (1,)
        case "compensate":
            return (step,)
        case "done" | "redone" if step < PIVOT:
            return step + 1, OBSERVER
        case "sent back":
            return step - 1, OBSERVER
    return (OBSERVER,)


def _number(service: str) -> int:
    return SERVICES.index(service) + 1
