"""What is no longer needed of runs that have long ended goes, and never while a message of theirs can still arrive.

Mutants: done runs purged too -> the delivered run; failed ones not -> the refused run; parked letters purged too, or
the guard left out -> the records; one round only -> the roundful; the pivot's entries purged -> the pivot.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from chassis_builders import SERVICE, a_command, a_run, a_station, a_step, a_submission
from chassis_doubles import SetClock
from chassis_tables import kept
from msgspec.structs import replace
from sqlalchemy import select

from chassis import dead_letter_changes, dead_letters, purging
from chassis.database import Database
from chassis.dead_letter_audit import Order
from chassis.handler import StepHandler
from chassis.ledger import settle
from chassis.objects import ObjectStore, run_prefix
from chassis.purging import Purging, purges_of
from chassis.reconciliation import Reconciliation
from chassis.schema import DEAD_LETTER_AUDIT
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

    async def end_letters(self) -> dict[str, UUID]:
        """Have records end as each status says; gives their ids."""
        station = a_station(self.database, clock=self.clock, retries=RetryPolicy(attempts=1))
        names = ("parked", "replayed", "discarded")
        records = [replace(a_submission(a_run()), body=b"{}", offset=offset) for offset in range(len(names))]
        await StepHandler(a_step(), station).handle(records)
        keys = {name: row["id"] for name, row in zip(names, (await kept(self.database)).letters, strict=True)}
        order = Order("Ann", self.clock.now())
        async with self.database.transaction() as tx:
            await dead_letter_changes.discard(tx, keys["discarded"], order)
            await dead_letter_changes.replay(tx, keys["replayed"], order)
            await dead_letters.resolve(tx, [keys["replayed"]], self.clock.now())
        return keys

    async def letters(self) -> set[str]:
        """The statuses of the dead letters that are there."""
        return {row["status"] for row in (await kept(self.database)).letters}

    async def audited(self) -> set[UUID]:
        """The dead letters that the audit tells of."""
        async with self.database.transaction() as tx:
            return {row["dead_letter_id"] for row in await tx.execute(select(DEAD_LETTER_AUDIT))}

    async def purge(self, topics: timedelta | None, *, pivot: bool = False) -> set[str]:
        """Purge once; gives the names of the runs that stay in the ledger."""

        async def longest() -> timedelta | None:
            return topics

        purges = purges_of(a_step(irrevocable=pivot))
        await Purging(self.database, self.clock, MONTH, longest, purges).round()
        ledger = (await kept(self.database)).ledger
        return {name for name, run in self.runs.items() if run in ledger}


async def test_undone_and_refused_runs_go_after_the_retention_and_the_others_stay(database: Database) -> None:
    bench = Bench(database)
    await bench.fill()
    bench.clock.advance(days=29)
    assert await bench.purge(WEEK) == set(bench.runs)
    bench.clock.advance(days=2)
    assert await bench.purge(WEEK) == {"settled", "open", "parked"}


async def test_the_pivot_keeps_every_entry_but_not_its_ended_dead_letters(database: Database) -> None:
    bench = Bench(database)
    await bench.end_letters()
    await bench.fill()
    bench.clock.advance(days=31)
    assert await bench.purge(WEEK, pivot=True) == set(bench.runs)
    assert await bench.letters() == {"parked"}


@pytest.mark.parametrize("topics", [None, MONTH, timedelta(days=60)], ids=["unlimited", "as long", "longer"])
async def test_nothing_is_purged_while_a_topic_is_kept_as_long_as_the_ledger(
    database: Database, topics: timedelta | None
) -> None:
    bench = Bench(database)
    await bench.fill()
    bench.clock.advance(days=300)
    assert await bench.purge(topics) == set(bench.runs)


async def test_a_delivered_run_keeps_its_entry_its_rows_and_its_files_for_ever(database: Database) -> None:
    bench, objects = Bench(database), ObjectStore("memory:///")
    await bench.fill()
    run = bench.runs["settled"]
    await objects.put(f"{run_prefix(SERVICE, run)}package.zip", b"x")
    bench.clock.advance(days=40_000)
    await bench.purge(WEEK)
    await Reconciliation(a_step(), database, _nothing_is_settled, bench.clock, WEEK, objects).round()
    assert await objects.get(f"{run_prefix(SERVICE, run)}package.zip") == b"x"
    assert (await kept(database)).rows_of(run) == 3


async def test_replayed_and_discarded_records_go_with_their_audit_and_parked_ones_stay(database: Database) -> None:
    bench = Bench(database)
    keys = await bench.end_letters()
    bench.clock.advance(days=29)
    await bench.purge(WEEK)
    assert await bench.letters() == set(keys)
    bench.clock.advance(days=2)
    await bench.purge(MONTH)
    assert await bench.letters() == set(keys)
    await bench.purge(WEEK)
    assert await bench.letters() == {"parked"}
    assert await bench.audited() == set()


async def test_more_than_a_roundful_goes_in_one_round(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "AT_ONCE", 2)
    bench = Bench(database)
    undone = [a_run() for _ in range(5)]
    handler = StepHandler(a_step(), a_station(database, clock=bench.clock))
    await handler.handle([a_command(run) for run in undone])
    bench.clock.advance(days=31)
    await bench.purge(WEEK)
    assert (await kept(database)).ledger == {}


async def _nothing_is_settled(_service: str, _runs: Sequence[RunId]) -> set[RunId]:
    return set()
