"""Many runs at once: 220 of them, half refused at four different steps, 20 cancelled on the way.

Exactly: 100 good runs COMPLETED with one set of rows; 25 refused by each of strategy, production, qc and delivery, and
20 cancelled before quality control has seen them: 120 COMPENSATED with none.
"""

import asyncio
import json
from uuid import UUID

from e2e_briefs import light_brief, runs_refused_by
from e2e_line import Line
from e2e_polling import eventually
from e2e_stories import nothing_is_left, paused
from e2e_tables import LIGHT

from contracts.topics import SERVICES, STEP_SERVICES, events_of

REFUSING = ("strategy", "production", "qc", "delivery")


async def test_220_runs_at_once_end_whole_or_not_at_all(line: Line) -> None:
    good = runs_refused_by(None, 100)
    bad = {step: runs_refused_by(step, 25) for step in REFUSING}
    refused = [run for runs in bad.values() for run in runs]
    cancelled = runs_refused_by(None, 20)
    errors = _errors(line)
    async with paused(line, "qc"):
        await line.send(light_brief(), cancelled)
        await _submit_over_both_ways(line, [run for pair in zip(good, refused, strict=True) for run in pair])
        await _cancel(line, cancelled)

    ended = await line.all_end([*good, *refused, *cancelled], limit=90)

    assert {run: ended[run] for run in good} == dict.fromkeys(good, "COMPLETED")
    assert {run: ended[run] for run in refused} == dict.fromkeys(refused, "COMPENSATED")
    assert {run: ended[run] for run in cancelled} == dict.fromkeys(cancelled, "COMPENSATED")
    assert await line.databases.rows(good) == dict.fromkeys(good, LIGHT)
    await nothing_is_left(line, [*refused, *cancelled])
    ledgers = await line.databases.ledgers(good)
    assert ledgers == {service: dict.fromkeys(good, "done") for service in STEP_SERVICES}
    assert await line.databases.dead_letters([*good, *refused, *cancelled]) == []
    await line.at_rest()
    await _each_failed_where_it_should(line, bad)
    await _each_was_delivered_once(line, good)
    assert _errors(line) == errors


async def _submit_over_both_ways(line: Line, runs: list[UUID]) -> None:
    half = len(runs) // 2
    by_hand = [line.submit(light_brief(), run) for run in runs[:half]]
    await asyncio.gather(line.send(light_brief(), runs[half:]), *by_hand)


async def _cancel(line: Line, runs: list[UUID]) -> None:
    async def known() -> bool:
        return len(await line.databases.statuses(runs)) == len(runs)

    await eventually(known, "the orchestrator knows all runs to be cancelled")
    answers = await asyncio.gather(*(line.post("orchestrator", f"/v1/runs/{run}/cancel") for run in runs))
    assert [answer.status_code for answer in answers] == [202] * len(runs)


async def _each_failed_where_it_should(line: Line, bad: dict[str, list[UUID]]) -> None:
    query = "SELECT failure->>'service' AS step, count(*) FROM workflow_run WHERE workflow_run_id = ANY($1) GROUP BY 1"
    runs = [run for each in bad.values() for run in each]
    found = dict(await line.databases.fetch("orchestrator", query, runs))
    assert found == {step: len(each) for step, each in bad.items()}


async def _each_was_delivered_once(line: Line, good: list[UUID]) -> None:
    delivered = await line.topics.of_runs(good, events_of("delivery"))
    assert sorted(seen.key or b"" for seen in delivered) == sorted(str(run).encode() for run in good)


def _errors(line: Line) -> list[str]:
    """What the services have logged as errors."""
    logged = [words for service in SERVICES for words in line.system.log(service).splitlines()]
    return [words for words in logged if json.loads(words)["level"] == "error"]
