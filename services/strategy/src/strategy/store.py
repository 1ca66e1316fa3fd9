"""The strategy service's table and every query on it: one strategy a run, numbered by version within its brief."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    Uuid,
    func,
    select,
)

from chassis.columns import Json, run_column, time_columns
from chassis.database import Transaction
from chassis.rows import is_any, write
from chassis.step import Rows
from contracts.brief import Brief
from contracts.payload import RunId
from contracts.strategy import Strategy
from strategy.domain.strategist import Document
from strategy.domain.versions import Previous

METADATA = MetaData()

STRATEGY_DOCUMENT = Table(
    "strategy_document",
    METADATA,
    Column("strategy_id", Uuid(), nullable=False),
    run_column(),
    Column("brief_id", Uuid(), nullable=False),
    Column("version", Integer(), nullable=False),
    Column("brief", Json, nullable=False),
    Column("strategy", Json, nullable=False),
    Column("kpis", Json, nullable=False),
    Column("channels", Json, nullable=False),
    Column("tactics", Json, nullable=False),
    *time_columns(),
    PrimaryKeyConstraint("strategy_id", name="pk_strategy_document"),
    UniqueConstraint("brief_id", "version", name="uq_strategy_document_brief_id_version"),
    UniqueConstraint("workflow_run_id", name="uq_strategy_document_workflow_run_id"),
    CheckConstraint("version >= 1", name="ck_strategy_document_version"),
)

TABLES = (STRATEGY_DOCUMENT,)


@dataclass(frozen=True, slots=True)
class Stored:
    """A strategy as it lies in the database, and when it was first and last written."""

    document: Document
    created_at: datetime
    updated_at: datetime


def rows(document: Document) -> tuple[Rows, ...]:
    """Turn a strategy into its row; KPIs, channels and tactics stand beside it so that they can be queried alone."""
    strategy = document.strategy
    row = {
        "strategy_id": document.strategy_id,
        "workflow_run_id": document.run,
        "brief_id": document.brief_id,
        "version": document.version,
        "brief": document.brief,
        "strategy": strategy,
        "kpis": strategy.kpis,
        "channels": strategy.channels,
        "tactics": {plan.channel.value: plan.tactics for plan in strategy.channels},
    }
    return (Rows(STRATEGY_DOCUMENT, (row,)),)


async def save(tx: Transaction, document: Document, now: datetime) -> None:
    """Write one strategy; the same strategy id again replaces it."""
    await write(tx, rows(document), now)


async def find(tx: Transaction, run: RunId) -> Stored | None:
    """Give the strategy that this run made, None where it made none."""
    found = await tx.execute(select(STRATEGY_DOCUMENT).where(STRATEGY_DOCUMENT.c.workflow_run_id == run))
    return _stored(found[0]) if found else None


async def versions(tx: Transaction, brief_id: UUID) -> tuple[Stored, ...]:
    """Give all strategies of a brief, first version first."""
    table = STRATEGY_DOCUMENT
    found = await tx.execute(select(table).where(table.c.brief_id == brief_id).order_by(table.c.version))
    return tuple(_stored(row) for row in found)


async def latest(tx: Transaction, brief_ids: Sequence[UUID]) -> Mapping[UUID, Previous]:
    """Give the latest version of each of these briefs that has one, with the brief it was made from."""
    found = await tx.execute(_latest_statement(tx.dialect), {"ids": list(brief_ids)})
    return {row["brief_id"]: Previous(row["version"], Brief.model_validate(row["brief"])) for row in found}


@lru_cache
def _latest_statement(dialect: str) -> Any:
    table = STRATEGY_DOCUMENT
    newest = (
        select(table.c.brief_id, func.max(table.c.version).label("version"))
        .where(is_any(table.c.brief_id, dialect))
        .group_by(table.c.brief_id)
        .subquery()
    )
    same = (table.c.brief_id == newest.c.brief_id) & (table.c.version == newest.c.version)
    return select(table.c.brief_id, table.c.version, table.c.brief).join(newest, same)


def _stored(row: Mapping[Any, Any]) -> Stored:
    document = Document(
        strategy_id=row["strategy_id"],
        run=RunId(row["workflow_run_id"]),
        brief_id=row["brief_id"],
        version=row["version"],
        brief=Brief.model_validate(row["brief"]),
        strategy=Strategy.model_validate(row["strategy"]),
    )
    return Stored(document, row["created_at"], row["updated_at"])
