"""What people may do with dead letters while they are parked: edit, replay, discard, one or many; each is audited."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import select, update

from chassis import dead_letter_audit
from chassis.clock import Clock
from chassis.database import Database, Row, Transaction
from chassis.dead_letter_audit import Action, Content, Order, latest_edits
from chassis.dead_letter_lists import Wanted, content_of
from chassis.dead_letters import record_of
from chassis.records import MAXIMUM_BODY_BYTES, Message, PassedOver, Poison, Record, decode
from chassis.rows import is_any
from chassis.schema import DEAD_LETTER

AT_ONCE = 500
"""How many dead letters one transaction changes."""

Problem = tuple[str, str]
"""A field, and what is wrong with it."""


class NotAMessage(ValueError):
    """An edited record would not be a message of its topic; `problems` are all that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{field}: {text}" for field, text in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Edit:
    """What to replace: the headers as a whole, the body, or both."""

    headers: list[tuple[str, bytes | None]] | None = None
    body: bytes | None = None

    def __str__(self) -> str:
        return " and ".join(name for name in ("headers", "body") if getattr(self, name) is not None)


async def edit(tx: Transaction, key: UUID, change: Edit, order: Order, clock: Clock) -> str | None:
    """Have a parked record say something else, which a replay then uses; the bytes that came are kept.

    Gives its status before, None if unknown. Raises NotAMessage.
    """
    row = await _locked(tx, key)
    if row is None or row["status"] != "parked":
        return _status(row)
    before = (await latest_edits(tx, [key])).get(key) or content_of(row)
    content = Content(
        before.headers if change.headers is None else change.headers,
        before.body if change.body is None else change.body,
    )
    message = _checked(replace(record_of(row), headers=content.headers, body=content.body), row, clock)
    about = {"type": message.payload.type, "workflow_run_id": message.run, "updated_at": order.at}
    await tx.execute(update(DEAD_LETTER).where(DEAD_LETTER.c.id == key).values(about))
    await dead_letter_audit.enter(tx, [key], "edit", replace(order, detail=str(change)), content)
    return "parked"


async def replay(tx: Transaction, key: UUID, order: Order) -> str | None:
    """Have a parked record tried at once, its attempts counted anew; gives its status before, None if unknown."""
    return await _change_one(tx, key, "replay", order)


async def discard(tx: Transaction, key: UUID, order: Order) -> str | None:
    """Give up on a parked record; it stays listed as discarded. Gives its status before, None if unknown."""
    return await _change_one(tx, key, "discard", order)


async def change_many(database: Database, action: Action, wanted: Wanted, order: Order) -> int:
    """Replay or discard all parked records that match, some in each transaction; gives their number.

    One that is parked again meanwhile is not taken a second time. What a failure leaves undone, doing it again does.
    """
    changed, beyond = 0, UUID(int=0)
    while True:
        async with database.transaction() as tx:
            ids = await _locked_behind(tx, replace(wanted, status="parked"), beyond)
            if ids:
                await _change(tx, ids, action, order)
        dead_letter_audit.log(ids, action, order)
        changed += len(ids)
        if len(ids) < AT_ONCE:
            return changed
        beyond = ids[-1]


async def _change_one(tx: Transaction, key: UUID, action: Action, order: Order) -> str | None:
    row = await _locked(tx, key)
    if row is not None and row["status"] == "parked":
        await _change(tx, [key], action, order)
    return _status(row)


async def _change(tx: Transaction, ids: Sequence[UUID], action: Action, order: Order) -> None:
    """Change records that are locked and parked."""
    values: dict[str, Any] = {"status": "discarded", "next_attempt_at": None, "updated_at": order.at}
    if action == "replay":
        values |= {"status": "retrying", "next_attempt_at": order.at, "attempts": 0}
    chosen = update(DEAD_LETTER).where(is_any(DEAD_LETTER.c.id, tx.dialect))
    await tx.execute(chosen.values(values), {"ids": list(ids)})
    await dead_letter_audit.enter(tx, ids, action, order)


async def _locked(tx: Transaction, key: UUID) -> Row | None:
    found = await tx.execute(select(DEAD_LETTER).where(DEAD_LETTER.c.id == key).with_for_update())
    return found[0] if found else None


def _status(row: Row | None) -> str | None:
    return None if row is None else str(row["status"])


async def _locked_behind(tx: Transaction, wanted: Wanted, beyond: UUID) -> list[UUID]:
    key = DEAD_LETTER.c.id
    query = select(key).where(*wanted.conditions(), key > beyond).order_by(key).limit(AT_ONCE)
    return [row["id"] for row in await tx.execute(query.with_for_update())]


def _checked(record: Record, row: Row, clock: Clock) -> Message:
    """The message that an edited record is. Raises NotAMessage."""
    if len(record.body or b"") > MAXIMUM_BODY_BYTES:
        raise NotAMessage([("body", f"has {len(record.body or b'')} bytes; at most {MAXIMUM_BODY_BYTES} are allowed")])
    read = decode(record, clock)
    if isinstance(read, Poison):
        raise NotAMessage(_problems(read))
    if isinstance(read, PassedOver):
        raise NotAMessage([("ce_type", f"{read.type} is not read here, came as {read.also_sent_as} too: discard it")])
    if row["workflow_run_id"] not in (None, read.run):
        raise NotAMessage([("workflow_run_id", f"must stay {row['workflow_run_id']}")])
    return read


def _problems(poison: Poison) -> Sequence[Problem]:
    return poison.problems or [("headers", poison.error)]
