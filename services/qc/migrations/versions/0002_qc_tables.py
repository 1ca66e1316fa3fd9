"""Create quality control's tables: the latest report of each draft, and its issues."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create `qc_result` and its child `qc_issue`."""
    op.create_table(
        "qc_result",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("workflow_run_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("score_ratio", sa.Double(), nullable=False),
        sa.Column("pass_mark", sa.Double(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("checks", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name="pk_qc_result"),
    )
    op.create_index("ix_qc_result_workflow_run_id", "qc_result", ["workflow_run_id"])
    op.create_table(
        "qc_issue",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("workflow_run_id", sa.Uuid(), nullable=False),
        sa.Column("check_id", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("fix", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "position", name="pk_qc_issue"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["qc_result.draft_id"], name="fk_qc_issue_draft_id_qc_result", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_qc_issue_workflow_run_id", "qc_issue", ["workflow_run_id"])


def downgrade() -> None:
    """Drop both tables, the child first."""
    op.drop_table("qc_issue")
    op.drop_table("qc_result")
