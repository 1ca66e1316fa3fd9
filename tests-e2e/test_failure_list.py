"""The twelve failures of the earlier system, each as one promise that this one keeps.

Mutants: `Compensation.blame` without its fault -> the sixth; events offered without an entry in the outbox, entries
removed before their acknowledgement, or a sweeper that publishes nothing -> the eighth. The twelfth plants its own.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from e2e_boundaries import checked_imports, open_doors, planted
from e2e_briefs import full_brief, good_run, light_brief, run_refused_by, runs_refused_by
from e2e_inmemory import MemoryLine, line_in_memory
from e2e_line import Line
from e2e_migrations import DRIFT, UP, alembic, scratch_database, tables_of
from e2e_stories import (
    files_of,
    nothing_is_left,
    refused_by_delivery,
    refused_by_qc,
    restarted,
    undeletable_drafts,
    undone_in_order,
)
from e2e_tables import LIGHT, NOTHING

from contracts.topics import SERVICES, STEP_SERVICES, events_of

METRICS = (
    "aicmo_outbox_messages",
    "aicmo_outbox_oldest_seconds",
    "aicmo_consumer_last_poll_seconds",
    "aicmo_records_total",
)


async def test_1_compensation_clears_every_database(line: Line) -> None:
    (by_qc, _), (by_delivery, _) = await asyncio.gather(refused_by_qc(line), refused_by_delivery(line))
    await nothing_is_left(line, [by_qc, by_delivery])
    await undone_in_order(line, by_qc)
    await undone_in_order(line, by_delivery)


async def test_2_running_a_delivered_brief_again_leaves_the_first_run_whole(line: Line) -> None:
    first = await line.delivered(full_brief())
    before = await line.databases.content_of(first)
    second, _ = await refused_by_qc(line, brief_id=first)
    await nothing_is_left(line, [second])
    assert await line.databases.content_of(first) == before
    assert files_of(line, "delivery", first)


async def test_3_concurrent_runs_do_not_touch_each_other(line: Line) -> None:
    good, bad = runs_refused_by(None, 4), runs_refused_by("qc", 4)
    await asyncio.gather(*(line.submit(light_brief(), run) for run in (*good, *bad)))
    ended = await line.all_end([*good, *bad])
    assert ended == {**dict.fromkeys(good, "COMPLETED"), **dict.fromkeys(bad, "COMPENSATED")}
    assert await line.databases.rows(good) == dict.fromkeys(good, LIGHT)
    await nothing_is_left(line, bad)


async def test_4_run_ids_never_clash_and_a_repeated_submission_is_the_same_run(line: Line) -> None:
    answers = await asyncio.gather(*(line.post("onboarding", "/v1/briefs", light_brief()) for _ in range(20)))
    runs = {UUID(answer.json()["workflow_run_id"]) for answer in answers}
    assert len(runs) == 20
    run = next(iter(runs))
    again = await line.post("onboarding", "/v1/briefs", {"workflow_run_id": str(run), "brief": light_brief()})
    assert (again.status_code, again.json()["workflow_run_id"]) == (200, str(run))
    await line.all_end(list(runs))


async def test_5_a_crash_leaves_no_run_running_for_ever(line: Line) -> None:
    good, bad = runs_refused_by(None, 5), runs_refused_by("delivery", 5)
    await line.send(light_brief(), [*good, *bad])
    await restarted(line, "production")
    ended = await line.all_end([*good, *bad])
    assert ended == {**dict.fromkeys(good, "COMPLETED"), **dict.fromkeys(bad, "COMPENSATED")}
    await nothing_is_left(line, bad)


async def test_6_an_error_while_undoing_is_shown_and_never_reported_as_compensated(line: Line) -> None:
    run = run_refused_by("qc")
    async with undeletable_drafts(line, run):
        await line.submit(light_brief(), run)
        shown = await line.reaches(run, "STALLED")
        assert "this draft stays" in shown["waits_for"]
        assert (await line.databases.rows_of(run))["content_draft"] == 1
        answers = await line.topics.of_run(run, events_of("production"))
        assert [seen.short_type for seen in answers] == ["draft.produced", "step.parked"]
    (letter,) = (await line.get("production", "/v1/dead-letters", run=str(run))).json()["dead_letters"]
    assert (await line.post("production", f"/v1/dead-letters/{letter['id']}/replay")).status_code == 202
    shown = await line.reaches(run, "COMPENSATED")
    assert (shown["failure"]["service"], shown["failure"]["kind"]) == ("qc", "refused")
    await nothing_is_left(line, [run])


async def test_7_a_failed_qc_keeps_its_evidence_for_the_people_who_must_fix_the_brief(line: Line) -> None:
    run, shown = await refused_by_qc(line)
    assert await line.databases.rows_of(run) == NOTHING
    failed = [check for check in shown["failure"]["evidence"]["report"]["checks"] if check["result"] == "FAIL"]
    assert failed
    assert all(check["evidence"] and check["fix"] for check in failed)


async def test_8_rows_and_message_are_one_transaction_so_briefs_taken_while_kafka_is_away_are_delivered(
    line: Line,
) -> None:
    await asyncio.to_thread(line.system.kill, "kafka")
    runs = [await line.submit(light_brief()) for _ in range(3)]
    query = "SELECT workflow_run_id, topic FROM outbox WHERE workflow_run_id = ANY($1)"
    waiting = dict(await line.databases.fetch("onboarding", query, runs))
    assert waiting == dict.fromkeys(runs, "onboarding.events")
    assert all(rows["onboarding_forms"] == 1 for rows in (await line.databases.rows(runs)).values())
    await restarted(line, "onboarding")
    assert await line.all_end(runs) == dict.fromkeys(runs, "COMPLETED")
    assert await line.databases.rows(runs) == dict.fromkeys(runs, LIGHT)
    await line.at_rest()


async def test_9_many_runs_share_commits_so_that_a_run_costs_less_than_one_a_step(line: Line, tmp_path: Path) -> None:
    runs = runs_refused_by(None, 100)
    before = await _commits(line)
    await line.send(light_brief(), runs)
    assert set((await line.all_end(runs)).values()) == {"COMPLETED"}
    commits = await _commits(line) - before
    in_database = await _seconds(lambda: line.delivered(full_brief()))
    in_memory = await _seconds_in_memory(tmp_path)
    print(f"\n{commits / len(runs):.2f} commits a run; three happy runs: {in_database:.2f} s against {in_memory:.2f} s")
    assert commits / len(runs) < len(STEP_SERVICES)


@pytest.mark.parametrize("service", SERVICES)
async def test_10_migrations_start_from_an_empty_database_and_show_no_drift(line: Line, service: str) -> None:
    async with scratch_database(line.system, service) as url:
        await alembic(service, url, UP, DRIFT)
        assert len(await tables_of(url)) >= 4


async def test_11_everything_can_be_observed(line: Line) -> None:
    run = await line.delivered(light_brief())
    for service in SERVICES:
        metrics = (await line.get(service, "/metrics")).text
        assert all(name in metrics for name in METRICS), service
        logged = [json.loads(words) for words in line.system.log(service).splitlines()]
        assert all(entry["event"] and entry["level"] for entry in logged), service
    shown = await line.show(run)
    assert shown is not None
    assert len(shown["timeline"]) >= 11
    assert all(step["seconds"] is not None for step in shown["steps"])
    events = await line.topics.of_run(run, *map(events_of, STEP_SERVICES))
    assert {seen.text("ce_correlationid") for seen in events} == {str(run)}


async def test_12_boundaries_are_checked_in_the_imports_and_by_the_databases(line: Line, tmp_path: Path) -> None:
    whole = await checked_imports()
    assert whole.returncode == 0, whole.stdout
    broken = await checked_imports(planted(tmp_path, "qc", "store.py", "import strategy.store"))
    assert broken.returncode == 1
    assert "qc.store -> strategy.store" in broken.stdout
    assert await open_doors(line.system.environment) == []


async def _commits(line: Line) -> int:
    """Transactions of the whole server that have written something; those that only read get no number."""
    query = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    ((number,),) = await line.databases.fetch("orchestrator", query)
    return int(number)


async def _seconds(deliver: Callable[[], Awaitable[object]]) -> float:
    """How long three happy runs take, one after the other."""
    started = time.perf_counter()
    for _ in range(3):
        await deliver()
    return time.perf_counter() - started


async def _seconds_in_memory(directory: Path) -> float:
    with line_in_memory(directory) as port:
        async with httpx.AsyncClient(timeout=30) as http:
            memory = MemoryLine(port, http)
            await memory.ready()

            async def deliver() -> None:
                run = good_run()
                await memory.submit(full_brief(), run)
                await memory.ends(run)

            return await _seconds(deliver)
