"""How often a step was tried until its record was parked, and when; the run's trace. Older replicas leave all of it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("workflow_step", sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("workflow_step", sa.Column("parked_at", sa.DateTime(timezone=True)))
    op.add_column("workflow_run", sa.Column("traceparent", sa.Text()))


def downgrade() -> None:
    op.drop_column("workflow_run", "traceparent")
    op.drop_column("workflow_step", "parked_at")
    op.drop_column("workflow_step", "attempts")
