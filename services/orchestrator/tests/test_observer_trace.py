"""What a deadline, a person or a resent command leads to belongs to the trace of the run's first event.

Mutants: the run's trace not kept, or not given to what has no cause -> both; kept of each event anew -> the person's.
"""

import pytest
from msgspec.structs import replace
from orchestrator_builders import OTHER_RUN, POLICY, RUN, done
from orchestrator_shell import SetClock, a_record, an_observer
from sqlalchemy import select

from chassis.database import Database
from chassis.records import Record
from chassis.schema import OUTBOX
from contracts.messages import StepCompensate, WorkflowCompensating
from contracts.payload import Payload, RunId
from orchestrator.domain import transitions
from orchestrator.domain.run import Run
from orchestrator.domain.transitions import Decision
from orchestrator.observer import Observer

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
LATER = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"


def traced(payload: Payload, clock: SetClock, traceparent: str) -> Record:
    record = a_record(payload, clock.now())
    return replace(record, headers=[*record.headers, ("ce_traceparent", traceparent.encode())])


async def causeless_traces(database: Database, run: RunId) -> dict[str, set[str | None]]:
    """The trace parents of the run's messages that no event has caused, by type."""
    async with database.transaction() as tx:
        rows = await tx.execute(select(OUTBOX.c.headers).where(OUTBOX.c.workflow_run_id == run))
    found: dict[str, set[str | None]] = {}
    for row in rows:
        headers = dict(row["headers"])
        if "ce_causationid" not in headers:
            found.setdefault(headers["ce_type"], set()).add(headers.get("ce_traceparent"))
    return found


@pytest.fixture
async def observer(database: Database, clock: SetClock) -> Observer:
    """An orchestrator that knows two traced runs."""
    made = an_observer(database, clock)
    await made.handle([traced(done("onboarding"), clock, TRACE), traced(done("onboarding", OTHER_RUN), clock, TRACE)])
    await made.handle([traced(done("strategy", OTHER_RUN), clock, LATER)])
    return made


async def test_what_a_passed_deadline_leads_to_is_traced(
    observer: Observer, database: Database, clock: SetClock
) -> None:
    for _ in range(2):
        clock.advance(100_000)
        await observer.wake_due()
    traces = await causeless_traces(database, RUN)
    assert {StepCompensate.type, WorkflowCompensating.type} <= traces.keys()
    assert set.union(*traces.values()) == {TRACE}


async def test_what_a_person_asks_for_is_traced_by_the_runs_first_event(
    observer: Observer, database: Database, clock: SetClock
) -> None:
    def cancel(run: Run | None) -> Decision:
        assert run
        return transitions.cancel(run, reason="no longer wanted", now=clock.now(), policy=POLICY)

    await observer.change(OTHER_RUN, cancel)
    traces = await causeless_traces(database, OTHER_RUN)
    assert StepCompensate.type in traces
    assert set.union(*traces.values()) == {TRACE}
