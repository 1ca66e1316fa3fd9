"""Reconciliation: asks the orchestrator about runs done or refused here whose end is unknown, so that no orphan stays.

It needs no promise of its own: what one round misses the next one asks again. A refused run is undone like any other,
but an orchestrator that has lost it can only hear of it from the service that refused.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from chassis import ledger, rows
from chassis.batch import commit
from chassis.clock import Clock
from chassis.database import Database, Transaction
from chassis.objects import Objects, run_prefix
from chassis.orchestrator_client import orchestrator_client
from chassis.step import Step
from contracts.payload import RunId

BULK = 500
LONGEST_STEP = timedelta(minutes=15)
"""Files are written before their rows: a younger file may belong to a step that is still at work."""

FILE_ROUNDS = 20
"""Files are listed in every so many rounds only: an object store can't tell the old ones without naming all."""

_log = structlog.get_logger(__name__)

Ask = Callable[[str, Sequence[RunId]], Awaitable[set[RunId]]]
"""Asks the orchestrator about runs of a service; gives the settled ones. It has the others undone when it must."""


def ask_over_http(orchestrator_url: str) -> Ask:
    """Ask the orchestrator's API. The answer raises httpx.HTTPError when there is none: the next round asks again."""

    async def ask(service: str, runs: Sequence[RunId]) -> set[RunId]:
        body = {"service": service, "workflow_run_ids": [str(run) for run in runs]}
        async with orchestrator_client(orchestrator_url) as client:
            answer = await client.post("/v1/reconciliations", json=body)
        answer.raise_for_status()
        return {RunId(UUID(run)) for run in answer.json()["settled"]}

    return ask


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Finds what this service holds and the orchestrator has not settled."""

    step: Step
    database: Database
    ask: Ask
    clock: Clock
    after: timedelta
    objects: Objects | None = None

    async def round(self, *, files: bool = True) -> int:
        """Ask about runs unsettled for longer than `after`, remove `files` without rows; gives the number asked."""
        before = self.clock.now() - self.after
        asked = 0
        batch = await self._unsettled(before, None)
        while batch:
            await self._settle(await self.ask(self.step.service, batch))
            asked += len(batch)
            batch = await self._unsettled(before, batch[-1])
        if files:
            await self._remove_lost_files()
        return asked

    async def _unsettled(self, before: datetime, beyond: RunId | None) -> list[RunId]:
        async with self.database.transaction() as tx:
            return await ledger.unsettled(tx, before, BULK, beyond)

    async def _settle(self, runs: set[RunId]) -> None:
        if runs:
            await commit(self.database, self.clock, lambda tx: ledger.settle(tx, sorted(runs), self.clock.now()))

    async def _remove_lost_files(self) -> None:
        if self.objects is None:
            return
        old = self.clock.now() - max(self.after, LONGEST_STEP)
        async for holders in self.objects.runs_with_objects(self.step.service, old):
            async with self.database.transaction() as tx:
                known = await self._known(tx, sorted(holders))
            for run in sorted(holders - known):
                removed = await self.objects.delete_prefix(run_prefix(self.step.service, run))
                _log.warning("lost_files_removed", run=str(run), files=removed)

    async def _known(self, tx: Transaction, runs: Sequence[RunId]) -> set[RunId]:
        """Runs that are done here; those whose entry in the ledger is purged are known by their rows."""
        states = await ledger.states(tx, runs)
        done = {run for run, state in states.items() if state != "compensated"}
        return done | await rows.runs_with_rows(tx, self.step.tables, [run for run in runs if run not in states])
