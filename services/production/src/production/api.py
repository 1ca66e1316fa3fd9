"""What production shows over HTTP: the draft of a run with its bundle."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter

from chassis.database import Database
from chassis.problems import not_found
from contracts.draft import Bundle, Draft
from contracts.payload import RunId, Value
from production import store


class ShownDraft(Value):
    """The draft of one run, its bundle with the assets in order, and what they were made from."""

    workflow_run_id: UUID
    brief_id: UUID
    strategy_id: UUID
    draft: Draft
    bundle: Bundle
    created_at: datetime | None
    updated_at: datetime | None


def routes(database: Database) -> APIRouter:
    """Give the routes that read this database."""
    router = APIRouter(prefix="/v1", tags=["production"])

    @router.get("/drafts/{workflow_run_id}", summary="The draft of a run, with its bundle and assets")
    async def draft_of(workflow_run_id: UUID) -> ShownDraft:
        async with database.transaction() as tx:
            record = await store.find(tx, RunId(workflow_run_id))
        if record is None:
            raise not_found("draft", workflow_run_id)
        return _shown(record)

    return router


def _shown(record: store.DraftRecord) -> ShownDraft:
    return ShownDraft(
        workflow_run_id=record.run,
        brief_id=record.brief_id,
        strategy_id=record.strategy_id,
        draft=record.draft,
        bundle=record.bundle,
        created_at=record.created_at,
        updated_at=record.updated_at,
    )
