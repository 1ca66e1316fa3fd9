"""PostgreSQL by asyncpg itself: SQLAlchemy writes a statement's text once, the driver runs it.

Why not SQLAlchemy's engine: it costs about 0.25 ms of processor time a statement, three times what the driver does.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeGuard
from weakref import WeakKeyDictionary

import asyncpg
from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError

from chassis.columns import JsonTexts, json_text
from chassis.database import Parameters, Row, Transaction

ACQUIRED_WITHIN_SECONDS = 10.0
ANSWERS_WITHIN_SECONDS = 7.0
"""No statement here takes long; one without an answer by then is on a connection whose other end is gone."""

_SETTINGS = {"jit": "off", "enable_seqscan": "off"}
"""What runs often finds its rows by an index. A plan that was made while the outbox was empty would read the whole of
it, and of the dead rows in it, with every batch ever after."""

_DIALECT = PGDialect_asyncpg()  # type: ignore[no-untyped-call]
_TEXTS: "WeakKeyDictionary[Executable, StatementText]" = WeakKeyDictionary()
"""The texts of statements that are built once and kept by their module; others are compiled each time."""


@dataclass(frozen=True, slots=True)
class StatementText:
    """A statement's text, the names of its parameters in order, and the values of those that it brings along."""

    sql: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]
    json_arrays: frozenset[str]

    def arguments(self, given: Mapping[str, Any]) -> list[Any]:
        """The values of its parameters in order. Raises KeyError for one that is not given."""
        values = [given[name] if name in given else self.constants[name] for name in self.names]
        if not self.json_arrays:
            return values
        return [
            _texts(each) if name in self.json_arrays else each for name, each in zip(self.names, values, strict=True)
        ]


class _PostgresTransaction:
    dialect = "postgresql"

    def __init__(self, connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]") -> None:
        self._connection = connection

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[Row]:
        text = text_of(statement)
        many = [parameters] if isinstance(parameters, Mapping) else parameters or [{}]
        found: Sequence[Row] = ()
        for each in many:
            with _as_sqlalchemy_errors(text.sql), _given_up_when_silent(self._connection):
                found = await self._connection.fetch(text.sql, *text.arguments(each))
        return found


class PostgresDatabase:
    """A pool of connections to a PostgreSQL database (`postgresql://` or `postgresql+asyncpg://` URL)."""

    def __init__(self, url: str, *, pool_size: int = 10, answers_within: float = ANSWERS_WITHIN_SECONDS) -> None:
        self.url = url.replace("postgresql+asyncpg://", "postgresql://", 1)
        self._pool_size = pool_size
        self._answers_within = answers_within
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self.connection() as connection, connection.transaction():
            yield _PostgresTransaction(connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        async with self.connection() as connection:
            yield _PostgresTransaction(connection)

    @asynccontextmanager
    async def connection(self) -> "AsyncIterator[asyncpg.pool.PoolConnectionProxy[asyncpg.Record]]":
        """A connection of the pool; what the driver raises in the block is raised as SQLAlchemy's errors."""
        pool = await self._opened()
        with _as_sqlalchemy_errors("connection"):
            # The pool's own timeout would take a task each time.
            async with asyncio.timeout(ACQUIRED_WITHIN_SECONDS):
                connection = await pool.acquire()
            try:
                with _given_up_when_silent(connection):
                    yield connection
            except TimeoutError:
                # What has died unnoticed has mostly died together, so nobody need wait for each of the others.
                await pool.expire_connections()
                raise
            finally:
                await pool.release(connection, timeout=ACQUIRED_WITHIN_SECONDS)

    async def close(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    async def _opened(self) -> "asyncpg.Pool[asyncpg.Record]":
        if self._pool is not None:
            return self._pool
        async with self._opening:
            if self._pool is None:
                with _as_sqlalchemy_errors("connect"):
                    self._pool = await asyncpg.create_pool(
                        self.url,
                        min_size=1,
                        max_size=self._pool_size,
                        init=_prepare_connection,
                        reset=_nothing_to_reset,
                        timeout=5,
                        command_timeout=self._answers_within,
                        server_settings=_SETTINGS,
                    )
            return self._pool


async def _prepare_connection(connection: Any) -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(name, encoder=json_text, decoder=json.loads, schema="pg_catalog")


async def _nothing_to_reset(_connection: Any) -> None:
    """Nobody here sets, listens or locks beyond a transaction, so a connection goes back as it is."""


def _texts(values: Sequence[Any]) -> list[str | None]:
    return [None if value is None else json_text(value) for value in values]


def text_of(statement: Executable) -> StatementText:
    """A statement as the driver takes it."""
    known = _TEXTS.get(statement)
    if known is None:
        compiled: Any = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})  # type: ignore[attr-defined]
        names = tuple(compiled.positiontup or ())
        constants = {name: value for name, value in compiled.params.items() if name in names}
        json_arrays = frozenset(name for name, bind in compiled.binds.items() if isinstance(bind.type, JsonTexts))
        known = _TEXTS[statement] = StatementText(str(compiled), names, constants, json_arrays)
    return known


@contextmanager
def _given_up_when_silent(connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]") -> Iterator[None]:
    """End a connection on which a statement got no answer: a rollback would wait on it as long again."""
    try:
        yield
    except TimeoutError:
        connection.terminate()
        raise


class _as_sqlalchemy_errors:
    """Raises the driver's errors as SQLAlchemy's, so that both databases refuse data with the same exceptions."""

    __slots__ = ("_doing",)

    def __init__(self, doing: str) -> None:
        self._doing = doing

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, (asyncpg.PostgresError, asyncpg.InterfaceError)) or _is_being_ended(error):
            raise _translated(error, self._doing) from error


def _is_being_ended(error: BaseException | None) -> "TypeGuard[asyncpg.InternalClientError]":
    """Whether a statement met a connection on which the server has said its last word, and which is not closed yet.

    The driver has no class of its own for that; what else it calls internal, a codec that is missing, stays loud.
    """
    return isinstance(error, asyncpg.InternalClientError) and str(error).startswith("cannot switch to state")


def _translated(error: Exception, doing: str) -> DBAPIError:
    kind: type[DBAPIError] = DBAPIError
    match error:
        case asyncpg.IntegrityConstraintViolationError():
            kind = IntegrityError
        case asyncpg.DataError():
            kind = DataError
        case asyncpg.PostgresConnectionError() | asyncpg.OperatorInterventionError() | asyncpg.InternalClientError():
            kind = OperationalError
        case asyncpg.InterfaceError():
            kind = InterfaceError
    return kind(doing, None, error, hide_parameters=True)
