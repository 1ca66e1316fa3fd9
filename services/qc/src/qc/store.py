"""Quality control's tables, and every query on them: the latest report of each draft, and what it objects to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Double,
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
from contracts.payload import RunId
from contracts.report import Check, QcReport
from qc.domain.review import issues_of

METADATA = MetaData()

QC_RESULT = Table(
    "qc_result",
    METADATA,
    Column("draft_id", Uuid(), nullable=False),
    run_column(),
    Column("report_id", Uuid(), nullable=False),
    Column("revision", Integer(), nullable=False),
    Column("score", Integer(), nullable=False),
    Column("score_ratio", Double(), nullable=False),
    Column("pass_mark", Double(), nullable=False),
    Column("passed", Boolean(), nullable=False),
    Column("checks", Json, nullable=False),
    *time_columns(),
    PrimaryKeyConstraint("draft_id", name="pk_qc_result"),
    Index("ix_qc_result_workflow_run_id", "workflow_run_id"),
)

QC_ISSUE = Table(
    "qc_issue",
    METADATA,
    Column("draft_id", Uuid(), nullable=False),
    Column("position", Integer(), nullable=False),
    run_column(),
    Column("check_id", String(), nullable=False),
    Column("severity", String(), nullable=False),
    Column("result", String(), nullable=False),
    Column("section", String(), nullable=True),
    Column("reason", Text(), nullable=False),
    Column("evidence", Text(), nullable=False),
    Column("fix", Text(), nullable=False),
    PrimaryKeyConstraint("draft_id", "position", name="pk_qc_issue"),
    ForeignKeyConstraint(
        ["draft_id"], ["qc_result.draft_id"], name="fk_qc_issue_draft_id_qc_result", ondelete="CASCADE"
    ),
    Index("ix_qc_issue_workflow_run_id", "workflow_run_id"),
)

TABLES: tuple[Table, ...] = (QC_RESULT, QC_ISSUE)


@dataclass(frozen=True, slots=True)
class StoredReport:
    """The report of a run as it is kept."""

    run: RunId
    report: QcReport
    created_at: datetime
    updated_at: datetime


def rows(run: RunId, report: QcReport) -> tuple[Rows, ...]:
    """Give the rows of a report; its issues replace those of the draft's earlier report."""
    result = {**dict(report), "workflow_run_id": run}
    issues = tuple(_issue(run, report.draft_id, place, check) for place, check in enumerate(issues_of(report)))
    return Rows(QC_RESULT, (result,)), Rows(QC_ISSUE, issues, children_of=("draft_id", report.draft_id))


async def save(tx: Transaction, run: RunId, report: QcReport, now: datetime) -> None:
    """Store a report; the latest of a draft replaces the one before."""
    await write(tx, rows(run, report), now)


async def find(tx: Transaction, run: RunId) -> StoredReport | None:
    """Read the run's report, that of its highest revision; None where there is none."""
    latest = QC_RESULT.c.revision.desc()
    query = select(QC_RESULT).where(QC_RESULT.c.workflow_run_id == run).order_by(latest).limit(1)
    found = await tx.execute(query)
    return _stored(found[0]) if found else None


async def issues(tx: Transaction, draft_id: UUID) -> tuple[Check, ...]:
    """Read what the latest report of a draft objects to, in the report's order; empty where it objects to nothing."""
    query = select(QC_ISSUE).where(QC_ISSUE.c.draft_id == draft_id).order_by(QC_ISSUE.c.position)
    return tuple(Check.model_validate(dict(row)) for row in await tx.execute(query))


def _issue(run: RunId, draft_id: UUID, position: int, check: Check) -> Mapping[str, Any]:
    return {"draft_id": draft_id, "position": position, "workflow_run_id": run, **dict(check)}


def _stored(row: Row) -> StoredReport:
    report = QcReport.model_validate(dict(row))
    return StoredReport(RunId(row["workflow_run_id"]), report, row["created_at"], row["updated_at"])
