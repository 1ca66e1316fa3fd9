"""What surrounds the state machine in a test: a clock that is set, records as Kafka gives them, an outbox to read."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from orchestrator_builders import POLICY, START
from sqlalchemy import select

from chassis.database import Database
from chassis.memory import MemoryBroker, MemoryPublisher
from chassis.records import Message, Record, decode
from chassis.relay import Relay
from chassis.schema import OUTBOX
from chassis.station import Station
from chassis.telemetry import Telemetry
from contracts.envelope import Envelope
from contracts.messages import StepCompensate
from contracts.payload import Payload, RunId
from contracts.topics import events_of
from orchestrator import store
from orchestrator.domain.run import Run
from orchestrator.domain.saga import SAGA
from orchestrator.observer import Observer

_OFFSETS = count()
_ANNOUNCED_BY = {event.type: step.service for step in SAGA for event in (step.done, step.failed)}


@dataclass(slots=True)
class SetClock:
    """Time as the test sets it; ids in the order of their making; waiting lets the others go on, and takes no time."""

    time: datetime = START
    made: int = 0
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        assert len(self.slept) < 1000, "the same wait again and again: it would never end"
        await asyncio.sleep(0)

    def jitter(self) -> float:
        return 1.0

    def new_id(self) -> UUID:
        self.made += 1
        return UUID(int=(7 << 76) + self.made)

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.time += timedelta(seconds=seconds)


def an_observer(database: Database, clock: SetClock) -> Observer:
    """The orchestrator's handler on this database; what it sends stays in the outbox."""
    relay = Relay(database, MemoryPublisher(MemoryBroker()), clock)
    station = Station("orchestrator", database, relay, clock, Telemetry("orchestrator"))
    return Observer(station, POLICY)


def a_record(payload: Payload, at: datetime = START) -> Record:
    """An event as it lies on the topic of the service that announced it."""
    name = _ANNOUNCED_BY.get(payload.type) or str(getattr(payload, "service", ""))
    subject, offset = str(payload.run), next(_OFFSETS)
    envelope = Envelope(UUID(int=offset), f"/aicmo/{name}", payload.type, subject, at)
    body = payload.model_dump_json().encode()
    return Record(events_of(name), 0, offset, subject.encode(), envelope.headers(), body)


def a_poison(run: RunId, body: bytes = b'{"workflow_run_id": 7') -> Record:
    """A record that can't be read."""
    envelope = Envelope(UUID(int=7), "/aicmo/qc", "aicmo.qc.failed.v1", str(run), START)
    return Record("qc.events", 0, next(_OFFSETS), str(run).encode(), envelope.headers(), body)


async def hear(observer: Observer, *events: Payload) -> None:
    """Give the observer one batch."""
    await observer.handle([a_record(event) for event in events])


async def sent(database: Database, clock: SetClock) -> list[tuple[str, Payload]]:
    """What lies in the outbox, in the order of its making: topic and payload."""
    async with database.transaction() as tx:
        rows = await tx.execute(select(OUTBOX).order_by(OUTBOX.c.id))
    records = [
        Record(row["topic"], 0, 0, row["key"], [(name, value.encode()) for name, value in row["headers"]], row["body"])
        for row in rows
    ]
    decoded = [decode(record, clock) for record in records]
    return [(each.record.topic, each.payload) for each in decoded if isinstance(each, Message)]


async def commands(database: Database, clock: SetClock, run: RunId) -> list[tuple[str, int]]:
    """The commands about a run in the outbox: service and attempt."""
    found = [payload for _, payload in await sent(database, clock)]
    return [(each.service, each.attempt) for each in found if isinstance(each, StepCompensate) and each.run == run]


async def stored(database: Database, run: RunId) -> Run:
    """A run that must be there."""
    async with database.transaction() as tx:
        found = await store.find(tx, run)
    assert found is not None
    return found


async def connect(database: Database, connections: int) -> None:
    """Open so many connections, so that as many transactions can begin at the same moment."""
    together = asyncio.Barrier(connections)

    async def hold() -> None:
        async with database.transaction():
            await together.wait()

    await asyncio.gather(*(hold() for _ in range(connections)))


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 10.0) -> None:
    """Wait until a condition holds; fails when it never does."""
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.005)
