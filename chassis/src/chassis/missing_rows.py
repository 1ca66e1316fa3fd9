"""Missing rows: runs that are done and have no row at all; told in the log, for rows are never made up."""

from collections.abc import Sequence

import structlog
from sqlalchemy import exists, select

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
        self._walk = Walk(database, RUN_LEDGER.c.workflow_run_id)

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
        """One statement, so that the ledger and the tables are seen at one moment: a run may be undone meanwhile."""
        run = RUN_LEDGER.c.workflow_run_id
        without = (~exists().where(table.c.workflow_run_id == run) for table in self._step.tables)
        query = select(run).where(is_any(run, tx.dialect), RUN_LEDGER.c.state == "done", *without).order_by(run)
        return [RunId(row["workflow_run_id"]) for row in await tx.execute(query, {"ids": list(runs)})]
