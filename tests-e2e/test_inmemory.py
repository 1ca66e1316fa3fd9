"""The in-memory mode behaves as the database mode does: workflow, ways in, compensation; and gives equal results.

Mutants: `rows.delete_runs` that deletes nothing -> the QC failure.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from e2e_briefs import (
    brief_that_qc_refuses,
    brief_that_strategy_refuses,
    brief_with_problems,
    full_brief,
    good_run,
    light_brief,
    run_refused_by,
    runs_refused_by,
)
from e2e_inmemory import RESULTS, MemoryLine, line_in_memory
from e2e_line import Line

from contracts.topics import STEP_SERVICES

ALL_THERE = dict.fromkeys(STEP_SERVICES, 200)
ALL_GONE = dict.fromkeys(STEP_SERVICES, 404)


@pytest.fixture(scope="module")
def first_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with line_in_memory(tmp_path_factory.mktemp("inmemory")) as port:
        yield port


@pytest.fixture
async def memory(first_port: int) -> AsyncIterator[MemoryLine]:
    async with httpx.AsyncClient(timeout=30) as http:
        line = MemoryLine(first_port, http)
        await line.ready()
        yield line


async def test_in_memory_five_steps_run_in_order_and_then_the_run_is_completed(memory: MemoryLine) -> None:
    run = good_run()
    assert (await memory.submit(full_brief(), run)).status_code == 202
    shown = await memory.ends(run)
    assert shown["status"] == "COMPLETED"
    assert [step["status"] for step in shown["steps"]] == ["done"] * 5
    assert await memory.results(run) == ALL_THERE
    assert (await memory.get("delivery", f"/v1/packages/{run}/archive")).content.startswith(b"PK")


async def test_in_memory_a_qc_failure_undoes_every_service_and_keeps_the_report(memory: MemoryLine) -> None:
    run = good_run()
    await memory.submit(brief_that_qc_refuses(), run)
    shown = await memory.ends(run)
    assert shown["status"] == "COMPENSATED"
    assert shown["failure"]["evidence"]["report"]["passed"] is False
    assert await memory.results(run) == ALL_GONE
    undone = sorted(shown["steps"], key=lambda step: str(step["compensated_at"]))
    assert [step["service"] for step in undone] == list(STEP_SERVICES[::-1])


async def test_in_memory_a_strategy_failure_leaves_nothing(memory: MemoryLine) -> None:
    run = good_run()
    await memory.submit(brief_that_strategy_refuses(), run)
    assert (await memory.ends(run))["failure"]["service"] == "strategy"
    assert await memory.results(run) == ALL_GONE


async def test_in_memory_forty_runs_at_once_end_whole_or_not_at_all(memory: MemoryLine) -> None:
    good, bad = runs_refused_by(None, 20), [run_refused_by(step) for step in STEP_SERVICES[1:] for _ in range(5)]
    await asyncio.gather(*(memory.submit(light_brief(), run) for run in (*good, *bad)))
    ended = await asyncio.gather(*(memory.ends(run) for run in (*good, *bad)))
    assert [shown["status"] for shown in ended] == ["COMPLETED"] * 20 + ["COMPENSATED"] * 20
    assert [await memory.results(run) for run in good] == [ALL_THERE] * 20
    assert [await memory.results(run) for run in bad] == [ALL_GONE] * 20


async def test_in_memory_a_delivered_brief_that_runs_again_and_fails_leaves_the_first_run_whole(
    memory: MemoryLine,
) -> None:
    first, second = good_run(), good_run()
    await memory.submit(full_brief(), first)
    await memory.ends(first)
    before = [(await memory.get(service, f"/v1/{things}/{first}")).json() for service, things in RESULTS.items()]
    await memory.submit(brief_that_qc_refuses(), second, brief_id=str(first))
    assert (await memory.ends(second))["status"] == "COMPENSATED"
    after = [(await memory.get(service, f"/v1/{things}/{first}")).json() for service, things in RESULTS.items()]
    assert after == before


async def test_in_memory_submitting_is_idempotent_and_another_brief_is_a_conflict(memory: MemoryLine) -> None:
    run = good_run()
    answers = await asyncio.gather(*(memory.submit(light_brief(), run) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200] * 4 + [202]
    assert (await memory.submit(light_brief(client_name="Another"), run)).status_code == 409
    assert (await memory.ends(run))["status"] == "COMPLETED"


async def test_in_memory_a_bad_brief_is_refused_with_every_problem(memory: MemoryLine) -> None:
    answer = await memory.submit(brief_with_problems(), good_run())
    assert answer.status_code == 422
    assert {problem["field"] for problem in answer.json()["problems"]} == {"client_name", "geography", "objective"}


async def test_in_memory_a_failed_run_is_tried_again_and_a_delivered_one_is_not_cancelled(memory: MemoryLine) -> None:
    old, new = run_refused_by("production"), good_run()
    await memory.submit(light_brief(), old)
    await memory.ends(old)
    retried = await memory.post("orchestrator", f"/v1/runs/{old}/retry", {"workflow_run_id": str(new)})
    assert retried.status_code == 202
    assert (await memory.ends(new))["status"] == "COMPLETED"
    assert (await memory.post("orchestrator", f"/v1/runs/{new}/cancel")).status_code == 409


async def test_memory_and_database_give_equal_results(memory: MemoryLine, line: Line) -> None:
    run = good_run()
    await memory.submit(full_brief(), run)
    await memory.ends(run)
    await line.delivered(full_brief(), run=run)
    for service, things in RESULTS.items():
        path = f"/v1/{things}/{run}"
        in_memory, in_database = (await memory.get(service, path)).json(), (await line.get(service, path)).json()
        assert _timeless(in_memory) == _timeless(in_database), service


TIMES = {"created_at", "updated_at"}
HASHES = {"archive_sha256", "archive_size", "manifest_sha256", "sha256", "size"}


def _timeless(value: Any) -> Any:
    """The value without what depends on when it was made: times, and hashes and sizes of files that state them."""
    if isinstance(value, dict):
        return {name: _timeless(each) for name, each in value.items() if name not in TIMES | HASHES}
    return [_timeless(each) for each in value] if isinstance(value, list) else value
