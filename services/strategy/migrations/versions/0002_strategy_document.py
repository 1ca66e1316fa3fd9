"""The strategies: one a run, numbered by version within their brief."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create `strategy_document`."""
    op.create_table(
        "strategy_document",
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("workflow_run_id", sa.Uuid(), nullable=False),
        sa.Column("brief_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("brief", postgresql.JSONB(), nullable=False),
        sa.Column("strategy", postgresql.JSONB(), nullable=False),
        sa.Column("kpis", postgresql.JSONB(), nullable=False),
        sa.Column("channels", postgresql.JSONB(), nullable=False),
        sa.Column("tactics", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("strategy_id", name="pk_strategy_document"),
        sa.UniqueConstraint("brief_id", "version", name="uq_strategy_document_brief_id_version"),
        sa.UniqueConstraint("workflow_run_id", name="uq_strategy_document_workflow_run_id"),
        sa.CheckConstraint("version >= 1", name="ck_strategy_document_version"),
    )


def downgrade() -> None:
    """Drop `strategy_document` with all strategies."""
    op.drop_table("strategy_document")
