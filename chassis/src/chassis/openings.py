"""Messages that only prepare a run: rows, no event, no entry in the ledger, and nothing for a run that is undone."""

from collections import Counter
from collections.abc import Sequence

from chassis import ledger, rows
from chassis.batch import commit_batch
from chassis.database import Transaction
from chassis.records import Message
from chassis.station import Entry, Station
from chassis.step import Received, Rows, Step
from chassis.telemetry import note_of


class Openings:
    """Stores what a preparing message says."""

    def __init__(self, step: Step, station: Station) -> None:
        self._step = step
        self._station = station

    async def handle(self, messages: Sequence[Message]) -> list[Entry]:
        """Store the rows of these messages; gives what was entered."""
        entries = await commit_batch(self._station.database, self._station.clock, messages, self)
        await self._station.publish(entries)
        return entries

    async def apply(self, tx: Transaction, messages: Sequence[Message]) -> Entry:
        """Write the rows of the runs that are not undone, each run held until the transaction ends."""
        now = self._station.clock.now()
        held = await ledger.hold(tx, sorted({message.run for message in messages}), now)
        for message in messages:
            if message.run in held:
                await rows.write(tx, self._rows(message), now)
        kept = sum(message.run in held for message in messages)
        entry = Entry(
            handled=[key for each in messages if (key := each.record.dead_letter_id)],
            outcomes=Counter(opened=kept, tombstoned=len(messages) - kept),
            notes=[note_of("run_opened" if each.run in held else "step_tombstoned", each) for each in messages],
        )
        return await self._station.enter(tx, entry)

    async def blame(self, tx: Transaction, message: Message, error: Exception) -> Entry:
        """Keep the message among the dead letters."""
        return await self._station.enter(tx, Entry(faults=[self._station.fault(message, error)]))

    def _rows(self, message: Message) -> tuple[Rows, ...]:
        opening = self._step.openings[type(message.payload)]
        return opening(Received(message.payload, message.run, message.at, message.id, message.traceparent))
