"""Add the table of onboarding forms.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create `onboarding_forms`."""
    op.create_table(
        "onboarding_forms",
        sa.Column("workflow_run_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'awaiting_brief'"), nullable=False),
        sa.Column("brief_id", sa.Uuid(), nullable=True),
        sa.Column("submission", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=True),
        sa.Column("brief", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("scope", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("completeness", sa.Integer(), nullable=True),
        sa.Column("questions", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("problems", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("lead_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contract_value", sa.Double(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workflow_run_id", name="pk_onboarding_forms"),
        sa.CheckConstraint("status IN ('awaiting_brief', 'accepted', 'rejected')", name="ck_onboarding_forms_status"),
        sa.CheckConstraint("completeness BETWEEN 0 AND 100", name="ck_onboarding_forms_completeness"),
    )


def downgrade() -> None:
    """Drop `onboarding_forms` with all its rows."""
    op.drop_table("onboarding_forms")
