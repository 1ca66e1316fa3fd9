"""What every handler of one service works with, and how each of its transactions ends."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import msgspec
from msgspec.structs import replace

from chassis import dead_letters, outbox
from chassis.batch import commit
from chassis.clock import Clock, backoff
from chassis.database import Database, Transaction
from chassis.dead_letters import Fault, fault_of, fault_of_poison
from chassis.faults import NO_FAULTS, InjectedFaults
from chassis.parking import announcements
from chassis.records import AS_WRITTEN, Message, Outgoing, PassedOver, Poison, Readings, Record, decode
from chassis.relay import Relay
from chassis.telemetry import Note, Telemetry
from contracts.payload import RunId

TURNS_UNTIL_SENT = 4
"""Turns of the event loop from the offer of a message to its sending: the relay's, two of the Kafka client's sender,
the request's. Somebody waits for the message, and nobody for what is counted and logged of it."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a technical failure is tried, and how long it waits: doubling from `first` to `longest` seconds."""

    attempts: int = 5
    first: float = 0.2
    longest: float = 30.0


class Entry(msgspec.Struct, frozen=True):
    """What a transaction has to enter in the books beside its own rows.

    `messages` to send, `faults` to keep, `handled` dead letters to resolve, how many records had which outcome, the
    runs refused because they are compensated, and what to log; `enter` adds what it `removed`.
    """

    messages: Sequence[Outgoing] = ()
    faults: Sequence[Fault] = ()
    handled: Sequence[UUID] = ()
    outcomes: Counter[str] = msgspec.field(default_factory=Counter)
    tombstoned: Sequence[RunId] = ()
    notes: Sequence[Note] = ()
    removed: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class Station:
    """One service's machinery."""

    service: str
    database: Database
    relay: Relay
    clock: Clock
    telemetry: Telemetry
    retries: RetryPolicy = RetryPolicy()
    faults: InjectedFaults = NO_FAULTS
    retry_soon: asyncio.Event = field(default_factory=asyncio.Event)

    def fault(self, message: Message, error: Exception) -> Fault:
        """A technical failure of this message: to be tried again, or parked after the last attempt."""
        attempt = message.record.attempts + 1
        wait = backoff(attempt, self.clock, first=self.retries.first, longest=self.retries.longest)
        last = attempt >= self.retries.attempts
        return fault_of(message, error, None if last else self.clock.now() + timedelta(seconds=wait))

    async def enter(self, tx: Transaction, entry: Entry) -> Entry:
        """End a transaction: dead letters kept and resolved, messages into the outbox, acknowledged ones out of it.

        Gives the entry with the messages that parking added; `publish` it once the transaction has committed.
        """
        now = self.clock.now()
        kept = await dead_letters.keep(tx, entry.faults, now)
        await dead_letters.resolve(tx, entry.handled, now)
        messages = [*entry.messages, *announcements(kept, self.service, self.clock)]
        await self.relay.store(tx, messages)
        removed = self.relay.take_acknowledged()
        await outbox.remove(tx, removed)
        failed = Counter("parked" if fault.retry_at is None else "retrying" for fault in kept)
        return replace(entry, messages=messages, faults=kept, outcomes=entry.outcomes + failed, removed=removed)

    async def publish(self, entries: Sequence[Entry]) -> None:
        """Publish what has been committed; once that is on its way, count and log it."""
        for entry in entries:
            self.relay.forget(entry.removed)
            self.relay.offer(entry.messages)
        for _ in range(TURNS_UNTIL_SENT):
            await asyncio.sleep(0)
        for entry in entries:
            self.telemetry.count(entry.outcomes)
            self.telemetry.log(entry.notes)
            for fault in entry.faults:
                self.telemetry.fault(fault)
                self.retry_soon.set()

    async def keep_faults(self, faults: Sequence[Fault]) -> None:
        """Put records into the dead letters in a transaction of their own."""
        if faults:
            kept = await commit(self.database, self.clock, lambda tx: self.enter(tx, Entry(faults=faults)))
            await self.publish([kept])

    async def read(self, records: Sequence[Record], readings: Readings = AS_WRITTEN) -> list[Message]:
        """What these records say; what can't be read is parked, what comes in a known version too is passed over."""
        decoded = [decode(record, self.clock, readings) for record in records]
        messages = [each for each in decoded if isinstance(each, Message)]
        if len(messages) < len(decoded):
            await self.keep_faults([fault_of_poison(each) for each in decoded if isinstance(each, Poison)])
            await self._pass_over([each for each in decoded if isinstance(each, PassedOver)])
        return messages

    async def _pass_over(self, passed: Sequence[PassedOver]) -> None:
        """Count them, and resolve those among the dead letters: an earlier version of this service parked them."""
        entry = Entry(
            handled=[key for each in passed if (key := each.record.dead_letter_id)],
            outcomes=Counter(passed_over=len(passed)),
            notes=[_passed_over(each) for each in passed],
        )
        if entry.handled:
            entry = await commit(self.database, self.clock, lambda tx: self.enter(tx, entry))
        await self.publish([entry] if passed else [])


def _passed_over(record: PassedOver) -> Note:
    about = {"message_id": record.id, "type": record.type, "also_sent_as": record.also_sent_as}
    return Note("record_passed_over", record.run, about)
