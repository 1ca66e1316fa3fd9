"""Lists of runs: every filter, newest first, pages without gaps or repeats; and the numbers that the metrics show.

Mutants: the id as tie-breaker in `_listing` removed, or `<` made `<=` -> pages_have_no_gaps_and_no_repeats.
"""

from uuid import UUID

from msgspec.structs import replace
from orchestrator_builders import (
    START,
    a_run,
    all_done,
    all_undone,
    compensated,
    done,
    failed,
    later,
    parked,
    qc_failed,
)
from orchestrator_story import Story

from chassis.database import Database
from contracts.payload import RunId
from orchestrator import store
from orchestrator.domain.run import Run, new_run
from orchestrator.store import Filter


async def save(database: Database, *runs: Run) -> None:
    async with database.transaction() as tx:
        await store.save(tx, {}, runs)


async def listed(database: Database, wanted: Filter) -> list[UUID]:
    async with database.transaction() as tx:
        return [each.run.id for each in await store.listed(tx, wanted)]


async def a_shown_room(database: Database) -> dict[str, RunId]:
    """Runs of two clients, one in each state."""
    stories = {
        "running": Story().hear(done("onboarding", a_run(1))),
        "stalled": Story().hear(done("onboarding", a_run(2)), parked("strategy", a_run(2))),
        "compensating": Story().hear(qc_failed(a_run(3)), compensated("delivery", a_run(3))),
        "compensated": Story().hear(failed("onboarding", a_run(4)), *all_undone(a_run(4))),
        "completed": Story().hear(*all_done(a_run(5))),
    }
    runs = [replace(story.run, started_at=later(number)) for number, story in enumerate(stories.values())]
    await save(database, *[replace(run, client_name="Other") if run.id == a_run(1) else run for run in runs])
    return {name: run.id for name, run in zip(stories, runs, strict=True)}


SHOWN = [
    (Filter(), ["completed", "compensated", "compensating", "stalled", "running"]),
    (Filter(status="RUNNING"), ["running"]),
    (Filter(status="STALLED"), ["stalled"]),
    (Filter(status="COMPENSATING"), ["compensating"]),
    (Filter(status="COMPENSATED"), ["compensated"]),
    (Filter(status="COMPLETED"), ["completed"]),
    (Filter(step="strategy"), ["stalled", "running"]),
    (Filter(step="qc"), ["compensating"]),
    (Filter(client="Other"), ["running"]),
    (Filter(client="Nobody"), []),
    (Filter(since=later(2)), ["completed", "compensated", "compensating"]),
    (Filter(since=later(1), step="strategy", client="Morning Roast Club"), ["stalled"]),
    (Filter(limit=2), ["completed", "compensated"]),
    (Filter(step="strategy", after=a_run(2)), ["running"]),
]


async def test_a_list_has_the_runs_that_match_newest_first(database: Database) -> None:
    ids = await a_shown_room(database)
    for wanted, names in SHOWN:
        found = await listed(database, wanted)
        assert found == [ids[name] for name in names], wanted


async def test_pages_have_no_gaps_and_no_repeats(database: Database) -> None:
    """Most of these started in the same instant, and new ones arrive while one turns the pages."""
    runs = [new_run(a_run(number), later(number // 9)) for number in range(23)]
    await save(database, *runs)
    expected = [run.id for run in sorted(runs, key=lambda run: (run.started_at, run.id), reverse=True)]
    seen: list[UUID] = []
    while page := await listed(database, Filter(limit=4, after=seen[-1] if seen else None)):
        seen += page
        await save(database, new_run(a_run(100 + len(seen)), later(60)))
    assert seen == expected


async def test_a_list_tells_the_step_whose_turn_it_is(database: Database) -> None:
    await a_shown_room(database)
    async with database.transaction() as tx:
        steps = [each.current_step for each in await store.listed(tx, Filter())]
    assert steps == [None, None, "qc", "strategy", "strategy"]


async def test_unfinished_runs_are_counted_by_status_with_the_age_of_the_oldest(database: Database) -> None:
    await a_shown_room(database)
    async with database.transaction() as tx:
        counts, oldest = await store.counts(tx, later(100))
    assert counts == {"RUNNING": 1, "STALLED": 1, "COMPENSATING": 1}
    assert oldest.total_seconds() == 100


async def test_where_nothing_is_unfinished_the_oldest_has_no_age(database: Database) -> None:
    async with database.transaction() as tx:
        counts, oldest = await store.counts(tx, START)
    assert (counts, oldest.total_seconds()) == ({}, 0)
