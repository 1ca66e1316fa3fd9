"""The compensation: for a batch of commands, tombstones, the runs' rows deleted and the answers, in one transaction.

A step that keeps files answers in a transaction of its own, once they are removed: what is told as undone is undone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from chassis import ledger, rows
from chassis.batch import commit, commit_batch
from chassis.database import Transaction
from chassis.records import Message, Outgoing, outgoing
from chassis.station import Entry, Station
from chassis.step import Step, nothing_to_undo
from chassis.telemetry import note_of
from contracts.messages import StepCompensate, StepCompensated, StepCompensationRefused
from contracts.payload import Payload, RunId
from contracts.topics import events_of

REFUSAL = "the package is delivered: this run can no longer be undone"
_OUTCOMES: Mapping[type[Payload], str] = {
    StepCompensated: "compensated",
    StepCompensationRefused: "compensation_refused",
}


class Undone(Struct, frozen=True):
    """What a transaction undid: what it entered, and the answers that wait until the runs' files are gone too."""

    entry: Entry
    waiting: Mapping[RunId, Payload] = field(default_factory=dict)


class Compensation:
    """Undoes a service's part of a run, whether there is one or not, and answers every time it is asked."""

    def __init__(self, step: Step, station: Station) -> None:
        self._step = step
        self._station = station

    async def handle(self, messages: Sequence[Message]) -> list[Entry]:
        """Undo the runs of these commands; gives what was entered."""
        undone = await commit_batch(self._station.database, self._station.clock, messages, self)
        entries = [each.entry for each in undone]
        await self._station.publish(entries)
        if waiting := {run: answer for each in undone for run, answer in each.waiting.items()}:
            answered = await self._remove_files(messages, waiting)
            await self._station.publish([answered])
            entries.append(answered)
        return entries

    async def apply(self, tx: Transaction, messages: Sequence[Message]) -> Undone:
        """Set tombstones, delete the rows of the runs that may be undone, and answer where that is all."""
        now = self._station.clock.now()
        causes = {message.run: _cause(message) for message in messages}
        refused = await ledger.compensate(tx, causes, now, irrevocable=self._step.irrevocable)
        undone = sorted(causes.keys() - refused)
        removed = await rows.delete_runs(tx, self._step.tables, undone)
        answers = {run: self._compensated(run, removed[run]) for run in undone}
        waiting = {} if self._step.undo is nothing_to_undo else answers
        at_once = {run: answer for run, answer in answers.items() if run not in waiting}
        entry = self._answered(messages, {**at_once, **{run: self._refused(run) for run in sorted(refused)}})
        return Undone(await self._station.enter(tx, replace(entry, tombstoned=undone)), waiting)

    async def blame(self, tx: Transaction, message: Message, error: Exception) -> Undone:
        """Keep the command among the dead letters."""
        return Undone(await self._station.enter(tx, Entry(faults=[self._station.fault(message, error)])))

    async def _remove_files(self, messages: Sequence[Message], waiting: Mapping[RunId, Payload]) -> Entry:
        """Remove what is not in the tables, and only then answer; where that fails the command is tried again.

        It comes after the tombstone: a step still at work removes its own when refused.
        """
        asked, gone, faults = {message.run: message for message in messages}, dict[RunId, Payload](), []
        for run, answer in waiting.items():
            try:
                await self._step.undo(run)
                gone[run] = answer
            except Exception as error:
                faults.append(self._station.fault(asked[run], error))

        async def enter(tx: Transaction) -> Entry:
            return await self._station.enter(tx, replace(self._answered(messages, gone), faults=faults))

        return await commit(self._station.database, self._station.clock, enter)

    def _answered(self, messages: Sequence[Message], answers: Mapping[RunId, Payload]) -> Entry:
        mine = [message for message in messages if message.run in answers]
        asked = {message.run: message for message in mine}
        outcomes = {run: _OUTCOMES[type(answer)] for run, answer in answers.items()}
        return Entry(
            messages=[self._answer(asked[run], answer) for run, answer in answers.items()],
            handled=[key for each in mine if (key := each.record.dead_letter_id)],
            outcomes=Counter(outcomes.values()),
            notes=[note_of(f"step_{outcome}", asked[run]) for run, outcome in outcomes.items()],
        )

    def _compensated(self, run: RunId, removed: dict[str, int]) -> Payload:
        return StepCompensated(workflow_run_id=run, service=self._step.service, removed=removed)

    def _refused(self, run: RunId) -> Payload:
        return StepCompensationRefused(workflow_run_id=run, service=self._step.service, reason=REFUSAL)

    def _answer(self, command: Message, payload: Payload) -> Outgoing:
        service = self._step.service
        return outgoing(payload, topic=events_of(service), service=service, clock=self._station.clock, cause=command)


def _cause(message: Message) -> str:
    return message.payload.cause if isinstance(message.payload, StepCompensate) else message.payload.type
