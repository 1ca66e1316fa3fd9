"""Dead letters as people see them: lists by what is wanted, page by page, and one with its bytes and its audit."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from chassis.database import Row, Transaction
from chassis.dead_letter_audit import Content, latest_edits, lines_of
from chassis.records import headers_from_json, headers_to_json
from chassis.schema import DEAD_LETTER

_LEFT_OUT = ("key", "headers", "body")


class Wanted(Struct, frozen=True):
    """Which dead letters: those that match everything that is not None."""

    status: str | None = "parked"
    reason: str | None = None
    type: str | None = None
    run: UUID | None = None

    def __str__(self) -> str:
        pairs = (("reason", self.reason), ("type", self.type), ("run", self.run))
        return "".join(f", {name} {value}" for name, value in pairs if value is not None)

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as SQL."""
        letter = DEAD_LETTER.c
        pairs = (
            (letter.status, self.status),
            (letter.reason, self.reason),
            (letter.type, self.type),
            (letter.workflow_run_id, self.run),
        )
        return [column == value for column, value in pairs if value is not None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended. The dead letter itself may be gone when the next page is asked for."""

    created_at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.created_at.isoformat()}~{self.id}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """The reverse of `str`. Raises ValueError."""
        moment, _, key = text.partition("~")
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise ValueError("a time without its zone")
        try:
            return cls(at.astimezone(UTC), UUID(key))
        except OverflowError as error:
            raise ValueError("a time before the first year or behind the last") from error


async def listed(
    tx: Transaction, wanted: Wanted, *, limit: int = 50, after: Place | None = None
) -> list[dict[str, Any]]:
    """Dead letters without their bytes, newest first, those behind `after` where given."""
    letter = DEAD_LETTER.c
    query = select(*(column for column in letter if column.name not in _LEFT_OUT)).where(*wanted.conditions())
    if after:
        as_old = (letter.created_at == after.created_at) & (letter.id < after.id)
        query = query.where((letter.created_at < after.created_at) | as_old)
    query = query.order_by(letter.created_at.desc(), letter.id.desc()).limit(limit)
    return [dict(row) for row in await tx.execute(query)]


async def find(tx: Transaction, key: UUID) -> dict[str, Any] | None:
    """One dead letter with what it says now, what it said when it came if that was edited, and its audit."""
    found = await tx.execute(select(DEAD_LETTER).where(DEAD_LETTER.c.id == key))
    if not found:
        return None
    original = content_of(found[0])
    edited = (await latest_edits(tx, [key])).get(key)
    return {
        **_summary(found[0]),
        **_shown(edited or original),
        "original": _shown(original) if edited else None,
        "audit": await lines_of(tx, key),
    }


def content_of(row: Row) -> Content:
    """What a dead letter said when it came."""
    return Content(headers_from_json(row["headers"]), row["body"])


def _summary(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _LEFT_OUT}


def _shown(content: Content) -> dict[str, Any]:
    body = content.body or b""
    headers = headers_to_json(content.headers)
    try:
        return {"headers": headers, "body": body.decode(), "body_encoding": "text"}
    except UnicodeDecodeError:
        return {"headers": headers, "body": base64.b64encode(body).decode(), "body_encoding": "base64"}
