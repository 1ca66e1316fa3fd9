"""How a batch is committed: at once; by halves where the data is at fault; not at all while the database is away."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

import structlog

from chassis.clock import Clock, backoff
from chassis.database import Database, Transaction, is_away, is_conflict

_log = structlog.get_logger(__name__)

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")
_Item = TypeVar("_Item", contravariant=True)
_Result = TypeVar("_Result", covariant=True)


class Work(Protocol[_Item, _Result]):
    """What is written for a batch."""

    async def apply(self, tx: Transaction, items: Sequence[_Item]) -> _Result:
        """Write the effects of these items."""

    async def blame(self, tx: Transaction, item: _Item, error: Exception) -> _Result:
        """Write that this item could not be handled."""


async def commit_batch(
    database: Database, clock: Clock, items: Sequence[ItemT], work: Work[ItemT, ResultT]
) -> list[ResultT]:
    """Apply all items in one transaction, or each half in its own where one is refused; gives what each committed.

    One refused item in n costs about 2 log2(n) transactions, and the refused one is blamed alone.
    """
    try:
        return [await commit(database, clock, lambda tx: work.apply(tx, items))]
    except Exception as error:
        if (half := len(items) // 2) > 0:
            halves = (items[:half], items[half:])
            return [each for part in halves for each in await commit_batch(database, clock, part, work)]
        refusal = error
    _log.warning("item_refused", error=str(refusal)[:500])
    return [await commit(database, clock, lambda tx: work.blame(tx, items[0], refusal))]


async def commit(database: Database, clock: Clock, write: Callable[[Transaction], Awaitable[ResultT]]) -> ResultT:
    """Run one transaction, again and again while the database is away or another transaction is in the way.

    After a commit whose answer was lost it runs again: what it writes must be repeatable.
    """
    return await _insist(database.transaction, clock, write)


async def read(database: Database, clock: Clock, query: Callable[[Transaction], Awaitable[ResultT]]) -> ResultT:
    """Run statements that only read, however long the database is away."""
    return await _insist(database.reading, clock, query)


async def _insist(
    opened: Callable[[], AbstractAsyncContextManager[Transaction]],
    clock: Clock,
    work: Callable[[Transaction], Awaitable[ResultT]],
) -> ResultT:
    attempt = 0
    while True:
        try:
            async with opened() as tx:
                return await work(tx)
        except Exception as error:
            if not (is_away(error) or is_conflict(error)):
                raise
            attempt += 1
            wait = backoff(attempt, clock, first=0.05, longest=2.0)
            _log.warning("database_waits", attempt=attempt, seconds=round(wait, 2), error=str(error)[:200])
        await clock.sleep(wait)
