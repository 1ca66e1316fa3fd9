"""The outbox doesn't compress what it holds for a moment."""

from chassis.migrations import v2

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    v2.keep_bodies_as_they_are()


def downgrade() -> None:
    v2.compress_bodies()
