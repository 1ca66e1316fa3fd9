"""The outbox table: messages that are committed with their cause and leave when Kafka has acknowledged them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, bindparam, delete, func, select, update

from chassis.columns import Timestamp
from chassis.database import Transaction
from chassis.records import Outgoing, headers_from_json, headers_to_json
from chassis.rows import insert_from, is_any, run_many
from chassis.schema import OUTBOX
from contracts.payload import RunId

_COLUMNS = ("body", "created_at", "headers", "id", "key", "leased_until", "topic", "workflow_run_id")


async def add(tx: Transaction, messages: Sequence[Outgoing], now: datetime, lease: timedelta) -> None:
    """Put messages in; until the lease ends nobody but their writer publishes them."""
    if messages:
        await run_many(tx, _insert_statement(tx.dialect), rows_of(messages, now, lease))


def rows_of(messages: Sequence[Outgoing], now: datetime, lease: timedelta) -> list[dict[str, Any]]:
    """Messages as rows of the outbox."""
    return [_row(message, now, now + lease) for message in messages]


async def remove(tx: Transaction, ids: Sequence[UUID]) -> None:
    """Take acknowledged messages out."""
    if ids:
        await tx.execute(_remove_statement(tx.dialect), {"ids": list(ids)})


async def lease_overdue(tx: Transaction, now: datetime, lease: timedelta, limit: int) -> list[Outgoing]:
    """Take messages whose lease has ended, oldest first, skipping those that another replica takes at this moment."""
    rows = await tx.execute(_lease_statement(), {"now": now, "until": now + lease, "most": limit})
    return sorted((_message(row) for row in rows), key=lambda message: message.id)


async def depth(tx: Transaction) -> tuple[int, datetime | None]:
    """How many messages wait, and since when the oldest."""
    row = (await tx.execute(_depth_statement()))[0]
    return row["depth"], row["oldest"]


def _row(message: Outgoing, now: datetime, leased_until: datetime) -> dict[str, Any]:
    return {
        "id": message.id,
        "workflow_run_id": message.run,
        "topic": message.topic,
        "key": message.key,
        "headers": headers_to_json(message.headers),
        "body": message.body,
        "created_at": now,
        "leased_until": leased_until,
    }


def _message(row: Any) -> Outgoing:
    run = row["workflow_run_id"]
    return Outgoing(
        id=row["id"],
        run=RunId(run) if run else None,
        topic=row["topic"],
        key=row["key"],
        headers=headers_from_json(row["headers"]),
        body=row["body"],
    )


@lru_cache
def _lease_statement() -> Any:
    overdue = select(OUTBOX.c.id).where(OUTBOX.c.leased_until <= bindparam("now", type_=Timestamp()))
    limited = overdue.order_by(OUTBOX.c.id).limit(bindparam("most", type_=Integer()))
    # A common table expression is run once; a subquery PostgreSQL may run for each row, and take more than the limit.
    chosen = limited.with_for_update(skip_locked=True).cte("overdue")
    taken = update(OUTBOX).where(OUTBOX.c.id.in_(select(chosen.c.id)))
    return taken.values(leased_until=bindparam("until", type_=Timestamp())).returning(OUTBOX)


@lru_cache
def _depth_statement() -> Any:
    # Ids count up with time, so the first by its key is the oldest. The least time would be looked for in the whole
    # table, and in all that was deleted since it was vacuumed.
    first = OUTBOX.alias("first")
    oldest = select(first.c.created_at).order_by(first.c.id).limit(1).scalar_subquery()
    return select(func.count().label("depth"), oldest.label("oldest")).select_from(OUTBOX)


@lru_cache
def _remove_statement(dialect: str) -> Any:
    return delete(OUTBOX).where(is_any(OUTBOX.c.id, dialect))


@lru_cache
def _insert_statement(dialect: str) -> Any:
    return insert_from(dialect, OUTBOX, _COLUMNS)
