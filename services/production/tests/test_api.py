"""What production shows over HTTP."""

import httpx
import pytest
from fastapi import FastAPI
from production_builders import AT, OTHER_RUN, RUN, a_strategy_drafted

from chassis.database import Database
from chassis.problems import ProblemDetail
from production import store
from production.api import routes
from production.domain.files import produce


def application(database: Database) -> FastAPI:
    app = FastAPI()
    app.include_router(routes(database))
    return app


async def get(database: Database, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(application(database))
    async with httpx.AsyncClient(transport=transport, base_url="http://production") as client:
        return await client.get(path)


async def test_a_draft_is_shown_with_its_bundle_and_assets_in_order(database: Database) -> None:
    message = a_strategy_drafted()
    made = produce(message, AT, "production/x/")
    record = store.DraftRecord(RUN, message.brief_id, message.strategy_id, made.draft, made.bundle)
    async with database.transaction() as tx:
        await store.save(tx, record, AT)
    shown = (await get(database, f"/v1/drafts/{RUN}")).json()
    assert shown["draft"] == made.draft.model_dump(mode="json")
    assert shown["bundle"] == made.bundle.model_dump(mode="json")
    assert shown["strategy_id"] == str(message.strategy_id)


async def test_a_run_without_a_draft_is_not_found(database: Database) -> None:
    with pytest.raises(ProblemDetail) as problem:
        await get(database, f"/v1/drafts/{OTHER_RUN}")
    assert problem.value.status == 404


def test_the_interface_describes_the_draft(database: Database) -> None:
    schemas = application(database).openapi()["components"]["schemas"]
    assert {"ShownDraft", "Draft", "CalendarPost", "Asset"} <= set(schemas)
