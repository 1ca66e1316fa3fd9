"""Two replicas of a service share its runs, none is handled by both, and what one leaves behind the other does."""

import asyncio
from uuid import UUID

from e2e_briefs import light_brief, runs_refused_by
from e2e_line import Line
from e2e_stories import nothing_is_left
from e2e_tables import LIGHT

from contracts.topics import events_of

SECOND = ("strategy-2", "qc-2")
BOTH = ("strategy", "qc")


async def test_two_replicas_share_the_runs_and_do_each_one_once_though_every_brief_comes_three_times(
    line: Line,
) -> None:
    good, bad = runs_refused_by(None, 60), runs_refused_by("qc", 20)
    before = await _shares(line)
    for _ in range(3):
        await line.send(light_brief(), [*good, *bad])
    await _end_as_they_should(line, good, bad)
    for service in BOTH:
        events = await line.topics.of_runs(good, events_of(service))
        assert sorted(seen.key or b"" for seen in events) == sorted(str(run).encode() for run in good)
    shares = [after - earlier for earlier, after in zip(before, await _shares(line), strict=True)]
    assert all(shares), f"a replica was idle: {shares}"


async def test_the_runs_of_a_replica_that_was_killed_are_finished_by_the_other(line: Line) -> None:
    good, bad = runs_refused_by(None, 20), runs_refused_by("delivery", 10)
    await line.send(light_brief(), [*good, *bad])
    await asyncio.to_thread(line.system.kill, "qc-2")
    await _end_as_they_should(line, good, bad)


async def _end_as_they_should(line: Line, good: list[UUID], bad: list[UUID]) -> None:
    ended = await line.all_end([*good, *bad])
    assert ended == {**dict.fromkeys(good, "COMPLETED"), **dict.fromkeys(bad, "COMPENSATED")}
    assert await line.databases.rows(good) == dict.fromkeys(good, LIGHT)
    await nothing_is_left(line, bad)
    assert await line.databases.dead_letters([*good, *bad]) == []


async def _shares(line: Line) -> list[float]:
    """How many steps the first and the second replicas of both services have done, one after the other."""
    second = [await line.records("done", name) for name in SECOND]
    both = [await line.records("done", name) for name in BOTH]
    return [*(whole - part for whole, part in zip(both, second, strict=True)), *second]
