"""The tables that the chassis keeps in every service's database."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)

from chassis.columns import Json, Timestamp, run_column, time_columns

LEDGER_METADATA = MetaData()
"""What only the five steps keep."""

MESSAGING_METADATA = MetaData()
"""What the orchestrator keeps too."""

RUN_LEDGER = Table(
    "run_ledger",
    LEDGER_METADATA,
    run_column(),
    Column("state", Text(), nullable=False),
    Column("revision", Integer(), nullable=False),
    Column("cause", Text()),
    Column("settled_at", Timestamp()),
    *time_columns(),
    PrimaryKeyConstraint("workflow_run_id", name="pk_run_ledger"),
    CheckConstraint("state IN ('done', 'failed', 'compensated')", name="ck_run_ledger_state"),
)
"""One row a run: the idempotent-consumer record and the tombstone. Its key serialises forward and compensation."""

Index(
    "ix_run_ledger_unsettled",
    RUN_LEDGER.c.updated_at,
    postgresql_where=text("state <> 'compensated' AND settled_at IS NULL"),
    sqlite_where=text("state <> 'compensated' AND settled_at IS NULL"),
)

OUTBOX = Table(
    "outbox",
    MESSAGING_METADATA,
    Column("id", Uuid(), nullable=False),
    Column("workflow_run_id", Uuid()),
    Column("topic", Text(), nullable=False),
    Column("key", LargeBinary()),
    Column("headers", Json, nullable=False),
    Column("body", LargeBinary()),
    Column("created_at", Timestamp(), nullable=False),
    Column("leased_until", Timestamp(), nullable=False),
    PrimaryKeyConstraint("id", name="pk_outbox"),
)
"""One row a message committed and not yet acknowledged by Kafka; until `leased_until` its writer publishes it."""

DEAD_LETTER = Table(
    "dead_letter",
    MESSAGING_METADATA,
    Column("id", Uuid(), nullable=False),
    Column("workflow_run_id", Uuid()),
    Column("topic", Text(), nullable=False),
    Column("partition", Integer(), nullable=False),
    Column("offset", BigInteger(), nullable=False),
    Column("type", Text()),
    Column("key", LargeBinary()),
    Column("headers", Json, nullable=False),
    Column("body", LargeBinary()),
    Column("reason", Text(), nullable=False),
    Column("error", Text(), nullable=False),
    Column("attempts", Integer(), nullable=False),
    Column("status", Text(), nullable=False),
    Column("next_attempt_at", Timestamp()),
    Column("parked_at", Timestamp()),
    *time_columns(),
    PrimaryKeyConstraint("id", name="pk_dead_letter"),
    CheckConstraint("status IN ('retrying', 'parked', 'replayed', 'discarded')", name="ck_dead_letter_status"),
)
"""One row a record that could not be handled: it is tried again (`retrying`) or waits for a person (`parked`)."""

Index(
    "ix_dead_letter_due",
    DEAD_LETTER.c.next_attempt_at,
    postgresql_where=text("status = 'retrying'"),
    sqlite_where=text("status = 'retrying'"),
)
Index("ix_dead_letter_workflow_run_id", DEAD_LETTER.c.workflow_run_id)
Index("ix_dead_letter_status", DEAD_LETTER.c.status, DEAD_LETTER.c.created_at, DEAD_LETTER.c.id)

DEAD_LETTER_AUDIT = Table(
    "dead_letter_audit",
    MESSAGING_METADATA,
    Column("dead_letter_id", Uuid(), nullable=False),
    Column("position", Integer(), nullable=False),
    Column("at", Timestamp(), nullable=False),
    Column("actor", Text(), nullable=False),
    Column("action", Text(), nullable=False),
    Column("status_before", Text(), nullable=False),
    Column("detail", Text(), nullable=False),
    Column("headers", Json),
    Column("body", LargeBinary()),
    PrimaryKeyConstraint("dead_letter_id", "position", name="pk_dead_letter_audit"),
    ForeignKeyConstraint(
        ["dead_letter_id"], ["dead_letter.id"], name="fk_dead_letter_audit_dead_letter", ondelete="CASCADE"
    ),
    CheckConstraint("action IN ('edit', 'replay', 'discard')", name="ck_dead_letter_audit_action"),
)
"""What people did with dead letters, only ever added to; an edit's line holds the record as edited, so that the dead
letter itself keeps the bytes that came, and every edit stays known."""
