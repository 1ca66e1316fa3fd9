"""What nobody accounts for is found: rows planted by hand, tombstones lost, and all that an old backup has forgotten.

Mutants: `Orphans.round` that looks at the first table only -> the nine tables; `Step.opened` left out in onboarding ->
the form that waits; tombstones not given back -> the lost tombstone; `unsettled` that gives done runs only -> the
refused run; `begin_unknown` without a deadline -> the old backup.
"""

import json
from collections.abc import Sequence
from uuid import UUID

from e2e_backup import backup, restore
from e2e_briefs import brief_with_problems, good_run, light_brief, run_refused_by
from e2e_line import ENDED, Line
from e2e_orphans import plant
from e2e_polling import eventually
from e2e_stories import nothing_is_left, paused
from e2e_tables import LIGHT, NOTHING
from test_ways_in import signed_client

from contracts.topics import INTAKE, STEP_SERVICES

Fate = tuple[str | None, dict[str, str], dict[str, int]]
"""A run's status (None where the orchestrator doesn't know it), what the ledgers say, and its rows."""

DELIVERED = (dict.fromkeys(STEP_SERVICES, "done"), LIGHT)
UNDONE = (dict.fromkeys(STEP_SERVICES, "compensated"), NOTHING)


async def test_an_orphan_planted_in_any_of_the_nine_tables_is_removed_and_the_real_run_is_untouched(line: Line) -> None:
    run, orphans = await line.delivered(light_brief()), {table: good_run() for table in NOTHING}
    before = await line.databases.content_of(run)
    for table, orphan in orphans.items():
        await plant(line.databases, run, orphan, table)
    for orphan in orphans.values():
        await _gone(line, orphan)
        assert await line.databases.ledger_of(orphan) == {}
    assert await line.databases.content_of(run) == before
    logged = [json.loads(each) for name in STEP_SERVICES for each in line.system.log(name).splitlines()]
    removed = {each["run"]: each["removed"] for each in logged if each["event"] == "orphan_removed"}
    assert {table: removed[str(orphan)] for table, orphan in orphans.items()} == {
        table: {table: 1} for table in NOTHING
    }


async def test_rows_of_an_undone_run_are_removed_and_a_lost_tombstone_is_put_back(line: Line) -> None:
    run = await line.delivered(light_brief())
    undone = await line.submit(light_brief(), run_refused_by("delivery"))
    await line.reaches(undone, "COMPENSATED")
    await line.databases.fetch("strategy", "DELETE FROM run_ledger WHERE workflow_run_id = $1", undone)
    await plant(line.databases, run, undone)
    await _gone(line, undone)
    await nothing_is_left(line, [undone])


async def test_a_form_that_waits_for_its_brief_is_no_orphan_however_old_it_is(line: Line) -> None:
    run, orphan, known = good_run(), good_run(), await line.delivered(light_brief())
    await line.topics.send(INTAKE, signed_client(run))

    async def opened() -> int:
        return (await line.databases.rows_of(run))["onboarding_forms"]

    await eventually(opened, "the form is open")
    await line.databases.fetch(
        "onboarding",
        "UPDATE onboarding_forms SET created_at = now() - interval '9 days', updated_at = now() - interval '9 days'"
        " WHERE workflow_run_id = $1",
        run,
    )
    # Two orphans, one after the other: when the second is gone a whole round has seen the form.
    for _ in range(2):
        await plant(line.databases, known, orphan, "onboarding_forms")
        await _gone(line, orphan)
    assert await opened() == 1
    await line.submit(light_brief(), run)
    assert await line.ends(run) == "COMPLETED"


async def test_a_refused_run_that_the_orchestrator_has_lost_is_found_and_undone(line: Line) -> None:
    run = good_run()
    await line.send(brief_with_problems(), [run])
    await line.reaches(run, "COMPENSATED")
    await _refused_and_forgotten(line, run)
    await _until_all_have_ended(line, [run])
    await nothing_is_left(line, [run])


async def test_an_orchestrator_restored_from_an_old_backup_comes_to_the_same_ends(line: Line) -> None:
    before = await line.delivered(light_brief())
    async with paused(line, "qc"):
        finishing, cancelled, late = [await line.submit(light_brief(), good_run()) for _ in range(3)]
        for run in (finishing, cancelled, late):
            await line.step_done(run, "production")
            await line.reaches(run, "RUNNING")
        async with backup(line) as file:
            await line.post("orchestrator", f"/v1/runs/{cancelled}/cancel")
            line.system.resume("qc")
            after = await line.delivered(light_brief())
            refused = await line.submit(light_brief(), run_refused_by("qc"))
            await line.all_end([finishing, cancelled, late, refused])
            line.system.pause("qc")
            flowing = await line.submit(light_brief(), good_run())
            await line.step_done(flowing, "production")
            await restore(line, file)
    runs = [before, finishing, cancelled, late, after, refused, flowing]
    await _grow_old(line, runs)
    await _until_all_have_ended(line, [before, finishing, cancelled, late, after, flowing])
    fates = {run: await _fate(line, run) for run in runs}
    for run in (before, finishing, late, after):
        assert fates[run] == ("COMPLETED", *DELIVERED)
    assert fates[cancelled] == ("COMPENSATED", *UNDONE)
    assert fates[flowing] in (("COMPLETED", *DELIVERED), ("COMPENSATED", *UNDONE))
    await _forgotten_or_undone_again(line, refused)


async def _forgotten_or_undone_again(line: Line, run: UUID) -> None:
    """Nothing of the run is left; the orchestrator knows of it where its last events came again after the restart."""

    async def probe() -> bool:
        return await _fate(line, run) in ((None, *UNDONE), ("COMPENSATED", *UNDONE))

    await eventually(probe, f"{run} is forgotten or undone again")


async def _gone(line: Line, run: UUID) -> None:
    async def probe() -> bool:
        return await line.databases.rows_of(run) == NOTHING

    await eventually(probe, f"no row of {run} is left")


async def _fate(line: Line, run: UUID) -> Fate:
    status = (await line.databases.statuses([run])).get(run)
    return status, await line.databases.ledger_of(run), await line.databases.rows_of(run)


async def _grow_old(line: Line, runs: Sequence[UUID]) -> None:
    """Let the services believe that they have waited long for the ends of these runs."""
    query = "UPDATE run_ledger SET updated_at = now() - interval '1 day' WHERE workflow_run_id = ANY($1)"
    for service in STEP_SERVICES:
        await line.databases.fetch(service, query, list(runs))


async def _until_all_have_ended(line: Line, runs: Sequence[UUID]) -> None:
    """Let the deadlines of these runs come, whenever they have one, until all of them have ended."""
    query = "UPDATE workflow_run SET wake_at = now() WHERE workflow_run_id = ANY($1) AND wake_at > now()"

    async def probe() -> bool:
        await line.databases.fetch("orchestrator", query, list(runs))
        statuses = await line.databases.statuses(runs)
        return len(statuses) == len(runs) and all(status in ENDED for status in statuses.values())

    await eventually(probe, "every run has ended", limit=90.0)


async def _refused_and_forgotten(line: Line, run: UUID) -> None:
    """Bring back the moment at which onboarding had refused the run, and make the orchestrator forget it."""
    await line.databases.fetch("orchestrator", "DELETE FROM workflow_run WHERE workflow_run_id = $1", run)
    for service in STEP_SERVICES:
        await line.databases.fetch(service, "DELETE FROM run_ledger WHERE workflow_run_id = $1", run)
    await line.databases.fetch(
        "onboarding",
        "INSERT INTO run_ledger (workflow_run_id, state, revision, created_at, updated_at)"
        " VALUES ($1, 'failed', 1, now() - interval '1 day', now() - interval '1 day')",
        run,
    )
    await line.databases.fetch(
        "onboarding",
        "INSERT INTO onboarding_forms (workflow_run_id, status, created_at, updated_at)"
        " VALUES ($1, 'rejected', now(), now())",
        run,
    )
