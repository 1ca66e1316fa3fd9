"""Errors over HTTP are problem details; health, metrics and dead letters are the same in every service."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from chassis_builders import NO_RETRIES, Performance, a_handler, a_run, a_station, a_step, a_submission
from chassis_doubles import SetClock
from chassis_tables import kept
from fastapi import APIRouter, Request
from msgspec.structs import replace
from pydantic import BaseModel, Field

from chassis.database import Database
from chassis.handler import StepHandler
from chassis.http import MAXIMUM_REQUEST_BYTES, create_app, operations
from chassis.problems import ProblemDetail
from chassis.retries import retry_due

WELL: dict[str, str] = {}
Client = httpx.AsyncClient


TITLES = {
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    422: "Unprocessable Content",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
"""What HTTP calls them, as RFC 9457 asks of problems without a type of their own."""


class Order(BaseModel):
    """What the test route takes."""

    number: int = Field(ge=1)
    name: str


def own_routes() -> APIRouter:
    """Routes of a service, each of which goes wrong in its own way."""
    router = APIRouter()

    @router.get("/conflict")
    async def conflict() -> None:
        raise ProblemDetail(409, "another brief has this id", {"workflow_run_id": "7"})

    @router.get("/bug")
    async def bug() -> None:
        raise KeyError("secret detail")

    @router.get("/away")
    async def away() -> None:
        raise ConnectionRefusedError("no database")

    @router.post("/bytes")
    async def size(request: Request) -> int:
        return len(await request.body())

    @router.post("/orders")
    async def order(order: Order) -> int:
        return order.number

    return router


@pytest.fixture
def health() -> dict[str, dict[str, str]]:
    """What `/live` and `/ready` find wrong; empty at first."""
    return {"live": {}, "ready": {}}


@pytest.fixture
async def client(database: Database, health: dict[str, dict[str, str]]) -> AsyncIterator[Client]:
    """A client of a service on this database."""

    def check(name: str) -> Callable[[], Any]:
        async def answer() -> dict[str, str]:
            return health[name]

        return answer

    telemetry = a_station(database).telemetry
    telemetry.count({"done": 2})
    routes = operations(database, SetClock(), telemetry, live=check("live"), ready=check("ready"))
    transport = httpx.ASGITransport(create_app("test", own_routes(), routes), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as made:
        yield made


def assert_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert set(body) >= {"type", "detail"}
    assert body["title"] == TITLES[status]
    return body


async def test_a_problem_that_is_raised_is_shown_with_its_extensions(client: Client) -> None:
    body = assert_problem(await client.get("/conflict"), 409)
    assert body["workflow_run_id"] == "7"
    assert body["detail"] == "another brief has this id"


async def test_an_unknown_path_and_a_wrong_method_are_problems(client: Client) -> None:
    assert_problem(await client.get("/nowhere"), 404)
    refused = await client.delete("/orders")
    assert_problem(refused, 405)
    assert refused.headers["allow"] == "POST"


async def test_an_invalid_request_names_every_field(client: Client) -> None:
    body = assert_problem(await client.post("/orders", json={"number": 0}), 422)
    assert {problem["field"] for problem in body["problems"]} == {"number", "name"}


@pytest.mark.parametrize(("content", "status"), [(b"{", 422), (b"", 422), (b"\xff", 400)])
async def test_a_body_that_is_no_json_is_a_problem(client: Client, content: bytes, status: int) -> None:
    answer = await client.post("/orders", content=content, headers={"content-type": "application/json"})
    assert_problem(answer, status)


async def test_a_request_too_large_is_refused(client: Client) -> None:
    assert_problem(await client.post("/orders", content=b"x" * (MAXIMUM_REQUEST_BYTES + 1)), 413)
    assert_problem(await client.post("/orders", content=b"1", headers={"content-length": "-1"}), 413)


@pytest.mark.parametrize(("spaces", "status"), [(0, 200), (MAXIMUM_REQUEST_BYTES, 413)])
async def test_a_request_that_does_not_say_its_size_is_read_up_to_the_limit(
    client: Client, spaces: int, status: int
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b'{"number": 1, "name": '
        yield b" " * spaces
        yield b'"a"}'

    answer = await client.post("/orders", content=chunks(), headers={"content-type": "application/json"})
    assert answer.status_code == status
    if status == 413:
        assert_problem(answer, 413)


async def test_a_client_that_hangs_up_is_no_mistake_of_ours(database: Database) -> None:
    async def hung_up() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        told.append(message)

    told: list[Any] = []
    scope = {"type": "http", "method": "POST", "path": "/bytes", "headers": [], "query_string": b""}
    await create_app("test", own_routes(), APIRouter())(scope, hung_up, send)
    assert told[0]["status"] == 400


async def test_a_mistake_of_ours_is_a_problem_that_tells_no_secrets(client: Client) -> None:
    assert "secret" not in assert_problem(await client.get("/bug"), 500)["detail"]


async def test_while_the_database_is_away_the_answer_is_unavailable(client: Client) -> None:
    assert_problem(await client.get("/away"), 503)


@pytest.mark.parametrize("name", ["live", "ready"])
async def test_health_says_what_is_wrong(client: Client, health: dict[str, dict[str, str]], name: str) -> None:
    answer = await client.get(f"/{name}")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    health[name]["broker"] = "not joined"
    answer = await client.get(f"/{name}")
    assert (answer.status_code, answer.json()["problems"]) == (503, {"broker": "not joined"})


async def test_metrics_are_shown_to_prometheus(client: Client) -> None:
    answer = await client.get("/metrics")
    assert 'aicmo_records_total{outcome="done",service="onboarding"} 2.0' in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


async def test_parked_records_are_listed_and_shown_with_their_body(client: Client, database: Database) -> None:
    run, bad = a_run(), a_run()
    await a_handler(database).handle([replace(a_submission(run), body=b'{"brief": 1}')])
    await a_handler(database).handle([replace(a_submission(bad), body=b"\xff\x00", offset=1)])
    listed = (await client.get("/v1/dead-letters")).json()
    assert {letter["workflow_run_id"] for letter in listed["dead_letters"]} == {str(run), str(bad)}
    assert listed["next_cursor"] is None
    text, binary = [
        (await client.get(f"/v1/dead-letters/{letter['id']}")).json()
        for letter in sorted(listed["dead_letters"], key=lambda letter: letter["offset"])
    ]
    assert (text["body"], text["body_encoding"]) == ('{"brief": 1}', "text")
    assert (binary["body"], binary["body_encoding"]) == ("/wA=", "base64")
    assert ["ce_type", "aicmo.brief.submitted.v1"] in text["headers"]


async def test_dead_letters_are_paged_and_filtered(client: Client, database: Database) -> None:
    runs = [a_run() for _ in range(3)]
    records = [replace(a_submission(run), body=b"{}", offset=offset) for offset, run in enumerate(runs)]
    await a_handler(database).handle(records)
    first = (await client.get("/v1/dead-letters", params={"limit": "2"})).json()
    rest = (await client.get("/v1/dead-letters", params={"limit": "2", "cursor": first["next_cursor"]})).json()
    seen = [letter["workflow_run_id"] for page in (first, rest) for letter in page["dead_letters"]]
    assert (len(first["dead_letters"]), rest["next_cursor"]) == (2, None)
    assert sorted(seen) == sorted(map(str, runs))
    for question, found in (({"run": str(runs[0])}, 1), ({"status": "discarded"}, 0), ({"reason": "unknown_type"}, 0)):
        assert len((await client.get("/v1/dead-letters", params=question)).json()["dead_letters"]) == found


async def test_a_replay_over_http_has_the_record_tried_again(client: Client, database: Database) -> None:
    run, work, clock = a_run(), Performance(), SetClock()
    handler = StepHandler(a_step(work), a_station(database, clock=clock, retries=NO_RETRIES))
    await handler.handle([a_submission(run, fail="no model")])
    [letter] = (await client.get("/v1/dead-letters")).json()["dead_letters"]
    work.mended = True
    answer = await client.post(f"/v1/dead-letters/{letter['id']}/replay")
    assert (answer.status_code, answer.json()) == (202, {"id": letter["id"], "status": "retrying"})
    await retry_due(database, handler, clock)
    assert (await kept(database)).ledger == {run: "done"}
    assert (await client.get(f"/v1/dead-letters/{letter['id']}")).json()["status"] == "replayed"


async def test_a_discarded_record_stays_listed_and_can_be_changed_no_more(client: Client, database: Database) -> None:
    await a_handler(database).handle([replace(a_submission(a_run()), body=b"{}")])
    [letter] = (await client.get("/v1/dead-letters")).json()["dead_letters"]
    url = f"/v1/dead-letters/{letter['id']}"
    assert (await client.post(f"{url}/discard")).json()["status"] == "discarded"
    for action in ("replay", "discard"):
        assert "discarded" in assert_problem(await client.post(f"{url}/{action}"), 409)["detail"]
    discarded = await client.get("/v1/dead-letters", params={"status": "discarded"})
    assert len(discarded.json()["dead_letters"]) == 1


@pytest.mark.parametrize("path", ["", "/replay", "/discard"])
async def test_a_dead_letter_that_is_not_there_is_not_found(client: Client, path: str) -> None:
    method = "POST" if path else "GET"
    assert_problem(await client.request(method, f"/v1/dead-letters/{a_run()}{path}"), 404)
    assert_problem(await client.request(method, f"/v1/dead-letters/seven{path}"), 422)
