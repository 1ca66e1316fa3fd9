"""Runs, their steps and their briefs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "workflow_run",
        sa.Column("workflow_run_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("current_step", sa.Text()),
        sa.Column("stalled", sa.Text()),
        sa.Column("failure", postgresql.JSONB()),
        sa.Column("client_name", sa.Text()),
        sa.Column("package", sa.Text()),
        sa.Column("brief_id", sa.Uuid()),
        sa.Column("retry_of", sa.Uuid()),
        sa.Column("cancelled_at", _MOMENT),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("wake_at", _MOMENT),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workflow_run_id", name="pk_workflow_run"),
    )
    op.create_index("ix_workflow_run_started_at", "workflow_run", ["started_at", "workflow_run_id"])
    op.create_index(
        "ix_workflow_run_wake_at", "workflow_run", ["wake_at"], postgresql_where=sa.text("wake_at IS NOT NULL")
    )
    op.create_table(
        "workflow_step",
        sa.Column("workflow_run_id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("started_at", _MOMENT),
        sa.Column("finished_at", _MOMENT),
        sa.Column("deadline_at", _MOMENT),
        sa.Column("commands", sa.Integer(), nullable=False),
        sa.Column("compensation_sent_at", _MOMENT),
        sa.Column("compensated_at", _MOMENT),
        sa.Column("refused_at", _MOMENT),
        sa.Column("removed", postgresql.JSONB(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.PrimaryKeyConstraint("workflow_run_id", "service", name="pk_workflow_step"),
        sa.ForeignKeyConstraint(
            ["workflow_run_id"], ["workflow_run.workflow_run_id"], name="fk_workflow_step_run", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "workflow_brief",
        sa.Column("workflow_run_id", sa.Uuid(), nullable=False),
        sa.Column("brief", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("workflow_run_id", name="pk_workflow_brief"),
        sa.ForeignKeyConstraint(
            ["workflow_run_id"], ["workflow_run.workflow_run_id"], name="fk_workflow_brief_run", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table("workflow_brief")
    op.drop_table("workflow_step")
    op.drop_table("workflow_run")
