"""Purging: ledger rows of runs that have long ended go, but never while a message of theirs can still arrive.

A purged tombstone no longer refuses a late forward event, so the retention must exceed that of every topic that is
read; where it does not, nothing is purged. A run with a record among the dead letters is kept: it can be replayed.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import and_, exists, or_, select

from chassis import ledger
from chassis.clock import Clock
from chassis.database import Database, Transaction
from chassis.schema import DEAD_LETTER, RUN_LEDGER

EVERY_SECONDS = 3600.0
AT_ONCE = 1000
_log = structlog.get_logger(__name__)

LongestRetention = Callable[[], Awaitable[timedelta | None]]
"""Asks the broker for the longest retention of the topics that a service reads; None where one is unlimited."""


@dataclass(frozen=True, slots=True)
class Purging:
    """Deletes ledger rows older than `retention`."""

    database: Database
    clock: Clock
    retention: timedelta
    longest_retention: LongestRetention

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
        while await self._purge_some(before) == AT_ONCE:
            pass
        return EVERY_SECONDS

    async def _purge_some(self, before: datetime) -> int:
        async with self.database.transaction() as tx:
            runs = await _ended(tx, before)
            if runs:
                await ledger.forget(tx, runs)
                _log.info("ledger_purged", runs=len(runs))
        return len(runs)


async def _ended(tx: Transaction, before: datetime) -> list[UUID]:
    entry, letter = RUN_LEDGER.c, DEAD_LETTER.c
    settled = and_(entry.state == "done", entry.settled_at.is_not(None))
    replayable = exists().where(
        letter.workflow_run_id == entry.workflow_run_id, letter.status.in_(("parked", "retrying"))
    )
    query = select(entry.workflow_run_id).where(
        entry.updated_at < before, or_(settled, entry.state == "compensated"), ~replayable
    )
    rows = await tx.execute(query.limit(AT_ONCE).with_for_update(skip_locked=True))
    return [row["workflow_run_id"] for row in rows]
