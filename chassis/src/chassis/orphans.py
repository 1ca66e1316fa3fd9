"""Orphans: rows of a run that the ledger does not know, or knows as undone; found wherever they lie, and removed.

A run's rows and its ledger entry are committed together, so rows without one are nobody's, but for those of an
opening, which its step can tell. Whoever left the others, they go, unless the orchestrator says that the run is alive.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import timedelta
from http import HTTPStatus

import structlog
from sqlalchemy import ColumnElement, Table, or_, select
from sqlalchemy.exc import DBAPIError

from chassis import ledger, rows
from chassis.batch import commit
from chassis.database import Transaction
from chassis.ledger import LAST_REVISION, Claim
from chassis.orchestrator_client import orchestrator_client
from chassis.rows import is_any
from chassis.station import Station
from chassis.step import Step
from chassis.walk import Walk
from contracts.payload import RunId

COMPENSATED, COMPLETED = "COMPENSATED", "COMPLETED"
_log = structlog.get_logger(__name__)

StatusOf = Callable[[RunId], Awaitable[str | None]]
"""Asks the orchestrator for a run's status; None where it does not know the run."""


def status_over_http(orchestrator_url: str) -> StatusOf:
    """Ask the orchestrator's API; raises httpx.HTTPError where there is no answer: the next round asks again."""

    async def status_of(run: RunId) -> str | None:
        async with orchestrator_client(orchestrator_url) as client:
            answer = await client.get(f"/v1/runs/{run}")
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return None
        return str(answer.raise_for_status().json()["status"])

    return status_of


class Orphans:
    """Looks for one service's orphans that are older than `after`."""

    def __init__(self, step: Step, station: Station, status_of: StatusOf, after: timedelta) -> None:
        self._step = step
        self._station = station
        self._status_of = status_of
        self._after = after
        self._walks = [Walk(station.database, table.c.workflow_run_id) for table in step.tables]

    async def round(self) -> int:
        """Look through the next pages of every table; gives the number of rows removed."""
        removed = 0
        for walk in self._walks:
            async for runs in walk.pages():
                for run, undone in (await self._suspects(runs)).items():
                    removed += await self._judge(run, COMPENSATED if undone else await self._status_of(run))
        return removed

    async def _suspects(self, runs: Sequence[RunId]) -> dict[RunId, bool]:
        """Those of these runs whose rows nobody accounts for, and whether they are known as undone."""
        async with self._station.database.reading() as tx:
            states = await ledger.states(tx, runs)
            undone = {run for run in runs if states.get(run) == "compensated"}
            unknown = {run for run in runs if run not in states}
            unknown -= await self._opened(tx, unknown)
            suspects = undone | unknown
            return {run: run in undone for run in sorted(suspects - await self._young(tx, suspects))}

    async def _opened(self, tx: Transaction, runs: set[RunId]) -> set[RunId]:
        if self._step.opened is None:
            return set()
        return await _runs_of(tx, self._step.tables[0], runs, self._step.opened)

    async def _young(self, tx: Transaction, runs: set[RunId]) -> set[RunId]:
        """Runs with a row younger than `after`; a table that keeps no times says nothing about age."""
        since = self._station.clock.now() - self._after
        found: set[RunId] = set()
        for table in self._step.tables:
            times = [table.c[name] for name in ("created_at", "updated_at") if name in table.c]
            if times:
                found |= await _runs_of(tx, table, runs, or_(*(column >= since for column in times)))
        return found

    async def _judge(self, run: RunId, status: str | None) -> int:
        """Remove what is left of a run that is undone or that nobody knows; a run on its way is left to its end."""
        if status not in (None, COMPENSATED, COMPLETED):
            return 0
        station = self._station
        try:
            removed = await commit(station.database, station.clock, lambda tx: self._apply(tx, run, status))
        except DBAPIError as error:
            # One that the database won't let go must not keep the others.
            _log.error("orphan_not_removed", service=station.service, run=str(run), error=str(error)[:500])
            return 0
        if removed:
            _log.warning("orphan_removed", service=station.service, run=str(run), removed=removed)
        total = sum(removed.values())
        station.telemetry.orphan_rows.labels(station.service).inc(total)
        return total

    async def _apply(self, tx: Transaction, run: RunId, status: str | None) -> dict[str, int]:
        """The ledger entry comes first, so that a step which begins now waits, and sees the outcome.

        A run that is undone gets its tombstone back, a completed one its entry, and keeps its rows; one that nobody
        knows leaves no entry, so that it may still come.
        """
        entry = Claim("done", LAST_REVISION) if status == COMPLETED else Claim("compensated")
        claimed = await ledger.claim(tx, {run: entry}, self._station.clock.now())
        if status == COMPLETED:
            _log.warning("ledger_entry_restored", service=self._step.service, run=str(run))
            return {}
        if (await ledger.states(tx, [run])).get(run) != "compensated":
            return {}
        removed = (await rows.delete_runs(tx, self._step.tables, [run]))[run]
        if status is None:
            await ledger.forget(tx, sorted(claimed))
        return {str(table): number for table, number in removed.items()}


async def _runs_of(tx: Transaction, table: Table, runs: Iterable[RunId], condition: ColumnElement[bool]) -> set[RunId]:
    """Those of these runs that have a row in the table for which the condition holds."""
    asked = sorted(runs)
    if not asked:
        return set()
    column = table.c.workflow_run_id
    query = select(column).where(is_any(column, tx.dialect), condition).distinct()
    return {RunId(row["workflow_run_id"]) for row in await tx.execute(query, {"ids": asked})}
