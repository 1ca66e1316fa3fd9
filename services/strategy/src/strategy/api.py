"""What the strategy service shows over HTTP: the strategy of a run, and all versions of a brief's strategy."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter

from chassis.database import Database
from chassis.problems import not_found
from contracts.brief import Brief
from contracts.payload import RunId, Value
from contracts.strategy import Strategy
from strategy import store


class StrategyDocument(Value):
    """A strategy with its version among those of its brief, and the brief it was made from."""

    workflow_run_id: UUID
    strategy_id: UUID
    brief_id: UUID
    version: int
    brief: Brief
    strategy: Strategy
    created_at: datetime
    updated_at: datetime


def routes(database: Database) -> APIRouter:
    """Build the routes that read strategies from `database`."""
    router = APIRouter(prefix="/v1/strategies", tags=["strategies"])

    @router.get("/{workflow_run_id}", summary="The strategy of a run")
    async def show(workflow_run_id: UUID) -> StrategyDocument:
        async with database.transaction() as tx:
            found = await store.find(tx, RunId(workflow_run_id))
        if found is None:
            raise not_found("strategy of run", workflow_run_id)
        return _shown(found)

    @router.get("", summary="All versions of a brief's strategy, first version first")
    async def list_versions(brief_id: UUID) -> list[StrategyDocument]:
        async with database.transaction() as tx:
            found = await store.versions(tx, brief_id)
        return [_shown(stored) for stored in found]

    return router


def _shown(stored: store.Stored) -> StrategyDocument:
    document = stored.document
    return StrategyDocument(
        workflow_run_id=document.run,
        strategy_id=document.strategy_id,
        brief_id=document.brief_id,
        version=document.version,
        brief=document.brief,
        strategy=document.strategy,
        created_at=stored.created_at,
        updated_at=stored.updated_at,
    )
