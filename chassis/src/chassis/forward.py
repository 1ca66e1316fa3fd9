"""The forward step: for a batch of messages, the work outside any transaction, then one transaction for all of it."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

import structlog
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Table

from chassis import ledger, rows
from chassis.batch import commit_batch, read
from chassis.database import Row, Transaction
from chassis.faults import INJECTED
from chassis.ledger import FIRST_REVISION, Claim, State
from chassis.one_trip import Entries, enter_and_store
from chassis.records import Message, MessageTooLarge, Outgoing, also_sent_as, outgoing
from chassis.schema import OUTBOX, RUN_LEDGER
from chassis.station import Entry, Station
from chassis.step import Done, Load, Outcome, Received, Refused, Rows, Step
from chassis.telemetry import note_of
from contracts.payload import Payload, RunId
from contracts.topics import events_of

_log = structlog.get_logger(__name__)


class Attempt(Struct, frozen=True):
    """A message and what became of its work: an outcome, an error, or neither where the run was known already."""

    message: Message
    outcome: Outcome | None = None
    error: Exception | None = None

    @property
    def state(self) -> State:
        return "failed" if isinstance(self.outcome, Refused) else "done"


class ForwardStep:
    """Performs a service's step once a revision of a run, however often its message comes."""

    def __init__(self, step: Step, station: Station) -> None:
        self._step = step
        self._station = station

    async def handle(self, messages: Sequence[Message]) -> list[Entry]:
        """Perform the step for the runs that are new, store and announce the outcomes; gives what was entered."""
        entries: list[Entry] = []
        while messages:
            firsts: dict[RunId, Message] = {}
            for message in messages:
                firsts.setdefault(message.run, message)
            attempts = await self._attempt(list(firsts.values()))
            entered = await self._in_one_trip(attempts) or await self._in_a_transaction(attempts)
            await self._remove_leftovers([firsts[run] for entry in entered for run in entry.tombstoned])
            entries += entered
            # After the first, for only where that one failed is a repeat performed: it may say something else.
            messages = [message for message in messages if firsts[message.run] is not message]
        return entries

    async def apply(self, tx: Transaction, attempts: Sequence[Attempt]) -> Entry:
        """Claim the runs; where a claim succeeds store the outcome's rows and its event.

        The rows of a later revision replace all that there were of the run.
        """
        station, claims = self._station, self._claims(attempts)
        claimed = await ledger.claim(tx, claims, station.clock.now())
        mine = [attempt for attempt in attempts if attempt.outcome and attempt.message.run in claimed]
        if revised := sorted(run for run in claimed if claims[run].revision > FIRST_REVISION):
            await rows.delete_runs(tx, self._step.tables, revised)
        await rows.write(tx, _groups(mine), station.clock.now())
        entry = await self._entry(tx, attempts, claimed, self._announcements(mine))
        return await station.enter(tx, entry)

    async def _in_a_transaction(self, attempts: Sequence[Attempt]) -> list[Entry]:
        entries = await commit_batch(self._station.database, self._station.clock, attempts, self)
        await self._station.publish(entries)
        return entries

    async def _in_one_trip(self, attempts: Sequence[Attempt]) -> list[Entry]:
        """The usual case: every run is new, nothing failed. Gives nothing where it is not, or where data is refused."""
        station, claims = self._station, self._claims(attempts)
        if not all(attempt.outcome and not attempt.message.record.dead_letter_id for attempt in attempts):
            return []
        if any(claim.revision > FIRST_REVISION for claim in claims.values()):
            return []

        async def write(tx: Transaction) -> list[Entry]:
            if tx.dialect != "postgresql":
                return []
            now, removed = station.clock.now(), station.relay.take_acknowledged()
            messages = self._announcements(attempts)
            stored: dict[Table, Sequence[Row]] = {
                **rows.by_table(_groups(attempts), now),
                OUTBOX: station.relay.rows_of(messages),
            }
            entries = Entries(RUN_LEDGER, ledger.claim_rows(claims, now), ledger.claiming)
            claimed = await enter_and_store(tx, entries, stored, removed)
            ours = [message for message in messages if message.run in claimed]
            entered = [replace(await self._entry(tx, attempts, claimed, ours), removed=removed)]
            # The statement was its own transaction, so nobody need wait until the connection is given back.
            await station.publish(entered)
            return entered

        try:
            return await read(station.database, station.clock, write)
        except Exception as error:
            _log.warning("batch_refused", error=str(error)[:300])
            return []

    async def _entry(
        self, tx: Transaction, attempts: Sequence[Attempt], claimed: set[RunId], messages: Sequence[Outgoing]
    ) -> Entry:
        """What has become of each attempt: claimed by it, lost to another, or failed."""
        mine = [attempt for attempt in attempts if attempt.outcome and attempt.message.run in claimed]
        others = [each for each in attempts if not each.error and not (each.outcome and each.message.run in claimed)]
        lost = await self._lost(tx, others)
        known = [each for each in others if each.message.run in lost]
        return Entry(
            messages=messages,
            faults=[self._station.fault(each.message, each.error) for each in attempts if each.error],
            handled=[key for each in attempts if not each.error and (key := each.message.record.dead_letter_id)],
            outcomes=Counter(attempt.state for attempt in mine) + Counter(lost.values()),
            tombstoned=[run for run, outcome in lost.items() if outcome == "tombstoned"],
            notes=[
                *(note_of(f"step_{attempt.state}", attempt.message) for attempt in mine),
                *(note_of(f"step_{lost[each.message.run]}", each.message) for each in known),
            ],
        )

    async def blame(self, tx: Transaction, attempt: Attempt, error: Exception) -> Entry:
        """Keep the message among the dead letters; a run whose event is too large to be sent is refused instead.

        It would be as large the next time.
        """
        if isinstance(error, MessageTooLarge) and isinstance(attempt.outcome, Done):
            refused = Refused(self._step.refuse(attempt.message.run, str(error)))
            return await self.apply(tx, [replace(attempt, outcome=refused)])
        return await self._station.enter(tx, Entry(faults=[self._station.fault(attempt.message, error)]))

    async def _attempt(self, messages: Sequence[Message]) -> list[Attempt]:
        try:
            known, received = await self._prepared(messages)
        except Exception as error:
            if len(messages) == 1:
                return [Attempt(messages[0], error=error)]
            return [attempt for message in messages for attempt in await self._attempt([message])]
        fresh = [message for message in messages if message.run not in known]
        # What is not worth a question to the ledger is not worth a task either.
        quick = [await self._perform(each, received[each.run]) for each in fresh if not self._looks_first(each)]
        others = (self._perform(each, received[each.run]) for each in fresh if self._looks_first(each))
        return [*quick, *await asyncio.gather(*others), *(Attempt(each) for each in messages if each.run in known)]

    async def _prepared(self, messages: Sequence[Message]) -> tuple[set[RunId], dict[RunId, Received]]:
        asked = {each.run: self._step.revision_of(each.payload) for each in messages if self._looks_first(each)}
        received = {message.run: _received(message) for message in messages}
        if not asked and not self._to_load(received):
            return set(), received
        prepare = partial(self._prepare, received=received, asked=asked)
        return await read(self._station.database, self._station.clock, prepare)

    def _to_load(self, received: Mapping[RunId, Received]) -> Load | None:
        return self._step.load if any(map(self._step.needs_load, received.values())) else None

    def _looks_first(self, message: Message) -> bool:
        return self._step.looks_first(message.payload)

    async def _prepare(
        self, tx: Transaction, received: Mapping[RunId, Received], asked: Mapping[RunId, int]
    ) -> tuple[set[RunId], dict[RunId, Received]]:
        known = await ledger.known(tx, asked)
        new = {run: each for run, each in received.items() if run not in known}
        if load := self._to_load(new):
            loaded = await load(tx, list(new.values()))
            new = {run: replace(each, loaded=loaded) for run, each in new.items()}
        return known, new

    async def _perform(self, message: Message, received: Received) -> Attempt:
        if self._station.faults.refuses(message.run):
            return Attempt(message, Refused(self._step.refuse(message.run, INJECTED)))
        with self._station.telemetry.step(message) as traceparent:
            try:
                outcome = await self._step.perform(received)
            except Exception as error:
                return Attempt(message, error=error)
        return Attempt(replace(message, traceparent=traceparent), outcome)

    async def _lost(self, tx: Transaction, attempts: Sequence[Attempt]) -> dict[RunId, str]:
        """The runs that another message, another replica or a compensation had first, and which it was."""
        states = await ledger.states(tx, sorted({attempt.message.run for attempt in attempts}))
        return {run: "tombstoned" if state == "compensated" else "duplicate" for run, state in states.items()}

    def _claims(self, attempts: Sequence[Attempt]) -> dict[RunId, Claim]:
        return {
            attempt.message.run: Claim(attempt.state, self._step.revision_of(attempt.message.payload))
            for attempt in attempts
            if attempt.outcome
        }

    def _announcements(self, attempts: Sequence[Attempt]) -> list[Outgoing]:
        """The events of these attempts; newer versions go first, so that who knows them starts on them."""
        sent: list[Outgoing] = []
        for attempt in attempts:
            if attempt.outcome is None:
                raise ValueError("an attempt without an outcome announces nothing")
            event, beside = attempt.outcome.event, attempt.outcome.beside
            sent += [also_sent_as(self._outgoing(newer, attempt.message), event.type) for newer in beside]
            sent.append(self._outgoing(event, attempt.message))
        return sent

    def _outgoing(self, event: Payload, cause: Message) -> Outgoing:
        service = self._step.service
        return outgoing(event, topic=events_of(service), service=service, clock=self._station.clock, cause=cause)

    async def _remove_leftovers(self, messages: Sequence[Message]) -> None:
        """A run that is undone may have left files from an earlier attempt at its step."""
        faults = []
        for message in messages:
            try:
                await self._step.undo(message.run)
            except Exception as error:
                faults.append(self._station.fault(message, error))
        await self._station.keep_faults(faults)


def _groups(attempts: Sequence[Attempt]) -> list[Rows]:
    return [group for attempt in attempts if attempt.outcome for group in attempt.outcome.rows]


def _received(message: Message) -> Received:
    attempts = message.record.attempts
    return Received(message.payload, message.run, message.at, message.id, message.traceparent, attempts=attempts)
