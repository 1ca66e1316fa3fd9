"""Purging: what is no longer needed of runs that have long ended goes, but never while a message of theirs can arrive.

A purged tombstone no longer refuses a late forward event, and a purged dead letter no longer keeps its record from
being handled anew, so the retention must exceed that of every topic that is read; where it does not, nothing is purged.
A run with a record among the dead letters keeps its entry: it can be replayed. A run that is done keeps its entry as
long as its rows and files, which without one would be orphans. The pivot keeps all entries: a service that comes back
after longer than any retention may still publish what it had committed, and what the pivot does can't be undone.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, exists, select

from chassis import ledger
from chassis.clock import Clock
from chassis.database import Database, Transaction
from chassis.rows import is_any
from chassis.schema import DEAD_LETTER, RUN_LEDGER
from chassis.step import Step

EVERY_SECONDS = 3600.0
AT_ONCE = 1000
_log = structlog.get_logger(__name__)

LongestRetention = Callable[[], Awaitable[timedelta | None]]
"""Asks the broker for the longest retention of the topics that a service reads; None where one is unlimited."""

Purge = Callable[[Transaction, datetime], Awaitable[int]]
"""Deletes some of what was last written before a time; gives their number, AT_ONCE where there may be more."""


async def purge_ledger(tx: Transaction, before: datetime) -> int:
    """Delete entries of runs that were undone or refused."""
    entry, letter = RUN_LEDGER.c, DEAD_LETTER.c
    replayable = exists().where(
        letter.workflow_run_id == entry.workflow_run_id, letter.status.in_(("parked", "retrying"))
    )
    query = select(entry.workflow_run_id).where(
        entry.updated_at < before, entry.state.in_(("compensated", "failed")), ~replayable
    )
    rows = await tx.execute(query.limit(AT_ONCE).with_for_update(skip_locked=True))
    runs: list[UUID] = [row["workflow_run_id"] for row in rows]
    if runs:
        await ledger.forget(tx, runs)
    return len(runs)


async def purge_dead_letters(tx: Transaction, before: datetime) -> int:
    """Delete dead letters that were replayed or discarded, with their audit."""
    letter = DEAD_LETTER.c
    ended = letter.status.in_(("replayed", "discarded"))
    query = select(letter.id).where(ended, letter.created_at < before, letter.updated_at < before)
    rows = await tx.execute(query.limit(AT_ONCE).with_for_update(skip_locked=True))
    ids = [row["id"] for row in rows]
    if ids:
        await tx.execute(delete(DEAD_LETTER).where(is_any(letter.id, tx.dialect)), {"ids": ids})
    return len(ids)


def purges_of(step: Step) -> tuple[Purge, ...]:
    """What a step's service may purge."""
    return (purge_dead_letters,) if step.irrevocable else (purge_ledger, purge_dead_letters)


@dataclass(frozen=True, slots=True)
class Purging:
    """Deletes what is older than `retention`."""

    database: Database
    clock: Clock
    retention: timedelta
    longest_retention: LongestRetention
    purges: Sequence[Purge]

    async def round(self) -> float:
        """Purge what may go; gives the seconds until the next round."""
        topics = await self.longest_retention()
        if topics is None or topics >= self.retention:
            _log.warning(
                "purge_refused",
                retention_days=self.retention.days,
                topics_days=topics.days if topics else "unlimited",
                reason="AICMO_LEDGER_RETENTION_SECONDS must exceed the retention of the topics that this service reads",
            )
            return EVERY_SECONDS
        before = self.clock.now() - self.retention
        for purge in self.purges:
            while await self._purge_some(purge, before) == AT_ONCE:
                pass
        return EVERY_SECONDS

    async def _purge_some(self, purge: Purge, before: datetime) -> int:
        async with self.database.transaction() as tx:
            count = await purge(tx, before)
        if count:
            _log.info("purged", what=getattr(purge, "__name__", ""), count=count)
        return count
