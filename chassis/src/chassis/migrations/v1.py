"""The chassis's tables as of version 1. Never changed: a later version gets a module of its own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def create_messaging() -> None:
    """`outbox` and `dead_letter`."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workflow_run_id", sa.Uuid()),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary()),
        sa.Column("headers", postgresql.JSONB(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_table(
        "dead_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workflow_run_id", sa.Uuid()),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text()),
        sa.Column("key", sa.LargeBinary()),
        sa.Column("headers", postgresql.JSONB(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True)),
        sa.Column("parked_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dead_letter"),
        sa.CheckConstraint("status IN ('retrying', 'parked', 'replayed', 'discarded')", name="ck_dead_letter_status"),
    )
    op.create_index(
        "ix_dead_letter_due", "dead_letter", ["next_attempt_at"], postgresql_where=sa.text("status = 'retrying'")
    )
    op.create_index("ix_dead_letter_workflow_run_id", "dead_letter", ["workflow_run_id"])


def create_ledger() -> None:
    """`run_ledger`."""
    op.create_table(
        "run_ledger",
        sa.Column("workflow_run_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text()),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workflow_run_id", name="pk_run_ledger"),
        sa.CheckConstraint("state IN ('done', 'failed', 'compensated')", name="ck_run_ledger_state"),
    )
    op.create_index(
        "ix_run_ledger_unsettled",
        "run_ledger",
        ["updated_at"],
        postgresql_where=sa.text("state = 'done' AND settled_at IS NULL"),
    )


def drop_messaging() -> None:
    """The reverse of `create_messaging`."""
    op.drop_table("dead_letter")
    op.drop_table("outbox")


def drop_ledger() -> None:
    """The reverse of `create_ledger`."""
    op.drop_table("run_ledger")
