"""The dead letters: records that could not be handled, tried again with growing waits, then parked for a person."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Integer, bindparam, delete, func, select, update

from chassis.columns import Timestamp
from chassis.database import Row, Transaction
from chassis.dead_letter_audit import Content, latest_edits
from chassis.records import Message, Poison, Record, headers_from_json, headers_to_json
from chassis.rows import insert_from, is_any, run_many
from chassis.schema import DEAD_LETTER
from contracts.payload import RunId

_NAMESPACE = UUID("6f6b8c1e-3f0a-5d49-9a53-0c1f2a6f7b11")
_COLUMNS = (
    "attempts",
    "body",
    "created_at",
    "error",
    "headers",
    "id",
    "key",
    "next_attempt_at",
    "offset",
    "parked_at",
    "partition",
    "reason",
    "status",
    "topic",
    "type",
    "updated_at",
    "workflow_run_id",
)
_NEXT_DUE = select(func.min(DEAD_LETTER.c.next_attempt_at).label("due")).where(DEAD_LETTER.c.status == "retrying")

STEP_FAILED = "step_failed"
"""The reason of a record whose step, or whose rows, raised an error at every attempt."""


class Fault(Struct, frozen=True):
    """A record that could not be handled now; `retry_at` is when to try again, None to park it for a person."""

    record: Record
    run: RunId | None
    type: str | None
    reason: str
    error: str
    attempts: int
    retry_at: datetime | None

    @property
    def id(self) -> UUID:
        """The same for every failure of the same record."""
        if self.record.dead_letter_id:
            return self.record.dead_letter_id
        body = sha256(self.record.body or b"").hexdigest()
        return uuid5(_NAMESPACE, f"{self.record.topic}/{_place_of(self.record)}/{body}")


REQUEST_ID = "request-id"
"""The header that tells a record which came over HTTP from others; two requests may bring the same CloudEvent."""


def _place_of(record: Record) -> str:
    """Where it lies on its topic. What came over HTTP lies nowhere: there the request's own id tells it from others.

    The same brief submitted again is another record, or it would not be kept where the first one was discarded.
    """
    if record.offset < 0:
        return (dict(record.headers).get(REQUEST_ID) or b"").decode()
    return f"{record.partition}/{record.offset}"


def fault_of(message: Message, error: Exception, retry_at: datetime | None) -> Fault:
    """A valid message whose handling raised an error."""
    text = f"{type(error).__name__}: {error}".replace("\0", "\u2400")[:2000]
    attempts = message.record.attempts + 1
    return Fault(message.record, message.run, message.payload.type, STEP_FAILED, text, attempts, retry_at)


def fault_of_poison(poison: Poison) -> Fault:
    """A record that can't be read: trying again would not help."""
    error = poison.error.replace("\0", "\u2400")[:2000]
    kind = poison.type.replace("\0", "\u2400") if poison.type else None
    return Fault(poison.record, poison.run, kind, poison.reason, error, poison.record.attempts + 1, None)


async def keep(tx: Transaction, faults: Sequence[Fault], now: datetime) -> list[Fault]:
    """Store faults and give those stored: one that is parked, replayed or discarded already stays as it is."""
    by_id = {fault.id: fault for fault in faults}
    if not by_id:
        return []
    stored = await run_many(tx, _keep_statement(tx.dialect), [_row(fault, now) for fault in by_id.values()])
    return [by_id[row["id"]] for row in stored]


async def resolve(tx: Transaction, ids: Sequence[UUID], now: datetime) -> None:
    """Records that came back and are handled: forget those that nobody saw parked, mark the others replayed."""
    if not ids:
        return
    letter = DEAD_LETTER.c
    chosen, these = is_any(letter.id, tx.dialect), {"ids": list(ids)}
    await tx.execute(delete(DEAD_LETTER).where(chosen, letter.parked_at.is_(None)), these)
    replayed = update(DEAD_LETTER).where(chosen).values(status="replayed", next_attempt_at=None, updated_at=now)
    await tx.execute(replayed, these)


async def take_due(tx: Transaction, now: datetime, lease: timedelta, limit: int) -> list[Record]:
    """Take records whose next attempt is due, as edited; until the lease ends nobody else takes them."""
    rows = await tx.execute(_take_statement(), {"now": now, "until": now + lease, "most": limit})
    edits = await latest_edits(tx, [row["id"] for row in rows])
    return [_as_edited(record_of(row), edits.get(row["id"])) for row in rows]


async def next_due(tx: Transaction) -> datetime | None:
    """When the next attempt is due."""
    due: datetime | None = (await tx.execute(_NEXT_DUE))[0]["due"]
    return due


@lru_cache
def _take_statement() -> Any:
    # A common table expression is run once; a subquery PostgreSQL may run for each row, and take more than the limit.
    letter = DEAD_LETTER.c
    due = (
        select(letter.id)
        .where(letter.status == "retrying", letter.next_attempt_at <= bindparam("now", type_=Timestamp()))
        .order_by(letter.next_attempt_at)
        .limit(bindparam("most", type_=Integer()))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = update(DEAD_LETTER).where(letter.id.in_(select(due.c.id)))
    return taken.values(next_attempt_at=bindparam("until", type_=Timestamp())).returning(DEAD_LETTER)


def _row(fault: Fault, now: datetime) -> dict[str, Any]:
    return {
        "id": fault.id,
        "workflow_run_id": fault.run,
        "topic": fault.record.topic,
        "partition": fault.record.partition,
        "offset": fault.record.offset,
        "type": fault.type,
        "key": fault.record.key,
        "headers": headers_to_json(fault.record.headers),
        "body": fault.record.body,
        "reason": fault.reason,
        "error": fault.error,
        "attempts": fault.attempts,
        "status": "retrying" if fault.retry_at else "parked",
        "next_attempt_at": fault.retry_at,
        "parked_at": None if fault.retry_at else now,
        "created_at": now,
        "updated_at": now,
    }


def record_of(row: Row) -> Record:
    """The record as it came."""
    return Record(
        topic=row["topic"],
        partition=row["partition"],
        offset=row["offset"],
        key=row["key"],
        headers=headers_from_json(row["headers"]),
        body=row["body"],
        attempts=row["attempts"],
        dead_letter_id=row["id"],
        came_at=row["created_at"],
    )


def _as_edited(record: Record, edit: Content | None) -> Record:
    return replace(record, headers=edit.headers, body=edit.body) if edit else record


@lru_cache
def _keep_statement(dialect: str) -> Any:
    insert = insert_from(dialect, DEAD_LETTER, _COLUMNS, order_by="id")
    changed = ("attempts", "error", "next_attempt_at", "reason", "status", "updated_at")
    values = {name: insert.excluded[name] for name in changed}
    values["parked_at"] = func.coalesce(DEAD_LETTER.c.parked_at, insert.excluded.parked_at)
    still_tried = DEAD_LETTER.c.status == "retrying"
    return insert.on_conflict_do_update(index_elements=["id"], set_=values, where=still_tried).returning(
        DEAD_LETTER.c.id
    )
