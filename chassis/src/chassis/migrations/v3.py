"""What version 3 changes in the chassis's tables. Never changed: a later version gets a module of its own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def audit_dead_letters() -> None:
    """`dead_letter_audit`, and an index to list, replay and purge dead letters by their status."""
    op.create_table(
        "dead_letter_audit",
        sa.Column("dead_letter_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("status_before", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("headers", postgresql.JSONB()),
        sa.Column("body", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("dead_letter_id", "position", name="pk_dead_letter_audit"),
        sa.ForeignKeyConstraint(
            ["dead_letter_id"], ["dead_letter.id"], name="fk_dead_letter_audit_dead_letter", ondelete="CASCADE"
        ),
        sa.CheckConstraint("action IN ('edit', 'replay', 'discard')", name="ck_dead_letter_audit_action"),
    )
    op.create_index("ix_dead_letter_status", "dead_letter", ["status", "created_at", "id"])


def forget_audits() -> None:
    """The reverse of `audit_dead_letters`."""
    op.drop_index("ix_dead_letter_status", "dead_letter")
    op.drop_table("dead_letter_audit")


def ask_about_refused_runs() -> None:
    """Reconciliation asks about failed runs too: the index of unsettled ones has them."""
    _index_unsettled("state <> 'compensated' AND settled_at IS NULL")


def ask_about_done_runs_only() -> None:
    """The reverse of `ask_about_refused_runs`."""
    _index_unsettled("state = 'done' AND settled_at IS NULL")


def _index_unsettled(condition: str) -> None:
    op.drop_index("ix_run_ledger_unsettled", "run_ledger")
    op.create_index("ix_run_ledger_unsettled", "run_ledger", ["updated_at"], postgresql_where=sa.text(condition))
