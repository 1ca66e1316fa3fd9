"""The benchmark measures what it says: the peers write the rows of a run, all of them, and the load generator counts.

Mutants: a table left out of `template.TABLES` -> as many rows; ends counted twice -> every run once.
"""

from pathlib import Path
from uuid import UUID

import asyncpg
from benchmark import line as measured
from benchmark.load import Load, measure
from benchmark.peers import compare
from benchmark.scratch import scratch_databases
from benchmark.sequential import run_sequentially
from benchmark.template import TABLES, RunTemplate, learn, load_template
from e2e_briefs import good_run, light_brief
from e2e_line import Line
from e2e_tables import LIGHT

FEW = measured.Sizes(idle=5, load=40, full=1, at_once=20)


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
    assert all(runs.sent[run] < runs.delivered[run] <= runs.ended[run] for run in delivered)


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


async def rows(url: str, table: str) -> int:
    """How many rows a table has."""
    connection = await asyncpg.connect(url)
    try:
        counted: int = await connection.fetchval(f"SELECT count(*) FROM {table}")
        return counted
    finally:
        await connection.close()
