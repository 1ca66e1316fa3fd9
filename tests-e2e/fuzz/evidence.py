"""What the system holds: dead letters, runs and rows in the six databases, read with SQL from outside."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from e2e_line import Line
from e2e_tables import TABLES

from contracts.topics import ORCHESTRATOR, SERVICES, STEP_SERVICES
from fuzz.accounts import Kept, Parked
from fuzz.fuzzed import Place, digest_of

_LETTERS = (
    'SELECT id, topic, partition, "offset", reason, status, workflow_run_id AS run, key, headers,'
    " encode(sha256(body), 'hex') AS body FROM dead_letter WHERE partition >= 0"
)
_LEDGER = "SELECT workflow_run_id, state FROM run_ledger"
_FORMS = "SELECT workflow_run_id FROM onboarding_forms"
_RUNS = "SELECT workflow_run_id, status FROM workflow_run"


async def kept(line: Line) -> dict[str, Kept]:
    """What every service has of the records on its topics."""
    return {service: await _kept(line, service) for service in SERVICES}


async def runs(line: Line) -> dict[UUID, str]:
    """Every run that the orchestrator knows, with its status."""
    return dict(await line.databases.fetch(ORCHESTRATOR, _RUNS))


async def orphans(line: Line, whole: Iterable[UUID]) -> list[str]:
    """Rows of a step's tables whose run is none of those that ended well; a form may wait for its brief."""
    found = []
    for service, tables in TABLES.items():
        for table in tables:
            waiting = " AND status <> 'awaiting_brief'" if table == "onboarding_forms" else ""
            query = f"SELECT DISTINCT workflow_run_id FROM {table} WHERE NOT workflow_run_id = ANY($1){waiting}"
            rows = await line.databases.fetch(service, query, list(whole))
            found += [f"{table} has rows of run {run}" for (run,) in rows]
    return found


async def _kept(line: Line, service: str) -> Kept:
    letters = [_parked(row) for row in await line.databases.fetch(service, _LETTERS)]
    parked = {letter.place: letter for letter in letters}
    if service == ORCHESTRATOR:
        return Kept(parked, frozenset(await runs(line)), frozenset())
    ledger: dict[UUID, str] = dict(await line.databases.fetch(service, _LEDGER))
    forms = await line.databases.fetch(service, _FORMS) if service == STEP_SERVICES[0] else []
    known = frozenset(ledger) | {run for (run,) in forms}
    return Kept(parked, known, frozenset(run for run, state in ledger.items() if state != "compensated"))


def _parked(row: Any) -> Parked:
    place = Place(row["topic"], row["partition"], row["offset"])
    digest = digest_of(json.loads(row["headers"]), row["body"])
    return Parked(row["id"], place, row["reason"], row["status"], row["run"], row["key"], digest)
