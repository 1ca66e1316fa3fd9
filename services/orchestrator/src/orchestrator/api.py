"""What the orchestrator shows and takes over HTTP: runs, cancel, retry, and the services' reconciliation."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Body, Query
from pydantic import BaseModel, Field

from chassis.patience import in_time
from chassis.problems import ProblemDetail, not_found
from contracts.messages import RunStatus
from contracts.payload import RunId
from orchestrator import store
from orchestrator.domain import transitions
from orchestrator.domain.run import Run
from orchestrator.domain.transitions import Decision, NotAllowed
from orchestrator.observer import Observer
from orchestrator.views import RunDetail, RunPage, detail, summary

StepName = Literal["onboarding", "strategy", "production", "qc", "delivery"]
STORABLE = r"^[^\x00]*$"
"""Text that PostgreSQL can keep: all but the character NUL."""


class CancelRequest(BaseModel):
    """Why a run is cancelled."""

    reason: str = Field(default="cancelled by a person", max_length=500, pattern=STORABLE)


class RetryRequest(BaseModel):
    """The new run's id; made here where it is not given. The same id again changes nothing."""

    workflow_run_id: UUID | None = None


class Accepted(BaseModel):
    """The run and its status now."""

    workflow_run_id: UUID
    status: RunStatus


class Retried(Accepted):
    """The new run, and the failed one that it repeats."""

    retry_of: UUID


class Unsettled(BaseModel):
    """Runs that a service has done or refused and does not know the end of."""

    service: StepName
    workflow_run_ids: list[UUID] = Field(max_length=1000)


class Settled(BaseModel):
    """Those of them that have ended well; the others are being looked after."""

    settled: list[UUID]


def routes(observer: Observer) -> APIRouter:
    """The orchestrator's routes."""
    router = APIRouter(prefix="/v1")
    _add_reading(router, observer)
    _add_changing(router, observer)
    return router


def _add_reading(router: APIRouter, observer: Observer) -> None:
    @router.get("/runs", tags=["runs"])
    async def list_runs(
        status: RunStatus | None = None,
        step: StepName | None = None,
        client: Annotated[str | None, Query(pattern=STORABLE)] = None,
        since: datetime | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
        cursor: UUID | None = None,
    ) -> RunPage:
        """Runs, newest first."""
        wanted = store.Filter(status, step, client, _aware(since), limit, cursor)
        async with observer.station.database.transaction() as tx:
            found = await store.listed(tx, wanted)
            if cursor and not found and await store.find(tx, RunId(cursor)) is None:
                raise _unusable("cursor", "names no run that is known")
        following = str(found[-1].run.id) if len(found) == limit else None
        return RunPage(runs=[summary(each.run, each.current_step) for each in found], next_cursor=following)

    @router.get("/runs/{run_id}", tags=["runs"])
    async def show_run(run_id: UUID) -> RunDetail:
        """One run with its steps, timeline, failure and evidence."""
        async with observer.station.database.transaction() as tx:
            run = _known(await store.find(tx, RunId(run_id)), run_id)
            retries = await store.retries_of(tx, run.id)
        return detail(run, retries)


def _add_changing(router: APIRouter, observer: Observer) -> None:
    @router.post("/runs/{run_id}/cancel", status_code=202, tags=["runs"])
    async def cancel_run(run_id: UUID, request: Annotated[CancelRequest | None, Body()] = None) -> Accepted:
        """Undo a run that has not ended."""
        reason = (request or CancelRequest()).reason
        now, policy = observer.station.clock.now(), observer.policy

        def decide(run: Run | None) -> Decision:
            return transitions.cancel(_known(run, run_id), reason=reason, now=now, policy=policy)

        try:
            changed = await in_time(observer.change(RunId(run_id), decide))
        except NotAllowed as error:
            raise ProblemDetail(409, str(error)) from error
        return Accepted(workflow_run_id=run_id, status=changed.status)

    @router.post("/runs/{run_id}/retry", status_code=202, tags=["runs"])
    async def retry_run(run_id: UUID, request: Annotated[RetryRequest | None, Body()] = None) -> Retried:
        """Submit the brief of a failed run again, as a new run linked to this one."""
        new = RunId((request or RetryRequest()).workflow_run_id or observer.station.clock.new_id())
        try:
            begun = await in_time(_retry(observer, run_id, new))
        except NotAllowed as error:
            raise ProblemDetail(409, str(error)) from error
        return Retried(workflow_run_id=new, status=begun.status, retry_of=run_id)

    @router.post("/reconciliations", tags=["reconciliation"])
    async def reconcile(request: Unsettled) -> Settled:
        """For services: which of these runs are settled."""
        settled = await in_time(observer.reconcile(request.service, [RunId(run) for run in request.workflow_run_ids]))
        return Settled(settled=sorted(settled))


async def _retry(observer: Observer, run_id: UUID, new: RunId) -> Run:
    async with observer.station.database.transaction() as tx:
        old = _known(await store.find(tx, RunId(run_id)), run_id)
        brief = await store.brief_of(tx, old.id)
    return await observer.retry(new, old, brief)


def _known(run: Run | None, run_id: UUID) -> Run:
    if run is None:
        raise not_found("run", run_id)
    return run


def _aware(moment: datetime | None) -> datetime | None:
    if moment is None or moment.tzinfo is None:
        return moment and moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise _unusable("since", "in UTC this is beyond the years 1 to 9999") from error


def _unusable(field: str, message: str) -> ProblemDetail:
    problems = [{"field": field, "message": message}]
    return ProblemDetail(422, "the request is not valid", {"problems": problems})
