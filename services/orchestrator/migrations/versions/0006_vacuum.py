"""Outbox and runs are vacuumed by what is dead in them, however large they are."""

from chassis.migrations import v4

revision = "0006"
down_revision = "0005"

RUNS = ("workflow_run", "workflow_step")


def upgrade() -> None:
    v4.vacuum_the_outbox()
    v4.vacuum_early(*RUNS)


def downgrade() -> None:
    v4.vacuum_as_usual(*RUNS)
    v4.vacuum_the_outbox_as_usual()
