"""Ledger rows of runs that have long ended go, and never while a message of theirs can still arrive.

Mutants: the settlement not looked at -> the open run.
"""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from chassis_builders import a_command, a_run, a_station, a_step, a_submission
from chassis_doubles import SetClock
from chassis_tables import kept

from chassis.database import Database
from chassis.handler import StepHandler
from chassis.ledger import settle
from chassis.purging import Purging
from chassis.station import RetryPolicy
from contracts.payload import RunId

MONTH = timedelta(days=30)
WEEK = timedelta(days=7)


class Bench:
    """A service with a run of each kind, and a clock that is set."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, SetClock()
        names = ("settled", "open", "failed", "undone", "parked")
        self.runs: Mapping[str, RunId] = {name: a_run() for name in names}

    async def fill(self) -> None:
        """Have each run end in its own way."""
        runs = self.runs
        station = a_station(self.database, clock=self.clock, retries=RetryPolicy(attempts=1))
        handler = StepHandler(a_step(), station)
        records = [a_submission(runs[name]) for name in ("settled", "open")]
        refused, failing = a_submission(runs["failed"], refuse="no"), a_submission(runs["parked"], fail="no model")
        await handler.handle([*records, refused, failing, a_command(runs["undone"])])
        await handler.handle([a_command(runs["parked"])])
        async with self.database.transaction() as tx:
            await settle(tx, [runs["settled"]], self.clock.now())

    async def purge(self, topics: timedelta | None) -> set[str]:
        """Purge once; gives the names of the runs that stay in the ledger."""

        async def longest() -> timedelta | None:
            return topics

        await Purging(self.database, self.clock, MONTH, longest).round()
        ledger = (await kept(self.database)).ledger
        return {name for name, run in self.runs.items() if run in ledger}


async def test_settled_and_undone_runs_go_after_the_retention_and_the_others_stay(database: Database) -> None:
    bench = Bench(database)
    await bench.fill()
    bench.clock.advance(days=29)
    assert await bench.purge(WEEK) == set(bench.runs)
    bench.clock.advance(days=2)
    assert await bench.purge(WEEK) == {"open", "failed", "parked"}


@pytest.mark.parametrize("topics", [None, MONTH, timedelta(days=60)], ids=["unlimited", "as long", "longer"])
async def test_nothing_is_purged_while_a_topic_is_kept_as_long_as_the_ledger(
    database: Database, topics: timedelta | None
) -> None:
    bench = Bench(database)
    await bench.fill()
    bench.clock.advance(days=300)
    assert await bench.purge(topics) == set(bench.runs)


async def test_a_purged_run_keeps_its_rows(database: Database) -> None:
    bench = Bench(database)
    await bench.fill()
    bench.clock.advance(days=31)
    await bench.purge(WEEK)
    assert (await kept(database)).rows_of(bench.runs["settled"]) == 3
