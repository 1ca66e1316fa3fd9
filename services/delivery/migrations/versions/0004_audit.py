"""What people do with dead letters is kept; failed runs are asked about too."""

from chassis.migrations import v3

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    v3.audit_dead_letters()
    v3.ask_about_refused_runs()


def downgrade() -> None:
    v3.ask_about_done_runs_only()
    v3.forget_audits()
