"""Outbox and ledger are vacuumed by what is dead in them, however large they are."""

from chassis.migrations import v4

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    v4.vacuum_the_outbox()
    v4.vacuum_early("run_ledger")


def downgrade() -> None:
    v4.vacuum_as_usual("run_ledger")
    v4.vacuum_the_outbox_as_usual()
