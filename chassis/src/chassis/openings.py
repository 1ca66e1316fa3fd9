"""Messages that only prepare a run: rows, no event, no entry in the ledger, and nothing for a run that is undone.

Of several for a run the one that was sent last counts, in whichever order they are handled: one may have lain among
the dead letters meanwhile.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import select

from chassis import ledger, rows
from chassis.batch import commit_batch
from chassis.database import Transaction
from chassis.records import Message
from chassis.rows import is_any
from chassis.station import Entry, Station
from chassis.step import Received, Rows, Step
from chassis.telemetry import Note, note_of
from contracts.payload import RunId


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
        """Write the rows of the runs that are not undone, each run held until the transaction ends.

        Whoever opens the same run at the same time waits for that, so the times read here stay true.
        """
        now = self._station.clock.now()
        held = await ledger.hold(tx, sorted({message.run for message in messages}), now)
        newest = await self._sent(tx, held)
        outcomes, notes = Counter[str](), list[Note]()
        for message in messages:
            if message.run not in held:
                outcome, note = "tombstoned", note_of("step_tombstoned", message)
            elif (newer := newest.get(message.run, message.at)) > message.at:
                outcome, note = "outdated", _outdated(message, newer)
            else:
                outcome, note = "opened", note_of("run_opened", message)
                await rows.write(tx, self._rows(message), now)
                newest[message.run] = message.at
            outcomes[outcome] += 1
            notes.append(note)
        handled = [key for each in messages if (key := each.record.dead_letter_id)]
        return await self._station.enter(tx, Entry(handled=handled, outcomes=outcomes, notes=notes))

    async def blame(self, tx: Transaction, message: Message, error: Exception) -> Entry:
        """Keep the message among the dead letters."""
        return await self._station.enter(tx, Entry(faults=[self._station.fault(message, error)]))

    async def _sent(self, tx: Transaction, runs: set[RunId]) -> dict[RunId, datetime]:
        """When the messages were sent that these runs are opened by, where they are and the step keeps it."""
        sent, run = self._step.opened_at, self._step.tables[0].c.workflow_run_id
        if sent is None or not runs:
            return {}
        query = select(run, sent).where(is_any(run, tx.dialect), sent.is_not(None))
        found = await tx.execute(query, {"ids": sorted(runs)})
        return {RunId(row["workflow_run_id"]): row[sent.name] for row in found}

    def _rows(self, message: Message) -> tuple[Rows, ...]:
        opening = self._step.openings[type(message.payload)]
        return opening(Received(message.payload, message.run, message.at, message.id, message.traceparent))


def _outdated(message: Message, newer: datetime) -> Note:
    note = note_of("opening_outdated", message)
    return replace(note, about={**note.about, "sent_at": message.at, "newer_sent_at": newer})
