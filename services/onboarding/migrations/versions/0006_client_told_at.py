"""When a form's client was told of: an older record must not replace a newer one. Older replicas leave it empty."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("onboarding_forms", sa.Column("client_told_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("onboarding_forms", "client_told_at")
