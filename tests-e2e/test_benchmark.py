"""The benchmark measures what it says: the peers write the rows of a run, all of them, and the load generator counts.

Mutants: a table left out of `template.TABLES` -> as many rows; ends counted twice -> every run once; watching only
until the last end -> a delivery behind; the log's first answer kept -> a batch in between; the first period counted
as the others -> what warming up takes.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar
from uuid import UUID

import asyncpg
import pytest
from benchmark import line as measured
from benchmark.capacity import predicted, used_under_load
from benchmark.costs import between_batches, costs_at_high_load
from benchmark.endurance import PERIODS, endurance, periods_of
from benchmark.history import add_history, finished_run, remove_history
from benchmark.load import Load, Runs, measure, watch
from benchmark.peers import compare
from benchmark.scratch import scratch_databases
from benchmark.sequential import run_sequentially
from benchmark.sustained import GROWTH, growth
from benchmark.table import TARGETS, table_of
from benchmark.template import TABLES, RunTemplate, learn, load_template
from benchmark.three_runs import db_to_inmemory
from e2e_briefs import good_run, light_brief
from e2e_line import Line
from e2e_tables import LIGHT

from contracts.messages import PackageDelivered, WorkflowCompensated, WorkflowCompleted
from contracts.topics import PARTITIONS, SERVICES, STEP_SERVICES

Value = TypeVar("Value")

FEW = measured.Sizes(idle=5, load=40, full=1, at_once=20)
HISTORY = {**LIGHT, "run_ledger": 5, "workflow_run": 1, "workflow_step": 5, "workflow_brief": 1}
"""The rows of a finished light run in all six databases."""


async def learnt(line: Line) -> RunTemplate:
    """What one delivered run leaves behind."""
    run = good_run()
    await line.send(light_brief(), [run])
    await line.reaches(run, "COMPLETED")
    urls = {service: line.system.environment[f"{service.upper()}_MIGRATION_DATABASE_URL"] for service in TABLES}
    return await learn(line.system.bootstrap_servers, urls, run)


async def test_the_load_generator_sees_every_run_delivered_and_ended_once(line: Line) -> None:
    course = measured.course(line.system.bootstrap_servers, measured.failing(0.5))
    runs = await measure(course, Load(30, 10))
    assert len(runs.sent) == len(runs.ended) == 30
    statuses = await line.all_end([UUID(run) for run in runs.sent])
    delivered = {str(run) for run, status in statuses.items() if status == "COMPLETED"}
    assert runs.delivered.keys() == delivered
    assert all(runs.sent[run] < min(runs.delivered[run], runs.ended[run]) for run in delivered)


class _Polls:
    """A consumer that has read these records, by poll."""

    def __init__(self, *polls: list[tuple[str, str]]) -> None:
        self._polls = iter(polls)

    async def getmany(self, **_: object) -> dict[str, list[SimpleNamespace]]:
        read = [
            SimpleNamespace(key=run.encode(), headers=[("ce_type", kind.encode())]) for run, kind in next(self._polls)
        ]
        return {"partition": read}


def _record(run: str, kind: str) -> SimpleNamespace:
    return SimpleNamespace(key=run.encode(), headers=[("ce_type", kind.encode())])


async def test_a_delivery_that_is_read_behind_the_end_of_its_run_counts() -> None:
    runs, free = Runs(sent={"good": 0.0, "bad": 0.0}), asyncio.Semaphore(0)
    polls = _Polls(
        [("good", WorkflowCompleted.type), ("bad", WorkflowCompensated.type)], [("good", PackageDelivered.type)]
    )
    await watch(polls, runs, 2, free)
    assert (runs.ended.keys(), runs.delivered.keys()) == ({"good", "bad"}, {"good"})


async def test_a_peer_writes_as_many_rows_as_a_run_has(line: Line, tmp_path: Path) -> None:
    template = await learnt(line)
    template.save(tmp_path / "template.json")
    assert load_template(tmp_path / "template.json") == template
    async with scratch_databases(line.system.postgres_admin_url) as urls:
        done = await run_sequentially(template, urls, 20)
        counts = {table: await rows(urls[service], table) for service, tables in TABLES.items() for table in tables}
    # One more than asked for warms the pools up.
    assert len(done.ended) == 20
    assert counts == {table: 21 * LIGHT[table] for table in counts}


async def test_all_peers_do_all_runs(line: Line, tmp_path: Path) -> None:
    found = await compare(
        line.system.bootstrap_servers, line.system.postgres_admin_url, await learnt(line), tmp_path, FEW
    )
    assert {"twin_idle_p50_ms", "twin_runs_per_s", "sequential_runs_per_s", "dbos_runs_per_s"} <= found.keys()
    assert all(value > 0 for value in found.values())


async def test_a_history_is_whole_runs_in_all_six_databases_and_nothing_of_it_stays(line: Line) -> None:
    run = await finished_run(line.system)
    before = await all_rows(line)
    try:
        await add_history(line.system, run, 0, 20)
        await add_history(line.system, run, 20, 30)
        made = {table: count - before[table] for table, count in (await all_rows(line)).items()}
        assert made == {table: 30 * count for table, count in HISTORY.items()}
        query = "SELECT md5($1::uuid::text || number)::uuid FROM generate_series(1, 30) AS number"
        copies = [row[0] for row in await line.databases.fetch("orchestrator", query, run)]
        assert await line.databases.statuses(copies) == dict.fromkeys(copies, "COMPLETED")
        assert await line.databases.rows(copies) == dict.fromkeys(copies, LIGHT)
        assert await unsettled(line, copies) == []
    finally:
        await remove_history(line.system, run, 30)
    assert await all_rows(line) == before


async def test_what_a_batch_costs_is_counted_of_every_service_and_the_server_is_as_before(line: Line) -> None:
    sizes = replace(FEW, load=4 * FEW.load)
    costs = await costs_at_high_load(line.system, sizes)
    # Runs go on while a moment is looked at: how many of them depends on the machine.
    assert sizes.load // 4 <= costs.runs <= sizes.load + sizes.at_once
    for counted in (costs.statements, costs.commits, costs.batches):
        assert counted.keys() == set(SERVICES)
        assert all(0 < number < 100 * sizes.load for number in counted.values()), counted
    assert all(costs.commits[service] <= costs.statements[service] for service in SERVICES)
    # Each step writes at least once a batch, and a run's brief, five events and its end are records.
    assert all(costs.a_batch(costs.statements)[service] >= 1 for service in STEP_SERVICES)
    # The brief, five events, the run's start and its end; what is said of runs that faults refuse is more.
    assert costs.messages_per_run >= 8
    assert await preloaded(line) == ""


async def test_where_the_log_is_counts_when_no_batch_ended_while_it_was_asked() -> None:
    handled, positions = iter([5, 6, 6, 7]), iter(["0/5", "0/6", "0/7"])

    async def of(values: Iterator[Value]) -> Value:
        return next(values)

    assert await between_batches(lambda: of(handled), lambda: of(positions)) == (6, "0/6")


async def test_memory_and_processor_time_are_those_of_every_part(line: Line) -> None:
    used = await used_under_load(line.system, FEW)
    parts = {*SERVICES, "kafka", "postgres"}
    assert parts <= used.peak.keys()
    assert all(used.peak[part] > 10 for part in parts), used.peak
    assert used.milliseconds.keys() == {*parts, "generator"}
    assert all(value > 0 for value in used.milliseconds.values()), used.milliseconds


async def test_the_memory_of_every_part_is_looked_at_while_a_load_endures(line: Line) -> None:
    found = await endurance(line.system, seconds=3)
    held, growth = found["endurance_rss_mb_by_process"], found["endurance_growth_mb_by_process"]
    assert isinstance(held, dict) and isinstance(growth, dict)
    assert {*SERVICES, "kafka", "postgres"} <= held.keys() == growth.keys()
    assert all(len(means) == PERIODS - 1 and min(means) > 10 for means in held.values()), held
    assert found["endurance_runs"] == 180


def test_what_warming_up_takes_is_no_growth_and_what_comes_behind_it_is() -> None:
    samples = [(float(moment), {"flat": 50.0 + 50 * (moment > 9), "leak": 100.0 + moment}) for moment in range(61)]
    periods = periods_of(samples)
    assert periods.growth == {"flat": 0.0, "leak": 40.0}
    assert periods.means["leak"][0] == pytest.approx(115)


async def test_three_happy_runs_are_timed_from_the_start_in_both_modes(line: Line) -> None:
    before = {service: line.system.pid(service) for service in SERVICES}
    found = await db_to_inmemory(line.system)
    assert all(line.system.pid(service) not in (None, before[service]) for service in SERVICES)
    ratio = found["db_three_runs_s"] / found["inmemory_three_runs_s"]
    assert found["db_to_inmemory_ratio"] == pytest.approx(ratio, abs=0.02)


@pytest.mark.parametrize(("taken", "grows"), [(0.5, False), (3.0, False), (9.0, True)])
def test_a_backlog_grows_where_runs_take_longer_and_longer(taken: float, grows: bool) -> None:
    """A run a tenth of a second for a minute; each takes up to `taken`, those of a growing backlog ever longer."""
    sent = {str(number): number / 10 for number in range(600)}
    longer = {run: taken * (at / 60 if grows else 1) for run, at in sent.items()}
    runs = Runs(sent=sent, ended={run: at + longer[run] for run, at in sent.items()})
    assert (growth(runs) > GROWTH) is grows


@pytest.mark.parametrize(
    ("cores", "replicas", "bound"),
    [(2, 1, 1000.0), (100, 1, 2000.0), (100, 2, 4000.0), (100, 50, 2000.0 * PARTITIONS)],
)
def test_the_model_is_bound_by_the_cores_or_by_the_busiest_service(cores: int, replicas: int, bound: float) -> None:
    milliseconds = {"onboarding": 0.5, "qc": 0.25, "postgres": 0.75, "kafka": 0.5}
    assert predicted(milliseconds, cores, replicas) == pytest.approx(min(bound, cores * 500))


def test_the_table_says_whether_each_target_is_met() -> None:
    figures: Mapping[str, object] = {"twin_ratio": 0.6, "commits_per_batch": 1.5, "idle_p99_ms": 50, "machine": {}}
    assert [list(column.cells) for column in table_of(figures).columns] == [
        ["twin_ratio", "commits_per_batch", "idle_p99_ms"],
        ["0.6", "1.5", "50"],
        [">= 0.6", "<= 1", "<= 50"],
        ["met", "missed", "met"],
    ]
    assert {"million_to_empty_ratio", "statements_per_batch", "db_to_inmemory_ratio"} <= TARGETS.keys()


async def rows(url: str, table: str) -> int:
    """How many rows a table has."""
    connection = await asyncpg.connect(url)
    try:
        counted: int = await connection.fetchval(f"SELECT count(*) FROM {table}")
        return counted
    finally:
        await connection.close()


async def all_rows(line: Line) -> dict[str, int]:
    """How many rows all runs have in each table, the ledgers of five services together."""
    counts = dict.fromkeys(HISTORY, 0)
    mine = {"orchestrator": ("workflow_run", "workflow_step", "workflow_brief")}
    for service, tables in {**{name: (*TABLES[name], "run_ledger") for name in STEP_SERVICES}, **mine}.items():
        for table in tables:
            counts[table] += (await line.databases.fetch(service, f"SELECT count(*) FROM {table}"))[0][0]
    return counts


async def unsettled(line: Line, runs: list[UUID]) -> list[str]:
    """The services that would ask about one of these runs."""
    query = "SELECT 1 FROM run_ledger WHERE workflow_run_id = ANY($1) AND settled_at IS NULL"
    return [service for service in STEP_SERVICES if await line.databases.fetch(service, query, runs)]


async def preloaded(line: Line) -> str:
    """What the server loads at its start."""
    connection = await asyncpg.connect(line.system.postgres_admin_url)
    try:
        libraries: str = await connection.fetchval("SHOW shared_preload_libraries")
        return libraries
    finally:
        await connection.close()
