"""What people do with dead letters is kept."""

from chassis.migrations import v3

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    v3.audit_dead_letters()


def downgrade() -> None:
    v3.forget_audits()
