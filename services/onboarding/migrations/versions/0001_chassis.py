"""The chassis's tables."""

from chassis.migrations import v1

revision = "0001"
down_revision = None


def upgrade() -> None:
    v1.create_ledger()
    v1.create_messaging()


def downgrade() -> None:
    v1.drop_messaging()
    v1.drop_ledger()
