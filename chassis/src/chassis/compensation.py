"""The compensation: for a batch of commands, tombstones, the runs' rows deleted and the answers, in one transaction."""

from collections import Counter
from collections.abc import Sequence

from chassis import ledger, rows
from chassis.batch import commit_batch
from chassis.database import Transaction
from chassis.records import Message, Outgoing, outgoing
from chassis.station import Entry, Station
from chassis.step import Step
from chassis.telemetry import note_of
from contracts.messages import StepCompensate, StepCompensated, StepCompensationRefused
from contracts.payload import Payload, RunId
from contracts.topics import events_of

REFUSAL = "the package is delivered: this run can no longer be undone"


class Compensation:
    """Undoes a service's part of a run, whether there is one or not, and answers every time it is asked."""

    def __init__(self, step: Step, station: Station) -> None:
        self._step = step
        self._station = station

    async def handle(self, messages: Sequence[Message]) -> list[Entry]:
        """Undo the runs of these commands; gives what was entered."""
        entries = await commit_batch(self._station.database, self._station.clock, messages, self)
        await self._undo(entries, messages)
        await self._station.publish(entries)
        return entries

    async def apply(self, tx: Transaction, messages: Sequence[Message]) -> Entry:
        """Set tombstones, delete the rows of the runs that may be undone, and answer."""
        now = self._station.clock.now()
        asked = {message.run: message for message in messages}
        causes = {run: _cause(message) for run, message in asked.items()}
        refused = await ledger.compensate(tx, causes, now, irrevocable=self._step.irrevocable)
        undone = sorted(asked.keys() - refused)
        removed = await rows.delete_runs(tx, self._step.tables, undone)
        answers = [self._answer(asked[run], self._compensated(run, removed[run])) for run in undone]
        refusals = [self._answer(asked[run], self._refused(run)) for run in sorted(refused)]
        entry = Entry(
            messages=[*answers, *refusals],
            handled=[key for each in messages if (key := each.record.dead_letter_id)],
            outcomes=Counter(compensated=len(undone), compensation_refused=len(refused)),
            tombstoned=undone,
            notes=[
                *(note_of("step_compensated", asked[run]) for run in undone),
                *(note_of("step_compensation_refused", asked[run]) for run in sorted(refused)),
            ],
        )
        return await self._station.enter(tx, entry)

    async def blame(self, tx: Transaction, message: Message, error: Exception) -> Entry:
        """Keep the command among the dead letters."""
        return await self._station.enter(tx, Entry(faults=[self._station.fault(message, error)]))

    async def _undo(self, entries: Sequence[Entry], messages: Sequence[Message]) -> None:
        """Remove what is not in the tables, after the tombstone: a step still at work removes its own when refused."""
        faults = []
        asked = {message.run: message for message in messages}
        for run in (run for entry in entries for run in entry.tombstoned):
            try:
                await self._step.undo(run)
            except Exception as error:
                faults.append(self._station.fault(asked[run], error))
        await self._station.keep_faults(faults)

    def _compensated(self, run: RunId, removed: dict[str, int]) -> Payload:
        return StepCompensated(workflow_run_id=run, service=self._step.service, removed=removed)

    def _refused(self, run: RunId) -> Payload:
        return StepCompensationRefused(workflow_run_id=run, service=self._step.service, reason=REFUSAL)

    def _answer(self, command: Message, payload: Payload) -> Outgoing:
        service = self._step.service
        return outgoing(payload, topic=events_of(service), service=service, clock=self._station.clock, cause=command)


def _cause(message: Message) -> str:
    return message.payload.cause if isinstance(message.payload, StepCompensate) else message.payload.type
