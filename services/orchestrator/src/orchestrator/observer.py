"""The orchestrator's handler: every service's events in, decisions stored and sent in one transaction a batch."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from msgspec.structs import replace
from sqlalchemy import Table

from chassis.batch import commit, commit_batch, read
from chassis.database import Row, Transaction
from chassis.records import Cause, Message, Outgoing, Record, outgoing
from chassis.schema import OUTBOX
from chassis.station import Entry, Station
from chassis.telemetry import Note, note_of
from contracts.messages import BriefAccepted, BriefSubmitted, StepCompensate, WorkflowChanged
from contracts.payload import Payload, RunId
from contracts.topics import INTAKE, STEP_SERVICES, WORKFLOW_EVENTS, commands_of, events_of
from orchestrator import store
from orchestrator.domain import transitions
from orchestrator.domain.readings import READINGS
from orchestrator.domain.run import Run, State
from orchestrator.domain.saga import PIVOT, Policy
from orchestrator.domain.transitions import Decision, NotAllowed
from orchestrator.recent import RecentRuns
from orchestrator.tables import WORKFLOW_BRIEF

DUE_AT_ONCE = 200
TICK_SECONDS = 0.5
GATHER_SECONDS = 0.025
"""No step waits for the orchestrator, and a small run's five events come within milliseconds of each other: three
batches for them instead of five leave the processor to the steps. Nothing is gathered where a run's last event is next,
nor while one is undone."""

ENDS = ("completed", "compensated")

Change = Callable[[Run | None], Decision]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Observed:
    """What was committed, and the messages that are still to be observed."""

    entry: Entry
    left: Sequence[Message] = ()


class Observer:
    """Folds events into runs."""

    def __init__(self, station: Station, policy: Policy) -> None:
        self.topics = tuple(events_of(service) for service in STEP_SERVICES)
        self.station = station
        self.policy = policy
        self.gather_seconds = 0.0
        self._recent = RecentRuns()

    async def handle(self, records: Sequence[Record]) -> None:
        """Park what can't be read, observe the rest in its order."""
        messages = await self.station.read(records, READINGS)
        if messages:
            await self._observe(messages)

    async def _observe(self, messages: Sequence[Message]) -> None:
        observed = await self._observe_at_once(messages)
        await self.station.publish([observed.entry])
        if observed.left:
            await self.station.publish(
                await commit_batch(self.station.database, self.station.clock, observed.left, self)
            )

    async def apply(self, tx: Transaction, messages: Sequence[Message]) -> Entry:
        """Observe messages: load their runs, decide, store."""
        before = await store.load(tx, [message.run for message in messages])
        runs, entry = self._decided(before, messages)
        await store.save(tx, before, list(runs.values()))
        await store.keep_briefs(tx, _briefs(messages))
        return await self.station.enter(tx, entry)

    async def _observe_at_once(self, messages: Sequence[Message]) -> _Observed:
        """The usual case, without locks; leaves what somebody else has changed meanwhile, all where data is refused."""
        if any(message.record.dead_letter_id for message in messages):
            return _Observed(Entry(), messages)
        try:
            return await read(self.station.database, self.station.clock, lambda tx: self._try_at_once(tx, messages))
        except Exception as error:
            _log.warning("batch_refused", error=str(error)[:300])
            return _Observed(Entry(), messages)

    async def _try_at_once(self, tx: Transaction, messages: Sequence[Message]) -> _Observed:
        if tx.dialect != "postgresql":
            return _Observed(Entry(), messages)
        remembered = self._recent.among(message.run for message in messages)
        before = {**remembered, **await store.seen(tx, {each.run for each in messages} - remembered.keys())}
        runs, entry = self._decided(before, messages)
        self.gather_seconds = GATHER_SECONDS if all(map(_is_midway, runs.values())) else 0.0
        changed = store.changes(before, runs.values())
        others: dict[Table, Sequence[Row]] = {
            WORKFLOW_BRIEF: store.brief_rows(_briefs(messages)),
            OUTBOX: self.station.relay.rows_of(entry.messages),
        }
        removed = self.station.relay.take_acknowledged() if changed else []
        stored = await store.save_at_once(tx, before, changed, others, removed) if changed else set()
        # What changes nothing in a run that is only remembered may change it as it is.
        lost = {run.id for run in changed} - stored | (remembered.keys() - stored)
        self._recent.stored(runs[run] for run in stored)
        self._recent.forget(lost)
        return _Observed(
            replace(
                entry,
                messages=[each for each in entry.messages if each.run not in lost],
                notes=[each for each in entry.notes if each.run not in lost],
                outcomes=Counter(observed=sum(each.run not in lost for each in messages)),
                removed=removed,
            ),
            [each for each in messages if each.run in lost],
        )

    def _decided(self, before: Mapping[RunId, Run], messages: Sequence[Message]) -> tuple[dict[RunId, Run], Entry]:
        """The runs as the messages leave them, and what follows from that."""
        runs: dict[RunId, Run] = dict(before)
        sent: list[Outgoing] = []
        notes: list[Note] = []
        for message in messages:
            known = runs.get(message.run)
            decision = transitions.observe(
                known, message.payload, at=message.at, now=self.station.clock.now(), policy=self.policy
            )
            runs[message.run] = decision.run if decision.run is known else _traced(decision.run, message)
            sent += [self._outgoing(payload, message) for payload in decision.messages]
            notes += _notes(decision, message)
        handled = [key for each in messages if (key := each.record.dead_letter_id)]
        return runs, Entry(sent, handled=handled, outcomes=Counter(observed=len(messages)), notes=notes)

    async def blame(self, tx: Transaction, message: Message, error: Exception) -> Entry:
        """Keep the event among the dead letters."""
        return await self.station.enter(tx, Entry(faults=[self.station.fault(message, error)]))

    async def wake_due(self) -> float:
        """Look after the runs whose time has come; gives the seconds until the next look."""
        entry = await commit(self.station.database, self.station.clock, self._wake)
        await self.station.publish([entry])
        return 0.0 if entry.outcomes["woken"] == DUE_AT_ONCE else TICK_SECONDS

    async def change(self, run: RunId, decide: Change) -> Run:
        """Change one run as a person asks. Raises what `decide` raises."""

        async def write(tx: Transaction) -> tuple[Run, Entry]:
            before = await store.load(tx, [run])
            decision = decide(before.get(run))
            await store.save(tx, before, [decision.run])
            return decision.run, await self._entered(tx, [decision])

        changed, entry = await commit(self.station.database, self.station.clock, write)
        await self.station.publish([entry])
        return changed

    async def reconcile(self, service: str, runs: Sequence[RunId]) -> set[RunId]:
        """Answer a service that asks about runs it has done: those that are settled; the others are looked after."""
        # Nearly all of them are settled, which stays so: only the others are locked.
        known = await read(self.station.database, self.station.clock, lambda tx: store.seen(tx, runs))
        settled = {run.id for run in known.values() if run.state is State.COMPLETED}
        if others := [run for run in dict.fromkeys(runs) if run not in settled]:
            settled |= await self._look_after(service, others)
        return settled

    async def _look_after(self, service: str, runs: Sequence[RunId]) -> set[RunId]:
        async def write(tx: Transaction) -> tuple[set[RunId], Entry]:
            before = await store.load(tx, runs)
            decisions = [self._asked(before.get(run), run, service) for run in runs]
            await store.save(tx, before, [decision.run for decision in decisions])
            settled = {each.run.id for each in decisions if each.run.state is State.COMPLETED}
            return settled, await self._entered(tx, decisions)

        settled, entry = await commit(self.station.database, self.station.clock, write)
        await self.station.publish([entry])
        return settled

    async def retry(self, new: RunId, old: Run, brief: dict[str, Any] | None) -> Run:
        """Submit the brief of a failed run again, as a run of its own that names the old one. Raises NotAllowed."""
        begun = transitions.begin_retry(new, old, now=self.station.clock.now(), policy=self.policy)
        if brief is None:
            raise NotAllowed("no accepted brief of this run is known: submit a corrected brief instead")
        submitted = BriefSubmitted(workflow_run_id=new, brief=brief, brief_id=old.brief_id, retry_of=old.id)

        async def write(tx: Transaction) -> tuple[Run, Entry]:
            before = await store.load(tx, [new])
            if new in before:
                return _same_retry(before[new], old), Entry()
            await store.save(tx, before, [begun.run])
            entered = Decision(begun.run, (*begun.messages, submitted))
            return begun.run, await self._entered(tx, [entered])

        known, entry = await commit(self.station.database, self.station.clock, write)
        await self.station.publish([entry])
        return known

    async def _wake(self, tx: Transaction) -> Entry:
        now = self.station.clock.now()
        before = await store.due(tx, now, DUE_AT_ONCE)
        if not before:
            return Entry()
        decisions = [transitions.wake(run, now=now, policy=self.policy) for run in before.values()]
        await store.save(tx, before, [decision.run for decision in decisions])
        return await self._entered(tx, decisions, Counter(woken=len(before)))

    def _asked(self, run: Run | None, asked: RunId, service: str) -> Decision:
        now = self.station.clock.now()
        if run is None:
            return transitions.begin_unknown(asked, now=now, policy=self.policy)
        return transitions.undo_again(run, service) if run.state is State.COMPENSATED else Decision(run)

    async def _entered(
        self, tx: Transaction, decisions: Sequence[Decision], outcomes: Counter[str] | None = None
    ) -> Entry:
        sent = [self._outgoing(payload, _trace_of(each.run)) for each in decisions for payload in each.messages]
        notes = [note for decision in decisions for note in _notes(decision)]
        return await self.station.enter(tx, Entry(sent, outcomes=outcomes or Counter(), notes=notes))

    def _outgoing(self, payload: Payload, cause: Message | Cause) -> Outgoing:
        service = self.station.service
        return outgoing(payload, topic=_topic_of(payload), service=service, clock=self.station.clock, cause=cause)


def _traced(run: Run, message: Message) -> Run:
    return run if run.traceparent or not message.traceparent else replace(run, traceparent=message.traceparent)


def _trace_of(run: Run) -> Cause:
    """What nobody's message has caused, but a deadline or a person, still belongs to the run's trace."""
    return Cause(None, run.traceparent)


def _is_midway(run: Run) -> bool:
    """Whether more than one event of the run is still to come, and none that undoes it."""
    return run.state is State.RUNNING and run.current != PIVOT


def _topic_of(payload: Payload) -> str:
    match payload:
        case StepCompensate():
            return commands_of(payload.service)
        case BriefSubmitted():
            return INTAKE
        case _:
            return WORKFLOW_EVENTS


def _notes(decision: Decision, cause: Message | None = None) -> list[Note]:
    """A line for each thing the world is told about a run."""
    run = decision.run
    seconds = (run.ended_at - run.started_at).total_seconds() if run.ended_at else None
    events = [each.type.split(".")[2] for each in decision.messages if isinstance(each, WorkflowChanged)]
    reason = {"reason": run.failure.reason} if run.failure else {}
    about = {**note_of("", cause).about, **reason} if cause else reason
    return [Note(f"run_{event}", run.id, about, seconds if event in ENDS else None) for event in events]


def _briefs(messages: Sequence[Message]) -> dict[RunId, Any]:
    return {message.run: message.payload.brief for message in messages if isinstance(message.payload, BriefAccepted)}


def _same_retry(known: Run, old: Run) -> Run:
    if known.retry_of != old.id:
        raise NotAllowed(f"run {known.id} exists and is no retry of {old.id}")
    return known
