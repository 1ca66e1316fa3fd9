"""Transactions on the service's own database: PostgreSQL, or SQLite in memory with the same behaviour."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol, cast

from sqlalchemy import Connection, Executable, MetaData, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from chassis.columns import json_text

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]
Row = Mapping[str, Any]
"""A row by column name; it may be the driver's own, which is read like a mapping."""

CONNECTION_LOST = ("08", "57P", "53", "25006")
"""SQLSTATE prefixes that say the server is away, stopping, full or read-only: no fault of the data."""

CONFLICTS = ("40001", "40P01", "55P03")
"""Serialisation failure, deadlock, lock timeout: the same transaction may succeed when tried again."""


class Conflict(Exception):
    """Another transaction was faster; the same transaction may succeed when it is tried again."""


class Transaction(Protocol):
    """An open transaction."""

    @property
    def dialect(self) -> str:
        """`postgresql` or `sqlite`."""

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[Row]:
        """Run a statement; gives its rows, none for one that returns none."""


class Database(Protocol):
    """Where a service keeps its rows."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Open a transaction; commits at the end, rolls back on an exception."""

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """For statements that only read and need no common snapshot: spares two round trips."""

    async def close(self) -> None:
        """Give all connections back."""


class _MemoryTransaction:
    dialect = "sqlite"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[Row]:
        result = self._connection.execute(statement, parameters)
        return cast("Sequence[Row]", result.mappings().all()) if result.returns_rows else ()


class MemoryDatabase:
    """SQLite in memory; one transaction at a time, which is what serialisable means. Nothing is kept."""

    def __init__(self, *tables: MetaData) -> None:
        self.engine = create_engine(
            "sqlite://",
            poolclass=StaticPool,
            connect_args={"check_same_thread": False},
            json_serializer=json_text,
        )
        event.listen(self.engine, "connect", _enforce_foreign_keys)
        for each in tables:
            each.create_all(self.engine)
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._turn:
            with self.engine.begin() as connection:
                yield _MemoryTransaction(connection)

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        return self.transaction()

    async def close(self) -> None:
        self.engine.dispose()


def _enforce_foreign_keys(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


def asyncpg_url(url: str) -> str:
    """The URL with the driver that SQLAlchemy must use for it."""
    scheme, separator, rest = url.partition("://")
    if scheme.partition("+")[0] not in ("postgresql", "postgres") or not separator:
        raise ValueError(f"not a PostgreSQL URL: {scheme}{separator}…")
    return f"postgresql+asyncpg://{rest}"


def is_away(error: BaseException) -> bool:
    """Whether an error means that the database can't be reached now, rather than that it refuses the data."""
    if isinstance(error, (OSError, TimeoutError, asyncio.TimeoutError)):
        return True
    if not isinstance(error, DBAPIError) or isinstance(error.orig, sqlite3.Error):
        return False
    if error.connection_invalidated:
        return True
    state = _sqlstate(error)
    return state.startswith(CONNECTION_LOST) if state else isinstance(error, (InterfaceError, OperationalError))


def is_conflict(error: BaseException) -> bool:
    """Whether the same transaction may succeed when it is simply tried again."""
    return isinstance(error, Conflict) or (isinstance(error, DBAPIError) and _sqlstate(error) in CONFLICTS)


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
