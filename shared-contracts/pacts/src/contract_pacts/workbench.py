"""A service at work in memory: its real handler, its real tables; records go in, what it would publish comes out."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any
from uuid import UUID

from sqlalchemy import MetaData, select

from chassis.clock import SystemClock
from chassis.database import Database, MemoryDatabase
from chassis.handler import Handler, StepHandler
from chassis.memory import MemoryBroker, MemoryPublisher
from chassis.records import Outgoing, Record
from chassis.relay import Relay
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA, OUTBOX
from chassis.station import RetryPolicy, Station
from chassis.step import Step
from chassis.telemetry import Telemetry
from contracts.envelope import Envelope
from contracts.messages import StepCompensate
from contracts.payload import Payload
from contracts.registry import TYPES_BY_TOPIC
from contracts.topics import dead_letters_of

EXAMPLES = File(__file__).parents[3] / "examples"


class Parked(AssertionError):
    """A service could not work on a message that it was meant to work on."""


@dataclass(frozen=True, slots=True)
class Workbench:
    """A service whose machinery parks at the first failure, on a new database each time that it is used."""

    service: str
    tables: MetaData
    handler: Callable[[Station], Handler]
    clock: SystemClock = field(default_factory=SystemClock)

    async def outbox_after(self, *records: Record, parks: bool = False) -> list[Outgoing]:
        """What lies in the outbox after these records, handled one by one, in the order of its making.

        Raises Parked where a record ends among the dead letters, unless that is what is wanted.
        """
        database = MemoryDatabase(MESSAGING_METADATA, LEDGER_METADATA, self.tables)
        try:
            handler = self.handler(self._station(database))
            for record in records:
                await handler.handle([record])
            sent = await outbox_of(database)
        finally:
            await database.close()
        if not parks and (dead := [each for each in sent if each.topic == dead_letters_of(self.service)]):
            raise Parked(f"{self.service} can't work on the message: {dict(dead[0].headers)['dl_error']!r}")
        return sent

    def _station(self, database: MemoryDatabase) -> Station:
        relay = Relay(database, MemoryPublisher(MemoryBroker()), self.clock)
        return Station(
            self.service, database, relay, self.clock, Telemetry(self.service), retries=RetryPolicy(attempts=1)
        )


async def outbox_of(database: Database) -> list[Outgoing]:
    """What waits to be published, in the order of its making."""
    async with database.transaction() as tx:
        return [_outgoing(row) for row in await tx.execute(select(OUTBOX).order_by(OUTBOX.c.id))]


def workbench_of(step: Step, tables: MetaData) -> Workbench:
    """The workbench of a step service."""
    return Workbench(step.service, tables, lambda station: StepHandler(step, station))


def example_of(model: type[Payload], **fields: Any) -> Any:
    """The committed example of a message type, as a message of this model, with these fields instead."""
    body = json.loads((EXAMPLES / f"{model.type}.json").read_bytes())
    return model.model_validate({**body, **fields})


def a_record(message: Payload, topic: str | None = None, body: bytes | None = None) -> Record:
    """A message as it lies on `topic`, or on the first topic that carries its type; `body` replaces its own."""
    clock = SystemClock()
    run = str(message.run)
    envelope = Envelope(clock.new_id(), "/aicmo/somebody", message.type, run, clock.now())
    found = body if body is not None else message.model_dump_json().encode()
    return Record(topic or topic_of(message.type), 0, 0, run.encode(), envelope.headers(), found)


def a_command(service: str, **fields: Any) -> StepCompensate:
    """The command that tells this service to undo a run."""
    return StepCompensate.model_validate(example_of(StepCompensate, service=service, **fields))


def topic_of(type_name: str) -> str:
    """The first topic that carries this type."""
    return next(topic for topic, models in TYPES_BY_TOPIC.items() if any(each.type == type_name for each in models))


def type_of(message: Outgoing) -> str:
    """The CloudEvents type of a message that is to be published; none for a copy of what could not be read."""
    return next((value.decode() for name, value in message.headers if name == "ce_type" and value), "")


def _outgoing(row: Any) -> Outgoing:
    headers = [(str(name), str(value).encode()) for name, value in row["headers"]]
    return Outgoing(UUID(str(row["id"])), None, row["topic"], row["key"], headers, row["body"])
