"""The two tables of the small service in `chassis_builders`, and all that lies in its database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    Uuid,
    false,
    select,
    text,
)
from sqlalchemy.ext.asyncio import create_async_engine

from chassis.columns import Json, Timestamp, run_column, time_columns
from chassis.database import Database, asyncpg_url
from chassis.schema import DEAD_LETTER, LEDGER_METADATA, MESSAGING_METADATA, OUTBOX, RUN_LEDGER
from contracts.payload import RunId
from local_stack.endpoints import PostgresEndpoint, ScratchDatabase

METADATA = MetaData()

PARENT = Table(
    "parent",
    METADATA,
    run_column(),
    Column("parent_id", Uuid(), nullable=False),
    Column("title", Text(), nullable=False),
    Column("extra", Json),
    Column("submitted", Boolean(), nullable=False, server_default=false()),
    Column("told_at", Timestamp()),
    *time_columns(),
    PrimaryKeyConstraint("parent_id", name="pk_parent"),
    Index("ix_parent_workflow_run_id", "workflow_run_id"),
    CheckConstraint("title <> 'forbidden'", name="ck_parent_title"),
)

CHILD = Table(
    "child",
    METADATA,
    run_column(),
    Column("parent_id", Uuid(), nullable=False),
    Column("position", Integer(), nullable=False),
    Column("name", Text(), nullable=False),
    PrimaryKeyConstraint("parent_id", "position", name="pk_child"),
    # No cascade: deleting a parent before its children fails.
    ForeignKeyConstraint(["parent_id"], ["parent.parent_id"], name="fk_child_parent"),
    Index("ix_child_workflow_run_id", "workflow_run_id"),
)

TABLES = (PARENT, CHILD)
OPENED = PARENT.c.submitted == false()
OPENED_AT = PARENT.c.told_at
EVERYTHING = (MESSAGING_METADATA, LEDGER_METADATA, METADATA)


@dataclass(frozen=True, slots=True)
class Kept:
    """All that a service's database holds."""

    parents: Sequence[Row]
    children: Sequence[Row]
    ledger: dict[UUID, str]
    events: list[tuple[str, UUID | None]]
    letters: Sequence[Row]

    @property
    def titles(self) -> dict[UUID, str]:
        """The titles by run."""
        return {row["workflow_run_id"]: row["title"] for row in self.parents}

    def events_of(self, run: RunId) -> list[str]:
        """The types of the messages of a run that wait in the outbox, oldest first."""
        return [kind.removeprefix("aicmo.").removesuffix(".v1") for kind, of in self.events if of == run]

    def rows_of(self, run: RunId) -> int:
        """How many rows of its own the service has of a run."""
        return sum(row["workflow_run_id"] == run for row in (*self.parents, *self.children))


async def kept(database: Database) -> Kept:
    """Read all that is there."""
    async with database.transaction() as tx:
        ledger = await tx.execute(select(RUN_LEDGER))
        outbox = await tx.execute(select(OUTBOX).order_by(OUTBOX.c.id))
        return Kept(
            parents=await tx.execute(select(PARENT)),
            children=await tx.execute(select(CHILD).order_by(CHILD.c.position)),
            ledger={row["workflow_run_id"]: row["state"] for row in ledger},
            events=[(_type_of(row["headers"]), row["workflow_run_id"]) for row in outbox],
            letters=await tx.execute(select(DEAD_LETTER).order_by(DEAD_LETTER.c.offset)),
        )


def _type_of(headers: Sequence[Sequence[Any]]) -> str:
    named = {header[0]: header[1] for header in headers}
    return "dead letter" if "dl_reason" in named else str(named["ce_type"])


async def make_tables(server: PostgresEndpoint, name: str) -> ScratchDatabase:
    """Make a PostgreSQL database with all tables."""
    made = await server.create_database(name)
    owner = create_async_engine(asyncpg_url(made.owner_url))
    async with owner.begin() as connection:
        for tables in EVERYTHING:
            await connection.run_sync(tables.create_all)
    await owner.dispose()
    return made


async def somebody_waits(database: Database) -> bool:
    """Whether a transaction on this PostgreSQL database waits for another's lock."""
    waiting = text(
        "SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()"
    )
    async with database.transaction() as tx:
        return bool(await tx.execute(waiting))
