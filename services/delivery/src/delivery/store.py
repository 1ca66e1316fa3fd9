"""Delivery's tables and every query on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    select,
)

from chassis.columns import Json, run_column, time_columns
from chassis.database import Row, Transaction
from chassis.rows import write
from chassis.step import Rows
from contracts.package import Artifact, Package
from contracts.payload import RunId
from delivery.domain.packing import Packed

METADATA = MetaData()

PACKAGE = Table(
    "delivery_package",
    METADATA,
    Column("package_id", Uuid(), nullable=False),
    run_column(),
    Column("archive", String(), nullable=False),
    Column("archive_size", BigInteger(), nullable=False),
    Column("archive_sha256", String(64), nullable=False),
    Column("manifest", Json, nullable=False),
    Column("manifest_sha256", String(64), nullable=False),
    *time_columns(),
    PrimaryKeyConstraint("package_id", name="pk_delivery_package"),
    UniqueConstraint("workflow_run_id", name="uq_delivery_package_workflow_run_id"),
)

ARTIFACT = Table(
    "delivery_artifact",
    METADATA,
    Column("package_id", Uuid(), nullable=False),
    Column("position", Integer(), nullable=False),
    run_column(),
    Column("artifact_id", Uuid(), nullable=False),
    Column("name", String(), nullable=False),
    Column("format", String(), nullable=False),
    Column("version", Integer(), nullable=False),
    Column("media_type", String(), nullable=False),
    Column("size", BigInteger(), nullable=False),
    Column("sha256", String(64), nullable=False),
    *time_columns(),
    PrimaryKeyConstraint("package_id", "position", name="pk_delivery_artifact"),
    ForeignKeyConstraint(
        ["package_id"],
        ["delivery_package.package_id"],
        name="fk_delivery_artifact_package_id_delivery_package",
        ondelete="CASCADE",
    ),
    Index("ix_delivery_artifact_workflow_run_id", "workflow_run_id"),
)

TABLES = (PACKAGE, ARTIFACT)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A run's stored package and its manifest; `created_at` and `updated_at` are aware."""

    run: RunId
    package: Package
    manifest: Mapping[str, Any]
    created_at: datetime
    updated_at: datetime


def rows(run: RunId, packed: Packed) -> tuple[Rows, ...]:
    """The rows of a package; its artifacts replace all that it had before."""
    package = packed.package
    columns = {name: value for name, value in package if name != "artifacts"}
    artifacts = tuple(
        {"workflow_run_id": run, "package_id": package.package_id, **dict(artifact)} for artifact in package.artifacts
    )
    return (
        Rows(PACKAGE, ({"workflow_run_id": run, "manifest": packed.manifest, **columns},)),
        Rows(ARTIFACT, artifacts, children_of=("package_id", package.package_id)),
    )


async def save(tx: Transaction, run: RunId, packed: Packed, now: datetime) -> None:
    """Store a package; the same package again replaces it."""
    await write(tx, rows(run, packed), now)


async def find(tx: Transaction, run: RunId) -> Delivered | None:
    """The run's package with its artifacts in order."""
    found = await tx.execute(select(PACKAGE).where(PACKAGE.c.workflow_run_id == run))
    if not found:
        return None
    of_package = ARTIFACT.c.package_id == found[0]["package_id"]
    artifacts = await tx.execute(select(ARTIFACT).where(of_package).order_by(ARTIFACT.c.position))
    return _delivered(found[0], artifacts)


def _delivered(row: Row, artifacts: Sequence[Row]) -> Delivered:
    # The contract models ignore columns that they don't have.
    package = Package.model_validate({**row, "artifacts": [Artifact.model_validate({**each}) for each in artifacts]})
    return Delivered(RunId(row["workflow_run_id"]), package, row["manifest"], row["created_at"], row["updated_at"])
