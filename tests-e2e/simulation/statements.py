"""SQLAlchemy's statements on SQLite itself: each is compiled once, so that a scenario takes milliseconds.

The statements, the types' conversions and the errors are those of `chassis.database.MemoryDatabase`.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Executable, MetaData, StaticPool, create_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import IntegrityError

from chassis.columns import json_text
from chassis.database import Parameters, Row

_DIALECT = SQLiteDialect_pysqlite(paramstyle="named", json_serializer=json_text)
_Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Bind:
    """A parameter: its name, where its value is among those that the statement brings along, or the value itself."""

    name: str
    key: str
    place: int | None
    default: Any
    convert: _Convert | None

    def value(self, given: Mapping[str, Any], brought: Sequence[Any]) -> Any:
        if self.key in given:
            return given[self.key]
        return self.default if self.place is None else brought[self.place].effective_value


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement's text, its parameters, and the names and conversions of its columns."""

    compiled: Any
    sql: str
    binds: tuple[_Bind, ...]
    columns: tuple[tuple[str, _Convert | None], ...]
    expands: bool
    texts: dict[tuple[int, ...], tuple[str, Any, Any]] = field(default_factory=dict)
    """For lists of so many values: the text, the values' names, and their conversions."""


_KEPT: "WeakKeyDictionary[Executable, _Compiled]" = WeakKeyDictionary()
_BY_KEY: dict[Any, _Compiled] = {}
"""Statements that are built anew each time, by what they look like."""


def execute(connection: sqlite3.Connection, statement: Executable, parameters: Parameters | None) -> Sequence[Row]:
    """Run a statement; gives its rows as dictionaries. Raises SQLAlchemy's IntegrityError."""
    form, brought = _form_of(statement)
    many = [parameters] if isinstance(parameters, Mapping) else parameters or [{}]
    found: Sequence[Row] = ()
    for each in many:
        found = _run(connection, form, brought, each)
    return found


@lru_cache
def template(*tables: MetaData) -> bytes:
    """An empty database with these tables, as SQLite's own bytes."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    for each in tables:
        each.create_all(engine)
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        content: bytes = driver.serialize()
    engine.dispose()
    return content


def opened(content: bytes) -> sqlite3.Connection:
    """A database in memory with this content; transactions are begun and ended by whoever uses it."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.deserialize(content)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _form_of(statement: Executable) -> tuple[_Compiled, Any]:
    known = _KEPT.get(statement)
    if known is not None:
        return known, None
    key: Any = statement._generate_cache_key()  # type: ignore[attr-defined]
    if key is None:
        return _compiled(statement, None), None
    found = _BY_KEY.get(key.key)
    if found is None:
        found = _BY_KEY[key.key] = _compiled(statement, key)
        _KEPT[statement] = _compiled(statement, None)
    return found, key.bindparams


def _compiled(statement: Executable, key: Any) -> _Compiled:
    compiled: Any = statement.compile(dialect=_DIALECT, cache_key=key)  # type: ignore[attr-defined]
    columns = tuple(
        (entry.keyname, entry.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None))
        for entry in compiled._result_columns
    )
    places = {bind.key: place for place, bind in enumerate(key.bindparams)} if key else {}
    binds = tuple(
        _Bind(name, bind.key, places.get(bind.key), _default(bind), _converting(compiled, bind, name))
        for bind, name in compiled.bind_names.items()
    )
    return _Compiled(compiled, str(compiled), binds, columns, bool(compiled.post_compile_params))


def _converting(compiled: Any, bind: Any, name: str) -> _Convert | None:
    convert: _Convert | None = None if bind.expanding else compiled._bind_processors.get(name)
    return convert


def _default(bind: Any) -> Any:
    return None if bind.required else bind.effective_value


def _run(connection: sqlite3.Connection, form: _Compiled, brought: Any, given: Mapping[str, Any]) -> Sequence[Row]:
    bound = _bound(form, given, brought)
    sql = _expanded(form, bound) if form.expands else form.sql
    try:
        cursor = connection.execute(sql, bound)
    except sqlite3.IntegrityError as error:
        raise IntegrityError(sql, None, error) from error
    return [_row(form.columns, row) for row in cursor.fetchall()]


def _bound(form: _Compiled, given: Mapping[str, Any], brought: Sequence[Any]) -> dict[str, Any]:
    values = ((bind, bind.value(given, brought)) for bind in form.binds)
    return {bind.name: bind.convert(value) if bind.convert else value for bind, value in values}


def _expanded(form: _Compiled, bound: dict[str, Any]) -> str:
    """Give each value of a list a name of its own; the text for so many values is made once."""
    lists = [bind for bind in form.binds if isinstance(bound[bind.name], list)]
    sizes = tuple(len(bound[bind.name]) for bind in lists)
    known = form.texts.get(sizes)
    if known is None:
        state = form.compiled._process_parameters_for_postcompile(dict(bound))
        known = form.texts[sizes] = state.statement, state.parameter_expansion, state.processors
    sql, expansion, processors = known
    for bind in lists:
        for name, value in zip(expansion[bind.name], bound.pop(bind.name), strict=False):
            bound[name] = processors[name](value) if name in processors else value
    return sql


def _row(columns: Sequence[tuple[str, _Convert | None]], values: Sequence[Any]) -> Row:
    return {name: convert(value) if convert else value for (name, convert), value in zip(columns, values, strict=True)}
