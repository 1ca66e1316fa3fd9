"""The system's six databases, looked at with SQL from outside."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from contracts.topics import SERVICES, STEP_SERVICES

TABLES: Mapping[str, tuple[str, ...]] = {
    "onboarding": ("onboarding_forms",),
    "strategy": ("strategy_document",),
    "production": ("content_draft", "draft_bundle", "bundle_asset"),
    "qc": ("qc_result", "qc_issue"),
    "delivery": ("delivery_package", "delivery_artifact"),
}
"""The nine tables of the five steps."""

NOTHING = {table: 0 for tables in TABLES.values() for table in tables}
LIGHT = {**dict.fromkeys(NOTHING, 1), "qc_issue": 0, "delivery_artifact": 2}
"""The rows that one delivered run of the light package has."""

Connection = Any
Counts = dict[str, int]


class Databases:
    """Connections of the databases' owners, made when first needed and made again after a server's restart."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._urls = {service: environment[f"{service.upper()}_MIGRATION_DATABASE_URL"] for service in SERVICES}
        self._connections: dict[str, Connection] = {}
        self._turn = asyncio.Lock()

    async def close(self) -> None:
        """Give the connections back."""
        for connection in self._connections.values():
            await connection.close()

    async def fetch(self, service: str, query: str, *values: object) -> list[Any]:
        """Run a statement on a service's database and give its rows."""
        async with self._turn:
            connection = await self._connection(service)
            return list(await connection.fetch(query, *values))

    async def rows(self, runs: Sequence[UUID]) -> dict[UUID, Counts]:
        """How many rows each run has in each of the nine tables."""
        counted = {run: dict(NOTHING) for run in runs}
        for service, tables in TABLES.items():
            for table in tables:
                query = f"SELECT workflow_run_id, count(*) FROM {table} WHERE workflow_run_id = ANY($1) GROUP BY 1"
                for run, number in await self.fetch(service, query, list(runs)):
                    counted[run][table] = number
        return counted

    async def rows_of(self, run: UUID) -> Counts:
        """How many rows one run has in each of the nine tables."""
        return (await self.rows([run]))[run]

    async def content_of(self, run: UUID) -> dict[str, list[str]]:
        """Every row of a run in the nine tables, with all its columns."""
        content = {}
        for service, tables in TABLES.items():
            for table in tables:
                query = f"SELECT to_jsonb(t)::text AS row FROM {table} t WHERE workflow_run_id = $1 ORDER BY 1"
                content[table] = [row["row"] for row in await self.fetch(service, query, run)]
        return content

    async def ledgers(self, runs: Sequence[UUID]) -> dict[str, dict[UUID, str]]:
        """What each step's ledger says of these runs."""
        query = "SELECT workflow_run_id, state FROM run_ledger WHERE workflow_run_id = ANY($1)"
        return {service: dict(await self.fetch(service, query, list(runs))) for service in STEP_SERVICES}

    async def ledger_of(self, run: UUID) -> dict[str, str]:
        """What each step's ledger says of one run; steps that don't know it are left out."""
        return {service: states[run] for service, states in (await self.ledgers([run])).items() if run in states}

    async def statuses(self, runs: Sequence[UUID]) -> dict[UUID, str]:
        """What the orchestrator knows of these runs; unknown ones are left out."""
        query = "SELECT workflow_run_id, status FROM workflow_run WHERE workflow_run_id = ANY($1)"
        return dict(await self.fetch("orchestrator", query, list(runs)))

    async def outboxes(self) -> Counts:
        """How many messages lie in each service's outbox."""
        return {name: (await self.fetch(name, "SELECT count(*) FROM outbox"))[0][0] for name in SERVICES}

    async def dead_letters(self, runs: Sequence[UUID]) -> list[tuple[str, str, str]]:
        """Service, reason and error of every dead letter of these runs."""
        query = "SELECT reason, error FROM dead_letter WHERE workflow_run_id = ANY($1)"
        return [(name, *row) for name in SERVICES for row in await self.fetch(name, query, list(runs))]

    async def _connection(self, service: str) -> Connection:
        known = self._connections.get(service)
        if known is None or known.is_closed():
            known = self._connections[service] = await asyncpg.connect(self._urls[service])
        return known
