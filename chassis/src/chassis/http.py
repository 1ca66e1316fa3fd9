"""The HTTP side of every service: problem details, health, metrics and dead letters around the service's own routes."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal
from uuid import UUID

import structlog
from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from chassis import dead_letters
from chassis.clock import Clock
from chassis.database import Database, is_away
from chassis.problems import ProblemDetail, not_found
from chassis.telemetry import Telemetry

MAXIMUM_REQUEST_BYTES = 512_000
_log = structlog.get_logger(__name__)

Health = Callable[[], Awaitable[dict[str, str]]]
"""Gives what is wrong, by part; empty when all is well."""


class DeadLetterSummary(BaseModel):
    """A record that could not be handled."""

    id: UUID
    workflow_run_id: UUID | None
    topic: str
    partition: int
    offset: int
    type: str | None
    reason: str
    error: str
    attempts: int
    status: str
    next_attempt_at: datetime | None
    parked_at: datetime | None
    created_at: datetime
    updated_at: datetime


class DeadLetter(DeadLetterSummary):
    """The same with its headers and its body (`body_encoding`: text or base64)."""

    headers: list[tuple[str, Any]]
    body: str
    body_encoding: str


class DeadLetterPage(BaseModel):
    """Some dead letters, newest first; pass `next_cursor` as `cursor` for more."""

    dead_letters: list[DeadLetterSummary]
    next_cursor: str | None


class Changed(BaseModel):
    """The dead letter's new status."""

    id: UUID
    status: str


def create_app(title: str, routes: APIRouter, operations: APIRouter) -> FastAPI:
    """An application with the service's own routes, the operators' routes, and errors as problem details."""
    app = FastAPI(title=title, version="1", docs_url=None, redoc_url=None)
    app.include_router(routes)
    app.include_router(operations)
    app.add_exception_handler(ProblemDetail, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)
    for kind in (DBAPIError, OSError, TimeoutError, Exception):
        app.add_exception_handler(kind, _on_error)
    app.middleware("http")(_limit_size)
    return app


def operations(database: Database, clock: Clock, telemetry: Telemetry, *, live: Health, ready: Health) -> APIRouter:
    """`/live`, `/ready`, `/metrics` and `/v1/dead-letters`."""
    router = APIRouter()
    _add_health(router, telemetry, live=live, ready=ready)
    _add_dead_letters(router, database, clock)
    return router


def _add_health(router: APIRouter, telemetry: Telemetry, *, live: Health, ready: Health) -> None:
    async def answer(check: Health) -> Response:
        wrong = await check()
        body = {"status": "ok"} if not wrong else {"status": "unavailable", "problems": wrong}
        return JSONResponse(body, status_code=503 if wrong else 200)

    @router.get("/live", tags=["health"])
    async def live_() -> Response:
        """Whether the process makes progress; restart it when it does not."""
        return await answer(live)

    @router.get("/ready", tags=["health"])
    async def ready_() -> Response:
        """Whether the service can do its work: broker joined, database reachable."""
        return await answer(ready)

    @router.get("/metrics", tags=["health"])
    async def metrics() -> Response:
        """Prometheus metrics."""
        return Response(generate_latest(telemetry.registry), media_type=CONTENT_TYPE_LATEST)


def _add_dead_letters(router: APIRouter, database: Database, clock: Clock) -> None:
    @router.get("/v1/dead-letters", tags=["dead letters"])
    async def list_dead_letters(
        status: Literal["parked", "retrying", "replayed", "discarded", "all"] = "parked",
        reason: str | None = None,
        run: UUID | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
        cursor: UUID | None = None,
    ) -> DeadLetterPage:
        """Records that could not be handled, newest first."""
        page = dead_letters.Page(None if status == "all" else status, reason, run, limit, cursor)
        async with database.transaction() as tx:
            found = await dead_letters.listed(tx, page)
        following = str(found[-1]["id"]) if len(found) == limit else None
        return DeadLetterPage(dead_letters=[DeadLetterSummary(**each) for each in found], next_cursor=following)

    @router.get("/v1/dead-letters/{key}", tags=["dead letters"])
    async def show_dead_letter(key: UUID) -> DeadLetter:
        """One record with its headers and body."""
        async with database.transaction() as tx:
            found = await dead_letters.find(tx, key)
        if found is None:
            raise not_found("dead letter", key)
        return DeadLetter(**found)

    @router.post("/v1/dead-letters/{key}/replay", status_code=202, tags=["dead letters"])
    async def replay_dead_letter(key: UUID) -> Changed:
        """Try a parked record again at once; it stays here until that has succeeded."""
        async with database.transaction() as tx:
            before = await dead_letters.replay(tx, key, clock.now())
        return _changed(key, before, "retrying")

    @router.post("/v1/dead-letters/{key}/discard", status_code=202, tags=["dead letters"])
    async def discard_dead_letter(key: UUID) -> Changed:
        """Give up on a parked record; it stays listed as discarded."""
        async with database.transaction() as tx:
            before = await dead_letters.discard(tx, key, clock.now())
        return _changed(key, before, "discarded")


def _changed(key: UUID, before: str | None, after: str) -> Changed:
    if before is None:
        raise not_found("dead letter", key)
    if before != "parked":
        raise ProblemDetail(409, "Conflict", f"dead letter {key} is {before}; only a parked one can be changed")
    return Changed(id=key, status=after)


async def _limit_size(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MAXIMUM_REQUEST_BYTES or "transfer-encoding" in request.headers:
        return _problem(413, f"at most {MAXIMUM_REQUEST_BYTES} bytes, stated by a Content-Length")
    return await call_next(request)


def _problem(status: int, detail: str, title: str | None = None, extensions: dict[str, Any] | None = None) -> Response:
    body = {
        "type": "about:blank",
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **(extensions or {}),
    }
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


async def _on_problem(_request: Request, error: Exception) -> Response:
    if not isinstance(error, ProblemDetail):
        raise error
    return _problem(error.status, error.detail, error.title, error.extensions)


async def _on_invalid_request(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    problems = [
        {"field": ".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0]), "message": each["msg"]}
        for each in error.errors()
    ]
    return _problem(422, "the request is not valid", extensions={"problems": problems})


async def _on_http_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return _problem(error.status_code, str(error.detail))


async def _on_error(_request: Request, error: Exception) -> Response:
    if is_away(error):
        return _problem(503, "the database can't be reached at the moment; try again")
    _log.error("request_failed", error=f"{type(error).__name__}: {error}"[:500])
    return _problem(500, "an unexpected error; it has been logged")
