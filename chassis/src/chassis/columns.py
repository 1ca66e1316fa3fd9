"""Column types that behave the same on PostgreSQL and on in-memory SQLite, and the columns every table of a run has."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ARRAY, JSON, Column, DateTime, Dialect, TypeDecorator, Uuid
from sqlalchemy.dialects.postgresql import JSONB

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


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
