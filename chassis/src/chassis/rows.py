"""Multi-row statements: one a table for a whole batch, the same meaning on PostgreSQL and SQLite."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, JSON, Insert, Select, Table, Text, Uuid, any_, bindparam, cast, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from chassis.columns import JsonTexts
from chassis.database import Row, Transaction
from chassis.step import Rows
from contracts.payload import RunId


async def write(tx: Transaction, groups: Iterable[Rows], now: datetime) -> None:
    """Store rows in as few statements as there are tables; the same primary key again replaces the row."""
    for table, members in _by_table(groups).items():
        await _clear_children(tx, table, members)
        await upsert(tx, table, [_stamped(table, row, now) for member in members for row in member.rows])


async def upsert(tx: Transaction, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows; where the primary key is there, update the given columns, all but `created_at`."""
    alike: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        alike.setdefault(tuple(sorted(row)), []).append(row)
    for names, members in alike.items():
        await run_many(tx, _upsert_statement(tx.dialect, table, names), members)


async def run_many(tx: Transaction, statement: Insert, rows: Sequence[Row]) -> list[Row]:
    """Run an insert made by `insert_from`: at once with arrays on PostgreSQL, row by row in memory."""
    if tx.dialect == "postgresql":
        return list(await tx.execute(statement, {name: [row[name] for row in rows] for name in rows[0]}))
    return [given for row in rows for given in await tx.execute(statement, row)]


def insert_from(dialect: str, table: Table, names: tuple[str, ...], *, order_by: str | None = None) -> Any:
    """An insert of many rows from array parameters (PostgreSQL) or of one row (SQLite), open for `on_conflict_…`."""
    if dialect == "sqlite":
        return sqlite.insert(table).values({name: bindparam(name, type_=table.c[name].type) for name in names})
    rows = unnested(table, names)
    return postgresql.insert(table).from_select(list(names), rows.order_by(order_by) if order_by else rows)


def unnested(table: Table, names: tuple[str, ...], parameters: Mapping[str, str] | None = None) -> Select[Any]:
    """A select over one array parameter a column, typed like the table's columns and named so, or as told."""
    types = {name: _array_of(table.c[name].type) for name in names}
    called = parameters or {name: name for name in names}
    arrays = [cast(bindparam(called[name], type_=kind), kind) for name, kind in types.items()]
    source = func.unnest(*arrays).table_valued(*names).render_derived()
    columns = (source.c[name] for name in names)
    return select(*(cast(each, JSONB) if isinstance(types[each.name], JsonTexts) else each for each in columns))


def _array_of(kind: TypeEngine[Any]) -> "ARRAY[Any]":
    return JsonTexts(Text(), dimensions=1) if isinstance(kind, JSON) else ARRAY(kind, dimensions=1)


def is_any(column: ColumnElement[Any], dialect: str) -> ColumnElement[bool]:
    """`column` is one of the parameter `ids`: one array on PostgreSQL, so that the statement's text never changes."""
    if dialect == "sqlite":
        return column.in_(bindparam("ids", expanding=True))
    return column == any_(bindparam("ids", type_=ARRAY(Uuid(), dimensions=1)))


async def delete_runs(tx: Transaction, tables: Sequence[Table], runs: Sequence[RunId]) -> dict[RunId, dict[str, int]]:
    """Delete all rows of these runs, children first; gives the counts by run and table, zero counts left out."""
    removed: dict[RunId, dict[str, int]] = {run: {} for run in runs}
    for table in reversed(tables):
        statement = _delete_statement(tx.dialect, table, "workflow_run_id")
        gone = await tx.execute(statement, {"ids": list(runs)})
        for run, count in Counter(RunId(row["workflow_run_id"]) for row in gone).items():
            removed[run][table.name] = count
    return removed


async def runs_with_rows(tx: Transaction, tables: Sequence[Table], runs: Sequence[RunId]) -> set[RunId]:
    """Those of these runs that have rows in any of the tables."""
    found: set[RunId] = set()
    for table in tables if runs else ():
        chosen = select(table.c.workflow_run_id).where(is_any(table.c.workflow_run_id, tx.dialect))
        found |= {RunId(row["workflow_run_id"]) for row in await tx.execute(chosen, {"ids": list(runs)})}
    return found


def by_table(groups: Iterable[Rows], now: datetime) -> dict[Table, Sequence[Row]]:
    """The rows of all groups by their table, with their times."""
    return {
        table: [_stamped(table, row, now) for member in members for row in member.rows]
        for table, members in _by_table(groups).items()
    }


def _by_table(groups: Iterable[Rows]) -> dict[Table, list[Rows]]:
    members: dict[Table, list[Rows]] = {}
    for group in groups:
        members.setdefault(group.table, []).append(group)
    return members


async def _clear_children(tx: Transaction, table: Table, members: Sequence[Rows]) -> None:
    parents: dict[str, list[UUID]] = {}
    for member in members:
        if member.children_of:
            column, parent = member.children_of
            parents.setdefault(column, []).append(parent)
    for column, ids in parents.items():
        await tx.execute(_delete_statement(tx.dialect, table, column), {"ids": ids})


def _stamped(table: Table, row: Row, now: datetime) -> Row:
    stamps = {name: now for name in ("created_at", "updated_at") if name in table.c}
    return {**stamps, **row}


@lru_cache(maxsize=256)
def _delete_statement(dialect: str, table: Table, column: str) -> Any:
    return delete(table).where(is_any(table.c[column], dialect)).returning(table.c.workflow_run_id)


@lru_cache(maxsize=256)
def _upsert_statement(dialect: str, table: Table, names: tuple[str, ...]) -> Insert:
    key = [column.name for column in table.primary_key]
    insert = insert_from(dialect, table, names)
    changed = {name: insert.excluded[name] for name in names if name not in (*key, "created_at")}
    statement: Insert = insert.on_conflict_do_update(index_elements=key, set_=changed)
    return statement
