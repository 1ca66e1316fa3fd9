"""A service's database: SQLite in memory that outlives the processes using it, with a server's ways of failing."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any

from sqlalchemy import Executable, Insert, MetaData
from sqlalchemy.exc import IntegrityError

from chassis.database import Conflict, Parameters, Row, Transaction
from simulation.kinds import Fault
from simulation.life import Life
from simulation.statements import execute, opened, template

LATENCY_SECONDS = 0.004


class Store:
    """What is stored, shared by a service's replicas; one transaction at a time, which is what serialisable means."""

    def __init__(self, service: str, *tables: MetaData) -> None:
        self.service = service
        self.connection = opened(template(*tables))
        self.turn = asyncio.Lock()
        self.away = False
        self.committed: Callable[[str], None] = _nothing
        """Looks at what a transaction is about to make durable, and at what it has."""

    def rows(self, query: str, *parameters: Any) -> list[Any]:
        """Ask directly, as an observer outside the system."""
        return self.connection.execute(query, parameters).fetchall()

    def backup(self) -> bytes:
        """A copy of everything committed; only between transactions."""
        return self.connection.serialize()

    def restore(self, content: bytes) -> None:
        """Put a copy in place of everything; only between transactions."""
        self.connection.close()
        self.connection = opened(content)


class SimulatedDatabase:
    """Implements `chassis.database.Database` for one process."""

    def __init__(self, store: Store, life: Life) -> None:
        self.store = store
        self.life = life

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Open a transaction."""
        return Opened(self.store, self.life)

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """Open a transaction."""
        return Opened(self.store, self.life)

    async def close(self) -> None:
        """The store outlives its users."""


class Opened:
    """A transaction that may lose its connection, be refused, or be told that its commit failed."""

    dialect = "sqlite"

    def __init__(self, store: Store, life: Life) -> None:
        self._store = store
        self._life = life
        self._open = False
        self._begun = False
        self._writes = 0

    async def __aenter__(self) -> Transaction:
        await self._life.gate()
        await self._life.world.pause(0.0, LATENCY_SECONDS)
        await self._store.turn.acquire()
        try:
            self._life.must_live()
            if self._store.away:
                raise ConnectionRefusedError("the database is away")
        except BaseException:
            self._store.turn.release()
            raise
        self._open = True
        self._life.at_death(self._roll_back)
        return self

    async def reach(self) -> None:
        """Get to the server, or fail to."""
        await self._life.gate()
        self._fail_sometimes()

    def lacks(self, rows: str) -> bool:
        """Whether there are no such rows."""
        return self._store.connection.execute(f"SELECT 1 FROM {rows} LIMIT 1").fetchone() is None

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[Row]:
        """Run a statement."""
        await self.reach()
        if _enters_a_run(statement) and self._life.world.strikes(Fault.DATA_REFUSED, self._life.name):
            raise IntegrityError("refused", None, sqlite3.IntegrityError("refused by the simulation"))
        if not self._begun:
            self._writes = self._store.connection.total_changes
            self._store.connection.execute("BEGIN")
            self._begun = True
        return execute(self._store.connection, statement, parameters)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                await self._commit()
        finally:
            self._roll_back()
            self._store.turn.release()

    async def _commit(self) -> None:
        await self._life.gate()
        self._fail_sometimes()
        changed = self._begun and self._store.connection.total_changes != self._writes
        if self._begun:
            self._store.connection.execute("COMMIT")
        self._close()
        if not changed:
            return
        self._store.committed(self._life.name)
        if self._life.world.strikes(Fault.COMMIT_UNREPORTED, self._life.name):
            raise ConnectionResetError("connection lost while the commit was under way")
        await self._life.gate()

    def _fail_sometimes(self) -> None:
        name, world = self._life.name, self._life.world
        if not self._open or self._store.away or world.strikes(Fault.CONNECTION_LOST, name):
            raise ConnectionResetError("connection lost")
        if world.strikes(Fault.CONFLICT, name):
            raise Conflict("deadlock detected")

    def _roll_back(self) -> None:
        if self._begun:
            self._store.connection.execute("ROLLBACK")
        if self._open:
            self._close()

    def _close(self) -> None:
        self._open = self._begun = False
        self._life.no_longer(self._roll_back)


def _enters_a_run(statement: Executable) -> bool:
    return isinstance(statement, Insert) and statement.table.name in ("run_ledger", "workflow_run")


def _nothing(_who: str) -> None:
    """Nobody looks."""
