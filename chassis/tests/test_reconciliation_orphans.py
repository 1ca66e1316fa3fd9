"""Rows that nobody accounts for are found in every table and removed; rows of living, opened and young runs are kept.

Mutants: `_opened` that gives nothing -> the opening; `_young` that gives nothing -> the young orphan; the status never
asked, or the tombstone forgotten -> the run that the orchestrator has undone; the ledger not asked after the claim ->
the step that is faster; `Walk.beyond` kept at None -> the walk; the first table only -> the child's table; the error
not caught -> the orphan that the database will not let go; `state` not asked where rows are missing -> told; the
restored entry without LAST_REVISION -> its entry back.
"""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import orjson
import pytest
from chassis_builders import a_command, a_run, a_signature, a_station, a_step, a_submission, parent_of
from chassis_doubles import SetClock, until
from chassis_tables import CHILD, PARENT, kept, somebody_waits
from sqlalchemy import delete, insert
from structlog.testing import capture_logs

from chassis import ledger, walk
from chassis.database import Database
from chassis.handler import StepHandler
from chassis.ledger import Claim
from chassis.missing_rows import MissingRows
from chassis.orphans import Orphans
from chassis.postgres import PostgresDatabase
from chassis.schema import RUN_LEDGER
from chassis.walk import Walk
from contracts.payload import RunId
from local_stack.endpoints import ScratchDatabase
from local_stack.provision.databases import connect

AFTER = timedelta(minutes=30)


class Bench:
    """A service with its search for orphans, an orchestrator that knows some runs, and a clock that is set."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, SetClock()
        self.known: dict[RunId, str] = {}
        self.asked: list[RunId] = []
        self.away = False
        self.station = a_station(database, clock=self.clock)
        self.handler = StepHandler(a_step(), self.station)
        self.orphans = Orphans(a_step(), self.station, self.status_of, AFTER)

    async def status_of(self, run: RunId) -> str | None:
        """What the orchestrator says."""
        if self.away:
            raise httpx.ConnectError("away")
        self.asked.append(run)
        return self.known.get(run)

    async def plant(self, run: RunId, *, at: datetime | None = None, children: int = 2) -> None:
        """Rows of a run, put there by hand."""
        times = {"created_at": at or self.clock.now(), "updated_at": at or self.clock.now()}
        parent = {"workflow_run_id": run, "parent_id": parent_of(run), "title": "planted", "submitted": True, **times}
        async with self.database.transaction() as tx:
            await tx.execute(insert(PARENT), parent)
            for position in range(children):
                await tx.execute(insert(CHILD), _child(run, run, position))

    async def later(self) -> int:
        """Look for orphans when what is there now has grown old; gives the number of rows removed."""
        self.clock.advance(minutes=31)
        return await self.orphans.round()

    async def rows_of(self, run: RunId) -> int:
        """How many rows a run has."""
        return (await kept(self.database)).rows_of(run)


async def test_rows_of_a_run_that_nobody_knows_are_removed_and_the_run_may_still_come(database: Database) -> None:
    bench, orphan, living = Bench(database), a_run(), a_run()
    await bench.plant(orphan)
    await bench.handler.handle([a_submission(living)])
    with capture_logs() as lines:
        assert await bench.later() == 3
    assert (await bench.rows_of(orphan), await bench.rows_of(living)) == (0, 3)
    [line] = [line for line in lines if line["event"] == "orphan_removed"]
    assert (line["run"], line["removed"]) == (str(orphan), {"parent": 1, "child": 2})
    assert (orjson.loads(orjson.dumps(line))["run"], _counted(bench)) == (str(orphan), 3)
    await bench.handler.handle([a_submission(orphan)])
    assert (await kept(database)).ledger == {orphan: "done", living: "done"}


async def test_a_row_planted_in_a_childs_table_alone_is_found_and_its_parents_run_is_left_alone(
    database: Database,
) -> None:
    bench, orphan, living = Bench(database), a_run(), a_run()
    await bench.handler.handle([a_submission(living)])
    async with database.transaction() as tx:
        await tx.execute(insert(CHILD), _child(orphan, living, 9))
    assert await bench.later() == 1
    assert (await bench.rows_of(orphan), await bench.rows_of(living)) == (0, 3)


async def test_rows_of_a_run_that_is_undone_here_are_removed_without_a_question(database: Database) -> None:
    bench, run = Bench(database), a_run()
    await bench.handler.handle([a_command(run)])
    await bench.plant(run)
    assert await bench.later() == 3
    assert (bench.asked, (await kept(database)).ledger) == ([], {run: "compensated"})


async def test_rows_of_a_run_that_the_orchestrator_has_undone_are_removed_and_its_tombstone_is_back(
    database: Database,
) -> None:
    bench, run = Bench(database), a_run()
    await bench.plant(run)
    bench.known[run] = "COMPENSATED"
    assert await bench.later() == 3
    await bench.handler.handle([a_submission(run)])
    assert (await bench.rows_of(run), (await kept(database)).ledger) == (0, {run: "compensated"})


@pytest.mark.parametrize("status", ["RUNNING", "COMPENSATING", "STALLED"])
async def test_rows_of_a_run_on_its_way_are_left_to_its_end(database: Database, status: str) -> None:
    bench, run = Bench(database), a_run()
    await bench.plant(run)
    bench.known[run] = status
    assert (await bench.later(), await bench.rows_of(run)) == (0, 3)
    await bench.handler.handle([a_command(run)])
    assert await bench.rows_of(run) == 0


async def test_a_completed_run_whose_ledger_entry_was_lost_keeps_its_rows_and_gets_its_entry_back(
    database: Database,
) -> None:
    bench, run = Bench(database), a_run()
    await bench.handler.handle([a_submission(run)])
    async with database.transaction() as tx:
        await ledger.forget(tx, [run])
    bench.known[run] = "COMPLETED"
    assert [await bench.later(), await bench.later()] == [0, 0]
    assert (await bench.rows_of(run), (await kept(database)).ledger, bench.asked) == (3, {run: "done"}, [run])
    async with database.transaction() as tx:
        assert await ledger.claim(tx, {run: Claim("done", 2)}, bench.clock.now()) == set()


async def test_what_an_opening_has_written_is_no_orphan_until_its_run_is_undone(database: Database) -> None:
    bench, opened = Bench(database), a_run()
    await bench.handler.handle([a_signature(opened, company="Acme")])
    assert (await bench.later(), (await kept(database)).titles) == (0, {opened: "Acme"})
    await bench.handler.handle([a_submission(opened)])
    assert (await bench.later(), await bench.rows_of(opened)) == (0, 3)


async def test_a_young_orphan_is_left_until_it_is_old(database: Database) -> None:
    bench, run = Bench(database), a_run()
    await bench.plant(run)
    bench.clock.advance(minutes=29)
    assert await bench.orphans.round() == 0
    bench.clock.advance(minutes=2)
    assert await bench.orphans.round() == 3


async def test_while_the_orchestrator_is_away_nothing_is_removed_and_the_next_round_looks_again(
    database: Database,
) -> None:
    bench, run = Bench(database), a_run()
    await bench.plant(run)
    bench.away = True
    with pytest.raises(httpx.ConnectError):
        await bench.later()
    bench.away = False
    assert await bench.orphans.round() == 3


async def test_a_step_that_is_faster_than_the_removal_keeps_its_rows(
    replicas: Callable[[], PostgresDatabase],
) -> None:
    database = replicas()
    bench, run = Bench(database), a_run()
    await bench.plant(run, children=0)
    bench.clock.advance(minutes=31)
    async with replicas().transaction() as step:
        await ledger.claim(step, {run: Claim("done")}, bench.clock.now())
        removing = asyncio.create_task(bench.orphans.round())
        await until(lambda: somebody_waits(database))
    assert (await removing, await bench.rows_of(run)) == (0, 1)


async def test_an_orphan_that_the_database_will_not_let_go_does_not_keep_the_others(database: Database) -> None:
    bench, living = Bench(database), a_run()
    orphans = sorted(a_run() for _ in range(2))
    for orphan in orphans:
        await bench.plant(orphan, children=0)
    await bench.handler.handle([a_submission(living)])
    async with database.transaction() as tx:
        await tx.execute(insert(CHILD), _child(living, orphans[0], 9))
    with capture_logs() as lines:
        assert await bench.later() == 1
    assert [await bench.rows_of(orphan) for orphan in orphans] == [1, 0]
    assert [line["run"] for line in lines if line["event"] == "orphan_not_removed"] == [str(orphans[0])]


async def test_a_walk_goes_on_where_the_last_round_stopped_and_begins_anew_at_the_end(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "PAGE", 2)
    monkeypatch.setattr(walk, "PAGES_A_ROUND", 2)
    bench, runs = Bench(database), sorted(a_run() for _ in range(7))
    await bench.handler.handle([a_submission(run) for run in runs])
    way = Walk(database, CHILD.c.workflow_run_id)
    rounds = [[page async for page in way.pages()] for _ in range(3)]
    assert rounds == [[runs[:2], runs[2:4]], [runs[4:6], runs[6:]], [runs[:2], runs[2:4]]]


async def test_a_page_that_was_not_finished_comes_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "PAGE", 1)
    bench, runs = Bench(database), sorted(a_run() for _ in range(2))
    await bench.handler.handle([a_submission(run) for run in runs])
    way = Walk(database, PARENT.c.workflow_run_id)
    async for page in way.pages():
        assert page == [runs[0]]
        break
    assert await anext(way.pages()) == [runs[0]]


async def test_among_a_hundred_thousand_runs_a_page_reads_only_its_part_of_the_index(
    chassis_database: ScratchDatabase, postgres: PostgresDatabase
) -> None:
    many = (
        "INSERT INTO run_ledger (workflow_run_id, state, revision, created_at, updated_at)"
        " SELECT gen_random_uuid(), 'done', 1, now(), now() FROM generate_series(1, 100000)"
    )
    page = (
        "EXPLAIN (ANALYZE, FORMAT JSON) SELECT DISTINCT workflow_run_id AS run FROM run_ledger"
        f" WHERE workflow_run_id > '{UUID(int=2**127)}' ORDER BY workflow_run_id LIMIT {walk.PAGE}"
    )
    async with connect(chassis_database.owner_url) as owner:
        await owner.execute(f"{many}; ANALYZE run_ledger")
        way = Walk(postgres, RUN_LEDGER.c.workflow_run_id)
        found = [len(runs) async for runs in way.pages()]
        plan = json.loads(await owner.fetchval(page))[0]["Plan"]
        await owner.execute("TRUNCATE run_ledger; ANALYZE run_ledger")
    assert found == [walk.PAGE] * walk.PAGES_A_ROUND
    assert not {"Seq Scan", "Sort", "HashAggregate"} & {node["Node Type"] for node in _nodes(plan)}
    assert max(node["Actual Rows"] for node in _nodes(plan)) <= walk.PAGE + 1


async def test_a_done_run_without_any_row_is_told_and_nothing_is_made_up(database: Database) -> None:
    bench, robbed, whole, undone = Bench(database), a_run(), a_run(), a_run()
    await bench.handler.handle([a_submission(run) for run in (robbed, whole, undone)])
    await bench.handler.handle([a_command(undone)])
    async with database.transaction() as tx:
        for table in (CHILD, PARENT):
            await tx.execute(delete(table).where(table.c.workflow_run_id == robbed))
    with capture_logs() as lines:
        assert await MissingRows(a_step(), database).round() == 1
    assert [(line["event"], line["such_as"]) for line in lines] == [("rows_missing", [str(robbed)])]
    assert await bench.rows_of(robbed) == 0


def _child(run: RunId, of: RunId, position: int) -> dict[str, Any]:
    return {"workflow_run_id": run, "parent_id": parent_of(of), "position": position, "name": "planted"}


def _counted(bench: Bench) -> float | None:
    labels = {"service": bench.station.service}
    return bench.station.telemetry.registry.get_sample_value("aicmo_orphan_rows_total", labels)


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for each in plan.get("Plans", []) for node in _nodes(each))]
