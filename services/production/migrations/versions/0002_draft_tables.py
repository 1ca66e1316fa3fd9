"""Create the tables of the draft, its bundle and the bundle's assets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, parents first."""
    _create_content_draft()
    _create_draft_bundle()
    _create_bundle_asset()


def downgrade() -> None:
    """Drop the tables, children first."""
    op.drop_table("bundle_asset")
    op.drop_table("draft_bundle")
    op.drop_table("content_draft")


def _create_content_draft() -> None:
    op.create_table(
        "content_draft",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("workflow_run_id", sa.Uuid(), nullable=False),
        sa.Column("brief_id", sa.Uuid(), nullable=False),
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("package", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sections", postgresql.JSONB(), nullable=False),
        sa.Column("calendar", postgresql.JSONB(), nullable=False),
        sa.Column("hashtags", postgresql.JSONB(), nullable=False),
        sa.Column("advertisements", postgresql.JSONB(), nullable=False),
        sa.Column("emails", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name="pk_content_draft"),
    )
    op.create_index("ix_content_draft_workflow_run_id", "content_draft", ["workflow_run_id"])


def _create_draft_bundle() -> None:
    op.create_table(
        "draft_bundle",
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("workflow_run_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bundle_id", name="pk_draft_bundle"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["content_draft.draft_id"], name="fk_draft_bundle_draft_id_content_draft", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_draft_bundle_workflow_run_id", "draft_bundle", ["workflow_run_id"])
    op.create_index("ix_draft_bundle_draft_id", "draft_bundle", ["draft_id"])


def _create_bundle_asset() -> None:
    op.create_table(
        "bundle_asset",
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("workflow_run_id", sa.Uuid(), nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("asset_id", name="pk_bundle_asset"),
        sa.ForeignKeyConstraint(
            ["bundle_id"], ["draft_bundle.bundle_id"], name="fk_bundle_asset_bundle_id_draft_bundle", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_bundle_asset_workflow_run_id", "bundle_asset", ["workflow_run_id"])
    op.create_index("ix_bundle_asset_bundle_id", "bundle_asset", ["bundle_id"])
