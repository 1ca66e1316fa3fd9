"""The audit of dead letters: who did what with them and when; an edit's line holds the record as edited.

Lines are only ever added, so the bytes that came and every edit of them stay known as long as the dead letter does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import structlog
from msgspec import Struct
from sqlalchemy import Integer, LargeBinary, Text, func, insert, literal, select

from chassis.columns import Json, Timestamp
from chassis.database import Transaction
from chassis.records import headers_from_json, headers_to_json
from chassis.rows import is_any
from chassis.schema import DEAD_LETTER, DEAD_LETTER_AUDIT
from contracts.envelope import Headers

Action = Literal["edit", "replay", "discard"]
_log = structlog.get_logger(__name__)


class Order(Struct, frozen=True):
    """Who wants something done, when, and what is worth telling of it."""

    actor: str
    at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a record says: the part of it that an edit replaces."""

    headers: Headers
    body: bytes | None


async def enter(
    tx: Transaction, ids: Sequence[UUID], action: Action, order: Order, content: Content | None = None
) -> None:
    """Add a line to each of these dead letters, which the caller has locked while they were parked."""
    values = (
        literal(order.at, Timestamp()),
        literal(order.actor, Text()),
        literal(action, Text()),
        literal("parked", Text()),
        literal(order.detail, Text()),
        literal(headers_to_json(content.headers) if content else None, Json),
        literal(content.body if content else None, LargeBinary()),
    )
    names = ("dead_letter_id", "position", "at", "actor", "action", "status_before", "detail", "headers", "body")
    lines = select(DEAD_LETTER.c.id, _next_position(), *values).where(is_any(DEAD_LETTER.c.id, tx.dialect))
    await tx.execute(insert(DEAD_LETTER_AUDIT).from_select(names, lines), {"ids": list(ids)})


def log(ids: Sequence[UUID], action: Action, order: Order) -> None:
    """Say what was done, once it is committed."""
    for key in ids:
        _log.info(f"dead_letter_{action}", dead_letter_id=str(key), actor=order.actor, detail=order.detail)


async def lines_of(tx: Transaction, key: UUID) -> list[dict[str, Any]]:
    """What people did with one dead letter, oldest first, without the contents of edits."""
    line = DEAD_LETTER_AUDIT.c
    shown = select(line.at, line.actor, line.action, line.status_before, line.detail)
    found = await tx.execute(shown.where(line.dead_letter_id == key).order_by(line.position))
    return [dict(row) for row in found]


async def latest_edits(tx: Transaction, ids: Sequence[UUID]) -> dict[UUID, Content]:
    """What the edited ones of these dead letters say now."""
    if not ids:
        return {}
    line = DEAD_LETTER_AUDIT.c
    query = select(line.dead_letter_id, line.headers, line.body).where(line.action == "edit")
    chosen = query.where(is_any(line.dead_letter_id, tx.dialect)).order_by(line.position)
    found = await tx.execute(chosen, {"ids": list(ids)})
    return {row["dead_letter_id"]: Content(headers_from_json(row["headers"]), row["body"]) for row in found}


def _next_position() -> Any:
    line = DEAD_LETTER_AUDIT.c
    last = select(func.max(line.position)).where(line.dead_letter_id == DEAD_LETTER.c.id).scalar_subquery()
    return func.coalesce(last, 0, type_=Integer()) + 1
