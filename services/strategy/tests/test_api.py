"""The API shows a run's strategy and a brief's versions, and says so where there is none."""

from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from strategy_builders import AT, Place, a_brief, a_document, a_run, a_strategy

from chassis.database import Database
from chassis.problems import ProblemDetail
from strategy import store
from strategy.api import routes
from strategy.domain.strategist import Document
from strategy.domain.versions import Previous, naming_changes


def client(database: Database) -> AsyncClient:
    app = FastAPI()
    app.include_router(routes(database))
    return AsyncClient(transport=ASGITransport(app), base_url="http://strategy")


async def save(database: Database, document: Document) -> None:
    async with database.transaction() as tx:
        await store.save(tx, document, AT)


async def test_a_runs_strategy_is_shown_whole(database: Database) -> None:
    document = a_document()
    await save(database, document)
    shown = (await client(database).get(f"/v1/strategies/{document.run}")).json()
    assert (shown["strategy_id"], shown["version"]) == (str(document.strategy_id), 1)
    assert shown["strategy"] == document.strategy.model_dump(mode="json")
    assert shown["brief"]["client_name"] == "Lotus Move"


async def test_an_unknown_run_is_not_found(database: Database) -> None:
    with pytest.raises(ProblemDetail) as problem:
        await client(database).get(f"/v1/strategies/{uuid4()}")
    assert problem.value.status == 404


async def test_the_versions_of_a_brief_are_listed_in_order(database: Database) -> None:
    brief_id = uuid4()
    for version in (2, 1):
        await save(database, a_document(place=Place(a_run(), brief_id, version)))
    shown = (await client(database).get("/v1/strategies", params={"brief_id": str(brief_id)})).json()
    assert [one["version"] for one in shown] == [1, 2]


async def test_a_brief_without_strategies_has_an_empty_list(database: Database) -> None:
    response = await client(database).get("/v1/strategies", params={"brief_id": str(uuid4())})
    assert (response.status_code, response.json()) == (200, [])


async def test_the_versions_of_a_brief_say_what_changed(database: Database) -> None:
    first, second, brief_id = a_brief(), a_brief(duration_weeks=20), uuid4()
    strategy = naming_changes(a_strategy(second), second, Previous(1, first))
    await save(database, a_document(first, place=Place(a_run(), brief_id, 1)))
    await save(database, a_document(second, place=Place(a_run(), brief_id, 2), strategy=strategy))
    shown = (await client(database).get("/v1/strategies", params={"brief_id": str(brief_id)})).json()
    assert shown[0]["strategy"]["changes"] == []
    assert shown[1]["strategy"]["changes"][0] == "Duration weeks: 12 → 20"
    assert shown[1]["strategy"]["changes"][1].startswith("Follows from it: the campaign ends on ")
