"""Crashes: services and servers killed while runs flow, stopped politely, away for a while; nothing is lost.

Mutants: offsets committed before the batch is handled -> each service in turn; `KafkaSource.done` without its commit
or `Relay.stop` without its last delete -> the polite stop; `wake` that sees no deadline -> the deadline.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest
from e2e_briefs import good_run, light_brief, runs_refused_by
from e2e_line import ENDED, Line
from e2e_stories import nothing_is_left, restarted
from e2e_tables import LIGHT

from contracts.topics import SERVICES, STEP_SERVICES, events_of

OUTCOMES = {"brief.accepted", "strategy.drafted", "draft.produced", "qc.passed", "package.delivered"}


async def test_killing_each_service_in_turn_while_60_runs_flow_loses_none(line: Line) -> None:
    good, bad = runs_refused_by(None, 36), runs_refused_by("delivery", 24)
    interrupted = 0
    for place, service in enumerate(SERVICES):
        runs = [*good[place * 6 : place * 6 + 6], *bad[place * 4 : place * 4 + 4]]
        await line.send(light_brief(), runs)
        await asyncio.to_thread(line.system.kill, service)
        interrupted += len(runs) - await _ended(line, runs)
        await asyncio.to_thread(line.system.up)
    assert interrupted
    await _end_as_they_should(line, good, bad)


@pytest.mark.parametrize("server", ["postgres", "kafka"])
async def test_killing_a_server_while_30_runs_flow_loses_none(line: Line, server: str) -> None:
    good, bad = runs_refused_by(None, 20), runs_refused_by("qc", 10)
    await line.send(light_brief(), [*good, *bad])
    await restarted(line, server)
    await _end_as_they_should(line, good, bad)


async def test_services_that_are_asked_to_stop_lose_nothing_and_repeat_nothing(line: Line) -> None:
    runs = runs_refused_by(None, 30)
    await line.send(light_brief(), runs)
    stopped = await asyncio.gather(*(asyncio.to_thread(line.system.terminate, service) for service in SERVICES))
    assert stopped == [True] * len(SERVICES)
    assert not any((await line.databases.outboxes()).values())
    await asyncio.to_thread(line.system.up)
    await _end_as_they_should(line, runs, [])
    events = await line.topics.of_runs(runs, *map(events_of, STEP_SERVICES))
    assert sorted(seen.short_type for seen in events) == sorted(kind for kind in OUTCOMES for _ in runs)
    assert await line.records("duplicate", *STEP_SERVICES) == 0


async def test_runs_are_delivered_while_the_orchestrator_is_down_and_it_catches_up(line: Line) -> None:
    runs, bad = runs_refused_by(None, 5), runs_refused_by("qc", 2)
    await asyncio.to_thread(line.system.kill, "orchestrator")
    await line.send(light_brief(), [*runs, *bad])
    await asyncio.gather(*(line.step_done(run, "delivery") for run in runs))
    assert await line.databases.rows(runs) == dict.fromkeys(runs, LIGHT)
    await asyncio.to_thread(line.system.up)
    await _end_as_they_should(line, runs, bad)


async def test_a_deadline_that_passes_while_a_service_is_down_undoes_the_run_once_it_is_back(line: Line) -> None:
    run = good_run()
    for service in ("orchestrator", "qc"):
        await asyncio.to_thread(line.system.kill, service)
    await asyncio.to_thread(line.system.start, "orchestrator", AICMO_STEP_DEADLINES="qc=0.5")
    await line.send(light_brief(), [run])
    await line.reaches(run, "COMPENSATING")
    await asyncio.to_thread(line.system.up)
    shown = await line.reaches(run, "COMPENSATED")
    assert (shown["failure"]["kind"], shown["failure"]["service"]) == ("deadline", "qc")
    await nothing_is_left(line, [run])
    await restarted(line, "orchestrator")


async def _end_as_they_should(line: Line, good: Sequence[UUID], bad: Sequence[UUID]) -> None:
    ended = await line.all_end([*good, *bad])
    assert ended == {**dict.fromkeys(good, "COMPLETED"), **dict.fromkeys(bad, "COMPENSATED")}
    assert await line.databases.rows(good) == dict.fromkeys(good, LIGHT)
    await nothing_is_left(line, bad)
    assert await line.databases.dead_letters([*good, *bad]) == []
    await line.at_rest()


async def _ended(line: Line, runs: Sequence[UUID]) -> int:
    return sum(status in ENDED for status in (await line.databases.statuses(runs)).values())
