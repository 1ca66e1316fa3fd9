"""Two replicas of a service share its runs, none is handled by both, and what one leaves behind the other does."""

import asyncio
from uuid import UUID

from e2e_briefs import light_brief, runs_refused_by
from e2e_line import Line
from e2e_stories import nothing_is_left
from e2e_tables import LIGHT

from contracts.topics import events_of

REPLICAS = ("strategy", "strategy-2", "qc", "qc-2")


async def test_two_replicas_share_the_runs_and_do_each_one_once_though_every_brief_comes_three_times(
    line: Line,
) -> None:
    good, bad = runs_refused_by(None, 60), runs_refused_by("qc", 20)
    before = {name: await _done(line, name) for name in REPLICAS}
    for _ in range(3):
        await line.send(light_brief(), [*good, *bad])
    await _end_as_they_should(line, good, bad)
    for service in ("strategy", "qc"):
        events = await line.topics.of_runs(good, events_of(service))
        assert sorted(seen.key or b"" for seen in events) == sorted(str(run).encode() for run in good)
    shares = {name: await _done(line, name) - before[name] for name in REPLICAS}
    assert all(shares.values()), f"a replica was idle: {shares}"


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


async def _done(line: Line, name: str) -> float:
    """How many steps this replica has done since it was started."""
    text = (await line.http.get(f"{line.system.url(name)}/metrics")).text
    found = [words.split()[1] for words in text.splitlines() if words.startswith('aicmo_records_total{outcome="done"')]
    return sum(map(float, found))
