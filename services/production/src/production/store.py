"""Production's tables, and every query on them: the draft of a run, its bundle, and the bundle's assets in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    Uuid,
    select,
)

from chassis.columns import Json, run_column, time_columns
from chassis.database import Row, Transaction
from chassis.rows import write
from chassis.step import Rows
from contracts.draft import Asset, Bundle, Draft
from contracts.payload import RunId

METADATA = MetaData()

CONTENT_DRAFT = Table(
    "content_draft",
    METADATA,
    Column("draft_id", Uuid(), nullable=False),
    run_column(),
    Column("brief_id", Uuid(), nullable=False),
    Column("strategy_id", Uuid(), nullable=False),
    Column("revision", Integer(), nullable=False),
    Column("package", String(), nullable=False),
    Column("title", Text(), nullable=False),
    Column("sections", Json, nullable=False),
    Column("calendar", Json, nullable=False),
    Column("hashtags", Json, nullable=False),
    Column("advertisements", Json, nullable=False),
    Column("emails", Json, nullable=False),
    *time_columns(),
    PrimaryKeyConstraint("draft_id", name="pk_content_draft"),
    Index("ix_content_draft_workflow_run_id", "workflow_run_id"),
)

DRAFT_BUNDLE = Table(
    "draft_bundle",
    METADATA,
    Column("bundle_id", Uuid(), nullable=False),
    run_column(),
    Column("draft_id", Uuid(), nullable=False),
    *time_columns(),
    PrimaryKeyConstraint("bundle_id", name="pk_draft_bundle"),
    ForeignKeyConstraint(
        ["draft_id"], ["content_draft.draft_id"], name="fk_draft_bundle_draft_id_content_draft", ondelete="CASCADE"
    ),
    Index("ix_draft_bundle_workflow_run_id", "workflow_run_id"),
    Index("ix_draft_bundle_draft_id", "draft_id"),
)

BUNDLE_ASSET = Table(
    "bundle_asset",
    METADATA,
    Column("asset_id", Uuid(), nullable=False),
    run_column(),
    Column("bundle_id", Uuid(), nullable=False),
    Column("position", Integer(), nullable=False),
    Column("kind", String(), nullable=False),
    Column("name", String(), nullable=False),
    Column("media_type", String(), nullable=False),
    Column("size", BigInteger(), nullable=False),
    Column("sha256", String(), nullable=False),
    Column("reference", Text(), nullable=False),
    PrimaryKeyConstraint("asset_id", name="pk_bundle_asset"),
    ForeignKeyConstraint(
        ["bundle_id"], ["draft_bundle.bundle_id"], name="fk_bundle_asset_bundle_id_draft_bundle", ondelete="CASCADE"
    ),
    Index("ix_bundle_asset_workflow_run_id", "workflow_run_id"),
    Index("ix_bundle_asset_bundle_id", "bundle_id"),
)

TABLES: tuple[Table, ...] = (CONTENT_DRAFT, DRAFT_BUNDLE, BUNDLE_ASSET)


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """What production keeps of a run; the times are None until it is read back."""

    run: RunId
    brief_id: UUID
    strategy_id: UUID
    draft: Draft
    bundle: Bundle
    created_at: datetime | None = None
    updated_at: datetime | None = None


def rows(record: DraftRecord) -> tuple[Rows, ...]:
    """Give the rows of a draft and its bundle; the assets replace those that the bundle had."""
    bundle = record.bundle
    bundle_row = {"bundle_id": bundle.bundle_id, "workflow_run_id": record.run, "draft_id": bundle.draft_id}
    assets = tuple(_asset_row(record, place, asset) for place, asset in enumerate(bundle.assets))
    return (
        Rows(CONTENT_DRAFT, (_draft_row(record),)),
        Rows(DRAFT_BUNDLE, (bundle_row,)),
        Rows(BUNDLE_ASSET, assets, children_of=("bundle_id", bundle.bundle_id)),
    )


async def save(tx: Transaction, record: DraftRecord, now: datetime) -> None:
    """Store a draft with its bundle; the same ids again replace what was there."""
    await write(tx, rows(record), now)


async def find(tx: Transaction, run: RunId) -> DraftRecord | None:
    """Read the draft of a run with its bundle; None where there is none."""
    return await _read(tx, CONTENT_DRAFT.c.workflow_run_id == run)


async def find_draft(tx: Transaction, draft_id: UUID) -> DraftRecord | None:
    """Read a draft with its bundle by the draft's id; None where there is none."""
    return await _read(tx, CONTENT_DRAFT.c.draft_id == draft_id)


async def assets_of(tx: Transaction, bundle_id: UUID) -> tuple[Asset, ...]:
    """Read the assets of a bundle in order; empty for a bundle that isn't there."""
    query = select(BUNDLE_ASSET).where(BUNDLE_ASSET.c.bundle_id == bundle_id).order_by(BUNDLE_ASSET.c.position)
    return tuple(Asset.model_validate(dict(row)) for row in await tx.execute(query))


async def _read(tx: Transaction, condition: ColumnElement[bool]) -> DraftRecord | None:
    joined = CONTENT_DRAFT.join(DRAFT_BUNDLE, DRAFT_BUNDLE.c.draft_id == CONTENT_DRAFT.c.draft_id)
    query = select(CONTENT_DRAFT, DRAFT_BUNDLE.c.bundle_id).select_from(joined).where(condition)
    found = await tx.execute(query)
    return _record(found[0], await assets_of(tx, found[0]["bundle_id"])) if found else None


def _draft_row(record: DraftRecord) -> Mapping[str, Any]:
    content = dict(record.draft)
    references = {"brief_id": record.brief_id, "strategy_id": record.strategy_id}
    return {"workflow_run_id": record.run, **references, **content}


def _asset_row(record: DraftRecord, position: int, asset: Asset) -> Mapping[str, Any]:
    parents = {"workflow_run_id": record.run, "bundle_id": record.bundle.bundle_id}
    return {**parents, "position": position, **dict(asset)}


def _record(row: Row, assets: tuple[Asset, ...]) -> DraftRecord:
    return DraftRecord(
        run=RunId(row["workflow_run_id"]),
        brief_id=row["brief_id"],
        strategy_id=row["strategy_id"],
        draft=Draft.model_validate(dict(row)),
        bundle=Bundle(bundle_id=row["bundle_id"], draft_id=row["draft_id"], assets=assets),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
