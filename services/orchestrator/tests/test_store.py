"""Runs keep every field, two transactions never overwrite each other, and due runs are shared out.

Mutants: `where=revision…` in `_save_statement` removed -> both tests of a conflict; `skip_locked` removed ->
due_runs_that_another_transaction_holds_are_skipped; `with_for_update` in `load` removed -> a_loaded_run_is_locked_…;
`before.steps[position] != step` removed -> only_the_steps_that_changed_are_written.
"""

import asyncio

import pytest
from msgspec.structs import replace
from orchestrator_builders import (
    BRIEF_ID,
    OTHER_RUN,
    RUN,
    START,
    a_brief,
    a_report,
    a_run,
    all_done,
    done,
    failed,
    later,
)
from orchestrator_faults import Crash, CrashingDatabase
from orchestrator_shell import stored, until
from orchestrator_story import Story
from sqlalchemy import delete, text

from chassis.database import Conflict, Database, Transaction
from chassis.postgres import PostgresDatabase
from contracts.messages import Failure, FailureKind
from orchestrator import store
from orchestrator.domain.run import Revision, Run, State, Step, StepStatus, new_run
from orchestrator.domain.saga import ORDER
from orchestrator.tables import WORKFLOW_BRIEF, WORKFLOW_RUN, WORKFLOW_STEP


async def save(database: Database, *runs: Run, before: Run | None = None) -> None:
    async with database.transaction() as tx:
        await store.save(tx, {before.id: before} if before else {}, runs)


def a_full_step(service: str, number: int) -> Step:
    """A step with a value in each of its fields."""
    moments = [later(number + part / 10) for part in range(7)]
    return Step(
        service,
        status=StepStatus.DONE,
        started_at=moments[0],
        finished_at=moments[1],
        deadline_at=moments[2],
        commands=number,
        compensation_sent_at=moments[3],
        compensated_at=moments[4],
        refused_at=moments[5],
        removed={"content_draft": 1, "bundle_asset": number},
        note="naïve, কলকাতা",
        attempts=number,
        parked_at=moments[6],
    )


def a_full_run() -> Run:
    """A run with a value in each of its fields."""
    evidence = {"report": {"checks": [{"evidence": "東京 “{}” \\ '"}], "score": 0.6, "nested": [[1, None], {"a": []}]}}
    return Run(
        id=RUN,
        state=State.COMPENSATING,
        steps=tuple(a_full_step(service, number) for number, service in enumerate(ORDER, 1)),
        started_at=START,
        updated_at=later(1),
        ended_at=later(2),
        wake_at=later(3),
        stalled="qc does not answer",
        failure=Failure(kind=FailureKind.REFUSED, service="qc", reason="1 blocker: é", evidence=evidence),
        client_name="Škoda কলকাতা",
        package="quick_social",
        brief_id=BRIEF_ID,
        retry_of=OTHER_RUN,
        cancelled_at=later(4),
        revisions=(
            Revision(2, later(5), a_report(), {"qc": Step("qc", StepStatus.RUNNING, later(1)), **_finished()}),
            Revision(3, later(6)),
        ),
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    )


def _finished() -> dict[str, Step]:
    parked = {"attempts": 5, "parked_at": later(1.5)}
    return {"production": Step("production", StepStatus.DONE, later(1), later(2), note="écrit", **parked)}


async def test_a_run_comes_back_with_every_field(database: Database) -> None:
    run = a_full_run()
    assert all(getattr(run, name) for name in Run.__struct_fields__ if name != "revision")
    assert all(getattr(step, name) for step in run.steps for name in Step.__struct_fields__)
    await save(database, run)
    async with database.transaction() as tx:
        assert await store.load(tx, [RUN]) == {RUN: replace(run, revision=1)}
        assert await store.find(tx, RUN) == replace(run, revision=1)


async def test_a_run_of_which_nothing_is_known_comes_back_empty(database: Database) -> None:
    await save(database, new_run(RUN, START))
    assert await stored(database, RUN) == replace(new_run(RUN, START), revision=1)


async def test_an_unknown_run_is_none(database: Database) -> None:
    await save(database, new_run(RUN, START))
    async with database.transaction() as tx:
        assert await store.find(tx, OTHER_RUN) is None
        assert set(await store.load(tx, [OTHER_RUN, RUN])) == {RUN}
        assert await store.load(tx, []) == {}


async def test_a_change_is_stored_and_leaves_other_runs_as_they_are(database: Database) -> None:
    await save(database, new_run(RUN, START), new_run(OTHER_RUN, START))
    before, other = await stored(database, RUN), await stored(database, OTHER_RUN)
    changed = Story(before).hear(done("onboarding")).run
    await save(database, changed, before=before)
    assert await stored(database, RUN) == replace(changed, revision=2)
    assert await stored(database, OTHER_RUN) == other


async def test_a_field_can_be_emptied_again(database: Database) -> None:
    await save(database, a_full_run())
    before = await stored(database, RUN)
    emptied = replace(new_run(RUN, START), revision=1)
    await save(database, emptied, before=before)
    assert await stored(database, RUN) == replace(emptied, revision=2)


async def test_an_unchanged_run_is_not_written(database: Database) -> None:
    await save(database, new_run(RUN, START))
    before = await stored(database, RUN)
    await save(database, before, before=before)
    assert await stored(database, RUN) == before


async def test_a_run_that_another_transaction_has_changed_meanwhile_is_a_conflict(database: Database) -> None:
    await save(database, new_run(RUN, START))
    before = await stored(database, RUN)
    first = Story(before).hear(done("onboarding")).run
    await save(database, first, before=before)
    with pytest.raises(Conflict):
        await save(database, Story(before).hear(failed("onboarding")).run, before=before)
    assert await stored(database, RUN) == replace(first, revision=2)


async def test_a_conflict_leaves_nothing_of_its_transaction(database: Database) -> None:
    await save(database, new_run(RUN, START))
    with pytest.raises(Conflict):
        await save(database, new_run(OTHER_RUN, START), new_run(RUN, START))
    async with database.transaction() as tx:
        assert await store.find(tx, OTHER_RUN) is None


async def test_of_two_transactions_that_create_the_same_run_at_once_one_has_a_conflict(
    postgresql: PostgresDatabase,
) -> None:
    first, second = Story().hear(done("onboarding")).run, Story().hear(done("strategy")).run
    async with postgresql.transaction() as tx:
        await store.save(tx, {}, [first])
        slower = asyncio.create_task(save(postgresql, second))
        await until(lambda: waits_for_a_lock(postgresql))
    with pytest.raises(Conflict):
        await slower
    assert await stored(postgresql, RUN) == replace(first, revision=1)


async def test_a_loaded_run_is_locked_until_its_transaction_ends(postgresql: PostgresDatabase) -> None:
    await save(postgresql, new_run(RUN, START))
    async with postgresql.transaction() as tx:
        before = await store.load(tx, [RUN])
        other = asyncio.create_task(loaded(postgresql))
        await until(lambda: waits_for_a_lock(postgresql))
        changed = Story(before[RUN]).hear(done("onboarding")).run
        await store.save(tx, before, [changed])
    assert await other == replace(changed, revision=2)


async def test_only_the_steps_that_changed_are_written(postgresql: PostgresDatabase) -> None:
    await save(postgresql, Story().hear(*all_done()[:3]).run)
    before, versions = await stored(postgresql, RUN), await step_versions(postgresql)
    await save(postgresql, Story(before).hear(done("qc")).run, before=before)
    now = await step_versions(postgresql)
    assert {service for service in ORDER if now.get(service) != versions.get(service)} == {"qc", "delivery"}


async def test_due_runs_are_those_whose_time_has_come_the_longest_waiting_first(database: Database) -> None:
    waits = {a_run(1): 30, a_run(2): 10, a_run(3): 20, a_run(4): 41}
    runs = [replace(new_run(run, START), wake_at=later(seconds)) for run, seconds in waits.items()]
    await save(database, *runs, new_run(a_run(5), START))
    async with database.transaction() as tx:
        assert list(await store.due(tx, later(40), 10)) == [a_run(2), a_run(3), a_run(1)]
        assert list(await store.due(tx, later(40), 2)) == [a_run(2), a_run(3)]
        assert await store.due(tx, later(9.9), 10) == {}


async def test_due_runs_come_with_their_steps(database: Database) -> None:
    await save(database, Story().hear(done("onboarding")).run)
    async with database.transaction() as tx:
        assert await store.due(tx, later(10_000), 10) == {RUN: await stored_within(tx)}


async def test_due_runs_that_another_transaction_holds_are_skipped(postgresql: PostgresDatabase) -> None:
    runs = [replace(new_run(run, START), wake_at=later(1)) for run in (RUN, OTHER_RUN)]
    await save(postgresql, *runs)
    async with asyncio.timeout(5), postgresql.transaction() as holder, postgresql.transaction() as tx:
        await store.load(holder, [RUN])
        assert set(await store.due(tx, later(2), 10)) == {OTHER_RUN}


async def test_the_brief_of_a_run_is_kept_and_the_latest_wins(database: Database) -> None:
    await save(database, new_run(RUN, START))
    brief = a_brief(context={"naïve": [1, {"東京": None}]}).model_dump(mode="json")
    async with database.transaction() as tx:
        await store.keep_briefs(tx, {RUN: {"client_name": "before"}})
        await store.keep_briefs(tx, {RUN: brief})
        assert await store.brief_of(tx, RUN) == brief
        assert await store.brief_of(tx, OTHER_RUN) is None


async def test_the_retries_of_a_run_are_found(database: Database) -> None:
    await save(database, new_run(RUN, START), replace(new_run(OTHER_RUN, START), retry_of=RUN))
    async with database.transaction() as tx:
        assert await store.retries_of(tx, RUN) == [OTHER_RUN]
        assert await store.retries_of(tx, OTHER_RUN) == []


async def test_a_deleted_run_takes_its_steps_and_brief_with_it(database: Database) -> None:
    await save(database, new_run(RUN, START))
    async with database.transaction() as tx:
        await store.keep_briefs(tx, {RUN: {}})
        await tx.execute(delete(WORKFLOW_RUN))
        for table in (WORKFLOW_STEP, WORKFLOW_BRIEF):
            assert not await tx.execute(table.select())


async def test_a_rollback_leaves_nothing(database: Database) -> None:
    with pytest.raises(Crash):
        await save(CrashingDatabase(database, statements=2), a_full_run())
    async with database.transaction() as tx:
        assert await store.find(tx, RUN) is None


async def loaded(database: Database) -> Run:
    async with database.transaction() as tx:
        return (await store.load(tx, [RUN]))[RUN]


async def stored_within(tx: Transaction) -> Run | None:
    return await store.find(tx, RUN)


async def waits_for_a_lock(database: Database) -> bool:
    query = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with database.transaction() as tx:
        return bool(await tx.execute(text(query)))


async def step_versions(database: Database) -> dict[str, str]:
    """The transaction that wrote each step's row last."""
    async with database.transaction() as tx:
        rows = await tx.execute(text("SELECT service, xmin::text AS version FROM workflow_step"))
    return {row["service"]: row["version"] for row in rows}
