"""Rows planted by hand: a copy of a real run's row under another run's id, a day old, in any of the nine tables."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from e2e_tables import TABLES, Databases

KEYS: Mapping[str, tuple[str, ...]] = {
    "strategy_document": ("strategy_id", "brief_id"),
    "content_draft": ("draft_id",),
    "draft_bundle": ("bundle_id",),
    "bundle_asset": ("asset_id",),
    "qc_result": ("draft_id",),
    "delivery_package": ("package_id",),
}
"""The columns that a copy needs anew; a child of two columns gets a position of its own."""

_POSITION = 990
_ISSUE = (
    "INSERT INTO qc_issue (draft_id, position, workflow_run_id, check_id, severity, result, reason, evidence, fix)"
    f" SELECT draft_id, {_POSITION}, $2, 'planted', 'MINOR', 'WARN', '', '', '' FROM qc_result"
    " WHERE workflow_run_id = $1"
)


async def plant(databases: Databases, run: UUID, orphan: UUID, *tables: str) -> None:
    """Copy a row of a run to another run in each of these tables, in all nine if none is named."""
    for service, own in TABLES.items():
        for table in own:
            if table == "qc_issue" and table in (tables or own):
                await databases.fetch(service, _ISSUE, run, orphan)
            elif table in (tables or own):
                await _copy(databases, service, table, run, orphan)


async def _copy(databases: Databases, service: str, table: str, run: UUID, orphan: UUID) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    times = {"created_at": yesterday, "updated_at": yesterday}
    keys = {column: str(uuid4()) for column in KEYS.get(table, ())}
    changes = {**times, **keys, "workflow_run_id": str(orphan)}
    position = {"position": _POSITION} if table == "delivery_artifact" else {}
    query = (
        f"INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, to_jsonb(t) || $2::jsonb)).*"
        f" FROM {table} t WHERE workflow_run_id = $1 LIMIT 1"
    )
    await databases.fetch(service, query, run, json.dumps({**changes, **position}))
