"""A call that changes something is answered in time while the database is away, and nothing comes of it afterwards.

Mutants: `in_time` left out of a route -> no answer; cancelled once (`if not task.done()`), or by `asyncio.timeout`
-> no answer, as the first cancellation is lost; the call shielded, or left alone after its time -> it is done later.
"""

import asyncio
from typing import Any

import pytest
from orchestrator_api import api_client, hear, problem
from orchestrator_builders import OTHER_RUN, RUN, all_undone, done, failed
from orchestrator_faults import SilentDatabase
from orchestrator_shell import SetClock, an_observer, sent

from chassis import patience
from chassis.database import Database
from orchestrator.observer import Observer

LONG_SECONDS = 5.0

CALLS: list[tuple[str, dict[str, Any]]] = [
    (f"/v1/runs/{RUN}/cancel", {}),
    (f"/v1/runs/{OTHER_RUN}/retry", {}),
    ("/v1/reconciliations", {"service": "qc", "workflow_run_ids": [str(OTHER_RUN)]}),
]


@pytest.mark.parametrize(("path", "body"), CALLS)
async def test_without_the_database_a_call_is_refused_in_time_and_not_carried_out_later(
    path: str,
    body: dict[str, Any],
    observer: Observer,
    clock: SetClock,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "PATIENCE_SECONDS", 0.05)
    await hear(observer, clock, done("onboarding"), done("onboarding", OTHER_RUN))
    await hear(observer, clock, failed("strategy", OTHER_RUN), *all_undone(OTHER_RUN))
    before = await sent(database, clock)
    silent = SilentDatabase(database)
    async with api_client(an_observer(silent, clock)) as client:
        asked = asyncio.create_task(client.post(path, json=body))
        answered, _ = await asyncio.wait([asked], timeout=LONG_SECONDS)
        silent.answers.set()
        await _all_that_goes_on()
    assert answered, "nobody is told that it can't be done"
    assert "database" in problem(await asked, 503)["detail"]
    assert await sent(database, clock) == before


async def _all_that_goes_on() -> None:
    """Wait for what a call has left behind, if it has."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    if left:
        await asyncio.wait(left, timeout=1)
