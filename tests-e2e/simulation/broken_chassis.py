"""Parts of the chassis without their guards: what stands in their place when a mutant is played."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import ledger
from chassis.batch import commit
from chassis.compensation import Compensation
from chassis.consumer import Consumer
from chassis.database import Transaction
from chassis.dead_letters import Fault
from chassis.purging import AT_ONCE, EVERY_SECONDS, Purging
from chassis.reconciliation import Reconciliation
from chassis.records import Message, Outgoing, Record
from chassis.relay import Relay
from chassis.station import Entry, Station
from contracts.payload import Payload, RunId

_claim = ledger.claim
_compensate = ledger.compensate
_enter = Station.enter
_handle = Consumer._handle
_publish = Relay._publish


async def claim_over_tombstones(tx: Transaction, claims: Mapping[RunId, Any], now: datetime) -> set[RunId]:
    """A compensated run may be claimed again."""
    known = await ledger.states(tx, sorted(claims))
    await ledger.forget(tx, [run for run, state in known.items() if state == "compensated"])
    return await _claim(tx, claims, now)


async def claim_any_revision(tx: Transaction, claims: Mapping[RunId, Any], now: datetime) -> set[RunId]:
    """A run that is done may be claimed once more for a revision that is done, or for an older one."""
    known = await ledger.states(tx, sorted(claims))
    done = [run for run, state in known.items() if state == "done" and claims[run].revision > 1]
    await ledger.forget(tx, done)
    return await _claim(tx, claims, now)


async def claim_first_revision(tx: Transaction, claims: Mapping[RunId, Any], now: datetime) -> set[RunId]:
    """No revision but the first is ever let in."""
    return await _claim(tx, {run: claim._replace(revision=1) for run, claim in claims.items()}, now)


async def claim_anything(tx: Transaction, claims: Mapping[RunId, Any], now: datetime) -> set[RunId]:
    """Every claim succeeds."""
    await ledger.forget(tx, sorted(claims))
    return await _claim(tx, claims, now)


async def know_runs(tx: Transaction, asked: Mapping[RunId, int]) -> set[RunId]:
    """A run whose step is done is not looked at again, whichever revision is asked for."""
    return set(await ledger.states(tx, sorted(asked)))


async def hold_anything(_tx: Transaction, runs: Sequence[RunId], _now: datetime) -> set[RunId]:
    """A run may be prepared though it is undone."""
    return set(runs)


async def compensate_known(
    tx: Transaction, causes: Mapping[RunId, str], now: datetime, *, irrevocable: bool
) -> set[RunId]:
    """A run that is unknown gets no tombstone."""
    known = await ledger.states(tx, sorted(causes))
    return await _compensate(tx, {run: causes[run] for run in known}, now, irrevocable=irrevocable)


async def compensate_pivot(
    tx: Transaction, causes: Mapping[RunId, str], now: datetime, *, irrevocable: bool
) -> set[RunId]:
    """The pivot is undone like any other step."""
    return await _compensate(tx, causes, now, irrevocable=False)


async def delete_nothing(
    _tx: Transaction, _tables: Sequence[Any], runs: Sequence[RunId]
) -> dict[RunId, dict[str, int]]:
    """The rows of a compensated run stay."""
    return {run: {} for run in runs}


async def keep_nothing(_tx: Transaction, faults: Sequence[Fault], _now: datetime) -> list[Fault]:
    """A record that failed is kept nowhere."""
    return list(faults)


async def resolve_nothing(_tx: Transaction, _ids: Sequence[UUID], _now: datetime) -> None:
    """A dead letter that was handled is tried again for ever."""


async def commit_once(
    opened: Callable[[], AbstractAsyncContextManager[Transaction]], _clock: Any, work: Callable[[Transaction], Any]
) -> Any:
    """A transaction that failed because the database was away is not tried again."""
    async with opened() as tx:
        return await work(tx)


async def store_nothing(_self: Relay, _tx: Transaction, _messages: Sequence[Outgoing]) -> None:
    """Messages are published and never written to the outbox."""


async def publish_and_forget(self: Relay, messages: Sequence[Outgoing]) -> None:
    """Messages count as acknowledged when they are handed over."""
    await _publish(self, messages)
    self._acknowledged.update(dict.fromkeys((message.id for message in messages), 0.0))


async def sweep_nothing(self: Relay) -> bool:
    """What a crash has left in the outbox stays there."""
    await self.forget_acknowledged()
    return False


async def enter_and_offer(self: Station, tx: Transaction, entry: Entry) -> Entry:
    """Messages are published before their transaction has committed."""
    entered = await _enter(self, tx, entry)
    self.relay.offer(entered.messages)
    return entered


async def commit_then_handle(self: Consumer, records: Sequence[Record]) -> None:
    """Offsets are committed before the records are handled."""
    await self._source.done(records)
    await _handle(self, records)


async def answer_first(self: Compensation, messages: Sequence[Message]) -> list[Entry]:
    """A compensation is answered and nothing is done."""
    async with self._station.database.transaction() as tx:
        answers = [self._answer(message, self._compensated(message.run, {})) for message in messages]
        entry = await self._station.enter(tx, Entry(messages=answers))
    await self._station.publish([entry])
    return [entry]


async def answer_whatever(self: Compensation, messages: Sequence[Message], waiting: Mapping[RunId, Payload]) -> Entry:
    """A compensation is answered though the run's files could not be removed."""
    for run in waiting:
        with suppress(Exception):
            await self._step.undo(run)
    station = self._station
    return await commit(
        station.database, station.clock, lambda tx: station.enter(tx, self._answered(messages, waiting))
    )


async def ask_nobody(_self: Reconciliation) -> int:
    """Nobody asks about runs whose end is unknown."""
    return 0


async def purge_unasked(self: Purging) -> float:
    """Tombstones are purged while their messages can still arrive."""
    before = self.clock.now() - self.retention
    for purge in self.purges:
        while await self._purge_some(purge, before) == AT_ONCE:
            pass
    return EVERY_SECONDS
