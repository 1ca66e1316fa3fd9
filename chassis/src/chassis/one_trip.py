"""The usual batch in one round trip to PostgreSQL: claims, rows, messages in and acknowledged ones out, one statement.

The statement is its own transaction. What belongs to a run is stored only where its claim in the same statement
succeeds, so it means what `ledger.claim`, `rows.write` and `outbox.add` mean one after the other: a run that is claimed
here has no older children to clear. A batch with anything unusual takes that longer way.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Table, Uuid, any_, bindparam, delete, select
from sqlalchemy.dialects import postgresql

from chassis.database import Row, Transaction
from chassis.rows import unnested
from chassis.schema import OUTBOX, RUN_LEDGER
from contracts.payload import RunId

Shape = tuple[Table, tuple[str, ...]]
"""A table and the columns that are given for it."""

REMOVED = "removed"


async def claim_and_store(
    tx: Transaction, claims: Sequence[Row], stored: Mapping[Table, Sequence[Row]], removed: Sequence[UUID]
) -> set[RunId]:
    """Enter claims, store rows (the outbox's too) and delete acknowledged messages; gives the runs claimed."""
    parts = [(RUN_LEDGER, claims), *((table, rows) for table, rows in _alike(stored) if rows)]
    shapes = tuple((table, tuple(sorted(rows[0]))) for table, rows in parts)
    parameters: dict[str, Any] = {REMOVED: list(removed)}
    for number, (_, rows) in enumerate(parts):
        parameters |= {_name(number, column): [row[column] for row in rows] for column in rows[0]}
    return {RunId(row["workflow_run_id"]) for row in await tx.execute(_statement(shapes), parameters)}


def _alike(stored: Mapping[Table, Sequence[Row]]) -> Iterable[tuple[Table, Sequence[Row]]]:
    """The rows by table and by the columns that they have."""
    for table, rows in stored.items():
        alike: dict[tuple[str, ...], list[Row]] = {}
        for row in rows:
            alike.setdefault(tuple(sorted(row)), []).append(row)
        yield from ((table, members) for members in alike.values())


@lru_cache(maxsize=64)
def _statement(shapes: tuple[Shape, ...]) -> Select[Any]:
    (ledger, columns), *others = shapes
    rows = unnested(ledger, columns, _names(0, columns))
    entered = postgresql.insert(ledger).from_select(list(columns), rows.order_by("workflow_run_id"))
    run = RUN_LEDGER.c.workflow_run_id
    claimed = entered.on_conflict_do_nothing(index_elements=[run]).returning(run).cte("claimed")
    parts = [_stored(number, shape, select(claimed.c[0])) for number, shape in enumerate(others, start=1)]
    gone = delete(OUTBOX).where(OUTBOX.c.id == any_(bindparam(REMOVED, type_=ARRAY(Uuid(), dimensions=1))))
    return select(claimed.c[0]).add_cte(*parts, gone.returning(OUTBOX.c.id).cte("gone"))


def _stored(number: int, shape: Shape, claimed: Select[Any]) -> Any:
    table, columns = shape
    rows = unnested(table, columns, _names(number, columns))
    ours = rows.where(rows.get_final_froms()[0].c.workflow_run_id.in_(claimed))
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
