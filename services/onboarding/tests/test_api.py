"""The form of a run is shown over HTTP."""

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from onboarding_builders import NOW, RUN, TODAY, a_form

from chassis.database import Database
from chassis.problems import ProblemDetail
from onboarding import store
from onboarding.api import routes
from onboarding.domain.form import fill


async def shown(database: Database) -> Response:
    service = FastAPI()
    service.include_router(routes(database))
    async with AsyncClient(transport=ASGITransport(app=service), base_url="http://onboarding") as client:
        return await client.get(f"/v1/briefs/{RUN}")


async def test_a_brief_is_shown_as_sent_and_as_read(database: Database) -> None:
    async with database.transaction() as tx:
        await store.save(tx, fill(RUN, RUN, a_form(), TODAY), NOW)
    body = (await shown(database)).json()
    assert (body["workflow_run_id"], body["status"]) == (str(RUN), "accepted")
    assert body["submission"]["website"] == "tarnwell.example"
    assert body["brief"]["website"] == "https://tarnwell.example"


async def test_a_run_without_a_brief_is_not_found(database: Database) -> None:
    with pytest.raises(ProblemDetail) as refusal:
        await shown(database)
    assert refusal.value.status == 404
