"""Which revisions of its draft a run has had, and what each was sent back for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("workflow_run", sa.Column("revisions", postgresql.JSONB()))


def downgrade() -> None:
    op.drop_column("workflow_run", "revisions")
