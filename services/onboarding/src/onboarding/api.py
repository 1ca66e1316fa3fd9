"""What onboarding shows over HTTP: the form of a run."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from chassis.database import Database
from chassis.problems import not_found
from contracts.brief import Brief, Scope
from contracts.messages import ClientSigned, Problem
from contracts.payload import RunId
from onboarding import store


class BriefView(BaseModel):
    """The form of one run. `submission` is what was sent, `brief` what it was read as.

    While the status is `awaiting_brief` only `client` is filled; a rejected form has `problems` instead of a brief.
    """

    workflow_run_id: UUID
    status: Literal["awaiting_brief", "accepted", "rejected"]
    brief_id: UUID | None
    submission: dict[str, Any] | None
    fingerprint: str | None
    brief: Brief | None
    scope: Scope | None
    completeness: int | None
    questions: tuple[str, ...]
    problems: tuple[Problem, ...]
    client: ClientSigned | None
    created_at: datetime
    updated_at: datetime


def routes(database: Database) -> APIRouter:
    """The read side of onboarding; an unknown run is a 404 problem."""
    router = APIRouter(tags=["briefs"])

    @router.get("/v1/briefs/{workflow_run_id}", summary="The brief of a run, as sent and as read")
    async def read_brief(workflow_run_id: UUID) -> BriefView:
        async with database.transaction() as tx:
            form = await store.find(tx, RunId(workflow_run_id))
        if form is None:
            raise not_found("brief of run", workflow_run_id)
        return _view(form)

    return router


def _view(form: store.FormRecord) -> BriefView:
    fields = {name: getattr(form, name) for name in BriefView.model_fields if name != "workflow_run_id"}
    return BriefView(workflow_run_id=form.run, **fields)
