"""Migrations: each service's database comes up from nothing, without drift, goes down to nothing, and comes up again.

Mutants: a column less in `qc.store` -> the drift; no `vacuum_the_outbox`, or no `vacuum_early` -> the dead rows.
"""

import pytest
from e2e_line import Line
from e2e_migrations import DOWN, DRIFT, UP, alembic, scratch_database, tables_of
from e2e_system import System
from e2e_tables import TABLES

from contracts.topics import ORCHESTRATOR, SERVICES

OF_EVERY_STEP = ("dead_letter", "dead_letter_audit", "outbox", "run_ledger")
OF_THE_ORCHESTRATOR = ("dead_letter", "dead_letter_audit", "outbox", "workflow_brief", "workflow_run", "workflow_step")


@pytest.mark.parametrize("service", SERVICES)
async def test_migrations_go_up_from_nothing_down_and_up_again_without_drift(system: System, service: str) -> None:
    async with scratch_database(system, service) as url:
        await alembic(service, url, UP, DRIFT, DOWN)
        assert await tables_of(url) == []
        await alembic(service, url, UP, DRIFT)
        own = OF_THE_ORCHESTRATOR if service == ORCHESTRATOR else (*TABLES[service], *OF_EVERY_STEP)
        assert await tables_of(url) == sorted(own)


MILLION = 1_000_000
GATHERED = """
    SELECT COALESCE(max(value::float) FILTER (WHERE option = 'autovacuum_vacuum_threshold'), 50)
        + COALESCE(max(value::float) FILTER (WHERE option = 'autovacuum_vacuum_scale_factor'), 0.2) * $2
    FROM pg_class, unnest(reloptions) AS given, LATERAL (SELECT split_part(given, '=', 1), split_part(given, '=', 2))
        AS pair (option, value) WHERE relname = $1"""


@pytest.mark.parametrize("service", SERVICES)
async def test_few_dead_rows_are_gathered_however_many_there_have_been(line: Line, service: str) -> None:
    growing = ("workflow_run", "workflow_step") if service == ORCHESTRATOR else ("run_ledger",)
    for table, most in (("outbox", 1_000), *((table, MILLION // 40) for table in growing)):
        [(dead,)] = await line.databases.fetch(service, GATHERED, table, MILLION)
        assert dead <= most, table
