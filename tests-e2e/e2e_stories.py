"""Runs that fail in a particular way, told step by step; the tests then look at what is left of them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from e2e_briefs import brief_that_qc_refuses, full_brief, good_run
from e2e_line import Json, Line
from e2e_polling import eventually
from e2e_tables import NOTHING

from contracts.topics import STEP_SERVICES, events_of

UNDOING_ORDER = STEP_SERVICES[::-1]


async def refused_by_qc(line: Line, brief_id: UUID | None = None) -> tuple[UUID, Json]:
    """A run whose draft quality control refuses for what it says; gives it once it is undone."""
    run = await line.submit(brief_that_qc_refuses(), brief_id=brief_id)
    return run, await line.reaches(run, "COMPENSATED")


async def refused_by_delivery(line: Line) -> tuple[UUID, Json]:
    """A run whose approved file was changed behind quality control's back; gives it once it is undone."""
    run = good_run()
    async with paused(line, "delivery"):
        await line.submit(full_brief(), run)
        await line.step_done(run, "qc")
        files = files_of(line, "production", run)
        files[0].write_bytes(b"something else")
    return run, await line.reaches(run, "COMPENSATED")


@asynccontextmanager
async def paused(line: Line, *services: str) -> AsyncIterator[None]:
    """Hold services in their tracks for the length of a block."""
    for service in services:
        line.system.pause(service)
    try:
        yield
    finally:
        for service in services:
            line.system.resume(service)


async def restarted(line: Line, name: str) -> None:
    """End a process at once and bring everything back that isn't running, as `make up` does."""
    await asyncio.to_thread(line.system.kill, name)
    await asyncio.to_thread(line.system.up)


def files_of(line: Line, service: str, run: UUID) -> list[Path]:
    """The files that a service has stored for a run, in the order of their names."""
    folder = line.system.objects_of(service, run)
    return sorted(path for path in folder.rglob("*") if path.is_file())


async def nothing_is_left(line: Line, runs: Sequence[UUID]) -> None:
    """Assert that these runs have no row and no file anywhere, and a tombstone in every service."""
    assert await line.databases.rows(runs) == dict.fromkeys(runs, NOTHING)
    ledgers = await line.databases.ledgers(runs)
    assert ledgers == {service: dict.fromkeys(runs, "compensated") for service in STEP_SERVICES}

    async def probe() -> bool:
        # Files go right after the commit that the answer announces.
        return not any(files_of(line, service, run) for run in runs for service in ("production", "delivery"))

    await eventually(probe, "no file is left")


async def undone_in_order(line: Line, run: UUID) -> None:
    """Assert that the services undid the run one after the other, delivery first."""
    events = await line.topics.of_run(run, *map(events_of, STEP_SERVICES))
    undone = [seen.data["service"] for seen in events if seen.short_type == "step.compensated"]
    assert list(dict.fromkeys(undone)) == list(UNDOING_ORDER)


@asynccontextmanager
async def undeletable_drafts(line: Line, run: UUID) -> AsyncIterator[None]:
    """Have production's database refuse to delete a run's draft for the length of a block."""
    name = f"refuse_{run.hex}"
    function = (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF OLD.workflow_run_id = '{run}' THEN RAISE 'this draft stays'; END IF; RETURN OLD; END $$"
    )
    trigger = f"CREATE TRIGGER {name} BEFORE DELETE ON content_draft FOR EACH ROW EXECUTE FUNCTION {name}()"
    for statement in (function, trigger):
        await line.databases.fetch("production", statement)
    try:
        yield
    finally:
        await line.databases.fetch("production", f"DROP FUNCTION {name} CASCADE")
