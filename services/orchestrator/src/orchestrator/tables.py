"""The orchestrator's tables: runs, their steps, and the briefs that a retry needs."""

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)

from chassis.columns import Json, Timestamp, run_column

METADATA = MetaData()

WORKFLOW_RUN = Table(
    "workflow_run",
    METADATA,
    run_column(),
    Column("status", Text(), nullable=False),
    Column("state", Text(), nullable=False),
    Column("current_step", Text()),
    Column("stalled", Text()),
    Column("failure", Json),
    Column("client_name", Text()),
    Column("package", Text()),
    Column("brief_id", Uuid()),
    Column("retry_of", Uuid()),
    Column("cancelled_at", Timestamp()),
    Column("started_at", Timestamp(), nullable=False),
    Column("updated_at", Timestamp(), nullable=False),
    Column("ended_at", Timestamp()),
    Column("wake_at", Timestamp()),
    Column("revision", Integer(), nullable=False),
    Column("revisions", Json),
    Column("traceparent", Text()),
    PrimaryKeyConstraint("workflow_run_id", name="pk_workflow_run"),
)
Index("ix_workflow_run_started_at", WORKFLOW_RUN.c.started_at, WORKFLOW_RUN.c.workflow_run_id)
Index(
    "ix_workflow_run_wake_at",
    WORKFLOW_RUN.c.wake_at,
    postgresql_where=text("wake_at IS NOT NULL"),
    sqlite_where=text("wake_at IS NOT NULL"),
)

WORKFLOW_STEP = Table(
    "workflow_step",
    METADATA,
    run_column(),
    Column("service", Text(), nullable=False),
    Column("position", Integer(), nullable=False),
    Column("status", Text(), nullable=False),
    Column("started_at", Timestamp()),
    Column("finished_at", Timestamp()),
    Column("deadline_at", Timestamp()),
    Column("commands", Integer(), nullable=False),
    Column("compensation_sent_at", Timestamp()),
    Column("compensated_at", Timestamp()),
    Column("refused_at", Timestamp()),
    Column("removed", Json, nullable=False),
    Column("note", Text()),
    Column("attempts", Integer(), nullable=False, server_default=text("0")),
    Column("parked_at", Timestamp()),
    PrimaryKeyConstraint("workflow_run_id", "service", name="pk_workflow_step"),
    ForeignKeyConstraint(
        ["workflow_run_id"], ["workflow_run.workflow_run_id"], name="fk_workflow_step_run", ondelete="CASCADE"
    ),
)

WORKFLOW_BRIEF = Table(
    "workflow_brief",
    METADATA,
    run_column(),
    Column("brief", Json, nullable=False),
    PrimaryKeyConstraint("workflow_run_id", name="pk_workflow_brief"),
    ForeignKeyConstraint(
        ["workflow_run_id"], ["workflow_run.workflow_run_id"], name="fk_workflow_brief_run", ondelete="CASCADE"
    ),
)
"""The accepted brief of a run; it outlives the run's rows, so that a failed run can be tried again."""
