"""Migrations: each service's database comes up from nothing, without drift, goes down to nothing, and comes up again.

Mutants: a column less in `qc.store` -> the drift.
"""

import pytest
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
