"""Column types that behave the same on PostgreSQL and on in-memory SQLite, and the columns every table of a run has."""

import json
from datetime import UTC, datetime
from typing import Any

import orjson
from pydantic import BaseModel
from sqlalchemy import ARRAY, JSON, Column, DateTime, Dialect, TypeDecorator, Uuid
from sqlalchemy.dialects.postgresql import JSONB

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def json_text(value: Any) -> str:
    """What a `Json` column takes, as text: pydantic models may stand anywhere in it."""
    try:
        return orjson.dumps(value, default=_fragment).decode()
    except (TypeError, orjson.JSONEncodeError):
        # An integer of more than 64 bits, say.
        return json.dumps(value, default=_dumped)


def _fragment(value: Any) -> orjson.Fragment:
    return orjson.Fragment(_model(value).model_dump_json())


def _dumped(value: Any) -> dict[str, Any]:
    return _model(value).model_dump(mode="json")


def _model(value: Any) -> BaseModel:
    if isinstance(value, BaseModel):
        return value
    raise TypeError(f"{type(value).__name__} has no place in JSON")


class JsonTexts(ARRAY[Any]):
    """An array parameter of JSON values, sent as texts: the driver takes a value that is a list for a dimension."""


class Timestamp(TypeDecorator[datetime]):
    """An aware UTC time; SQLite, which keeps no zone, stores it naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def run_column() -> Column[Any]:
    """The run that a row belongs to; index it where it is not the primary key."""
    return Column("workflow_run_id", Uuid(), nullable=False)


def time_columns() -> tuple[Column[Any], Column[Any]]:
    """When a row was first and last written; the chassis fills them."""
    return Column("created_at", Timestamp(), nullable=False), Column("updated_at", Timestamp(), nullable=False)
