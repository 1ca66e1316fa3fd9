"""The usual batch in one round trip to PostgreSQL: entries, rows, messages in and acknowledged ones out, one statement.

The statement is its own transaction. What belongs to a run is stored only where the run's entry in the same statement
is let in, so a step's batch means what `ledger.claim`, `rows.write` and `outbox.add` mean one after the other: a run
that is claimed here, being new, has no older rows to clear. A batch with anything unusual takes that longer way.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Table, Uuid, any_, bindparam, delete, select
from sqlalchemy.dialects import postgresql

from chassis.database import Row, Transaction
from chassis.rows import unnested
from chassis.schema import OUTBOX
from contracts.payload import RunId

Shape = tuple[Table, tuple[str, ...]]
"""A table and the columns that are given for it."""

REMOVED = "removed"

OnConflict = Callable[[Any], Any]
"""Completes an insert: what happens where the run has a row already."""

Admit = Callable[[Select[Any]], Select[Any]]
"""Narrows the rows that are to be inserted; those that it leaves out are not let in."""


@dataclass(frozen=True, slots=True)
class Entries:
    """One row a run; `admit` and `on_conflict` say which of them are let in."""

    table: Table
    rows: Sequence[Row]
    on_conflict: OnConflict
    admit: Admit | None = None


async def enter_and_store(
    tx: Transaction, entries: Entries, stored: Mapping[Table, Sequence[Row]], removed: Sequence[UUID]
) -> set[RunId]:
    """Enter runs, store the rows of those let in, the outbox's too, delete acknowledged messages; gives the let-in."""
    parts = [(entries.table, entries.rows), *((table, rows) for table, rows in _alike(stored) if rows)]
    shapes = tuple((table, tuple(sorted(rows[0]))) for table, rows in parts)
    parameters: dict[str, Any] = {REMOVED: list(removed)}
    for number, (_, rows) in enumerate(parts):
        parameters |= {_name(number, column): [row[column] for row in rows] for column in rows[0]}
    statement = _statement(shapes, entries.on_conflict, entries.admit)
    return {RunId(row["workflow_run_id"]) for row in await tx.execute(statement, parameters)}


def _alike(stored: Mapping[Table, Sequence[Row]]) -> Iterable[tuple[Table, Sequence[Row]]]:
    """The rows by table and by the columns that they have."""
    for table, rows in stored.items():
        alike: dict[tuple[str, ...], list[Row]] = {}
        for row in rows:
            alike.setdefault(tuple(sorted(row)), []).append(row)
        yield from ((table, members) for members in alike.values())


@lru_cache(maxsize=64)
def _statement(shapes: tuple[Shape, ...], on_conflict: OnConflict, admit: Admit | None) -> Select[Any]:
    (table, columns), *others = shapes
    rows = unnested(table, columns, _names(0, columns))
    rows = admit(rows) if admit else rows
    insert = postgresql.insert(table).from_select(list(columns), rows.order_by("workflow_run_id"))
    entered = on_conflict(insert).returning(table.c.workflow_run_id).cte("entered")
    parts = [_stored(number, shape, select(entered.c[0])) for number, shape in enumerate(others, start=1)]
    gone = delete(OUTBOX).where(OUTBOX.c.id == any_(bindparam(REMOVED, type_=ARRAY(Uuid(), dimensions=1))))
    return select(entered.c[0]).add_cte(*parts, gone.returning(OUTBOX.c.id).cte("gone"))


def _stored(number: int, shape: Shape, entered: Select[Any]) -> Any:
    table, columns = shape
    rows = unnested(table, columns, _names(number, columns))
    ours = rows.where(rows.get_final_froms()[0].c.workflow_run_id.in_(entered))
    insert = postgresql.insert(table).from_select(list(columns), ours)
    key = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in columns if name not in (*key, "created_at")}
    return (
        insert.on_conflict_do_update(index_elements=key, set_=changed)
        .returning(table.c[key[0]])
        .cte(f"stored_{number}")
    )


def _names(number: int, columns: Sequence[str]) -> dict[str, str]:
    return {column: _name(number, column) for column in columns}


def _name(number: int, column: str) -> str:
    return f"p{number}_{column}"
