"""Missing rows: runs that are done and have no row at all; told in the log, for rows are never made up."""

from collections.abc import Sequence

import structlog
from sqlalchemy import select

from chassis import ledger
from chassis.database import Database, Transaction
from chassis.rows import is_any
from chassis.schema import RUN_LEDGER
from chassis.step import Step
from chassis.walk import Walk
from contracts.payload import RunId

SHOWN = 20
_log = structlog.get_logger(__name__)


class MissingRows:
    """Looks for one service's runs whose rows somebody has deleted by hand."""

    def __init__(self, step: Step, database: Database) -> None:
        self._step = step
        self._database = database
        self._walk = Walk(database, RUN_LEDGER.c.workflow_run_id, RUN_LEDGER.c.state == "done")

    async def round(self) -> int:
        """Look through the next pages of the ledger; gives the number of runs without rows."""
        missing = 0
        async for runs in self._walk.pages():
            async with self._database.reading() as tx:
                found = await self._without_rows(tx, runs)
            if found:
                shown = [str(run) for run in found[:SHOWN]]
                _log.error("rows_missing", service=self._step.service, runs=len(found), such_as=shown)
            missing += len(found)
        return missing

    async def _without_rows(self, tx: Transaction, runs: Sequence[RunId]) -> list[RunId]:
        """A run that was undone since its page was read has no rows rightly: so the ledger is asked again at last."""
        left = set(runs)
        for table in self._step.tables:
            column = table.c.workflow_run_id
            query = select(column).where(is_any(column, tx.dialect)).distinct()
            left -= {RunId(row["workflow_run_id"]) for row in await tx.execute(query, {"ids": sorted(left)})}
            if not left:
                return []
        states = await ledger.states(tx, sorted(left))
        return sorted(run for run in left if states.get(run) == "done")
