"""Retries: records among the dead letters whose next attempt is due go through the same handler again."""

from datetime import timedelta

from chassis import dead_letters
from chassis.clock import Clock
from chassis.database import Database
from chassis.handler import Handler

LEASE = timedelta(seconds=300)
"""How long a replica has a due record to itself; after a crash another one takes it."""

LOOK_SECONDS = 2.0
"""How often to look for records that a replica which is gone has left; our own are looked for when they are due."""

LIMIT = 50


async def retry_due(database: Database, handler: Handler, clock: Clock) -> float:
    """Try the records that are due now; gives the seconds until the next look."""
    async with database.transaction() as tx:
        due = await dead_letters.take_due(tx, clock.now(), LEASE, LIMIT)
    if due:
        await handler.handle(due)
    async with database.transaction() as tx:
        following = await dead_letters.next_due(tx)
    if following is None:
        return LOOK_SECONDS
    return min(LOOK_SECONDS, max(0.0, (following - clock.now()).total_seconds()))
