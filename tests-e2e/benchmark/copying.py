"""Rows written the fastest way that PostgreSQL has: COPY in binary, one a table, a whole batch at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from benchmark.template import TABLES, RunTemplate, renewed

Connection = Any


async def prepare(connection: Connection) -> None:
    """Let a connection take JSON as bytes."""
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=lambda value: b"\x01" + value, decoder=bytes, format="binary"
    )


@dataclass(slots=True)
class Copier:
    """Writes a service's rows of one run again and again, each time as another run's."""

    service: str
    template: RunTemplate
    _kinds: dict[str, dict[str, str]] = field(default_factory=dict)

    async def write(self, connection: Connection, runs: Sequence[str]) -> None:
        """Write the rows of these runs, within the caller's transaction."""
        fresh: list[dict[str, str]] = [{self.template.run: run} for run in runs]
        for table in TABLES[self.service]:
            kinds = await self._kinds_of(connection, table)
            rows = [row for ids in fresh for row in renewed(self.template.rows[table], ids)]
            records = [tuple(_value(row[name], kind) for name, kind in kinds.items()) for row in rows]
            await connection.copy_records_to_table(table, records=records, columns=list(kinds))

    async def _kinds_of(self, connection: Connection, table: str) -> dict[str, str]:
        if table not in self._kinds:
            query = "SELECT column_name, udt_name FROM information_schema.columns WHERE table_name = $1"
            found = {row["column_name"]: row["udt_name"] for row in await connection.fetch(query, table)}
            self._kinds[table] = {name: found[name] for name in self.template.rows[table][0] if name in found}
        return self._kinds[table]


def _value(value: Any, kind: str) -> Any:
    if value is None:
        return None
    match kind:
        case "uuid":
            return UUID(value)
        case "jsonb":
            return json.dumps(value).encode()
        case "timestamptz":
            return datetime.fromisoformat(value)
        case "date":
            return date.fromisoformat(value)
    return value
