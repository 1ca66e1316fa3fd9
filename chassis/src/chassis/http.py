"""The HTTP side of every service: problem details, health, metrics and dead letters around the service's own routes."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import DBAPIError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.clock import Clock
from chassis.database import Database, is_away
from chassis.dead_letter_routes import MAXIMUM_EDIT_BYTES, PATH, dead_letter_routes
from chassis.problems import PROBLEM_RESPONSES, ProblemDetail
from chassis.telemetry import Telemetry

MAXIMUM_REQUEST_BYTES = 512_000
_log = structlog.get_logger(__name__)

_UNWELL: dict[int | str, dict[str, Any]] = {503: {"description": "What is wrong", "content": {"application/json": {}}}}

_PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}
"""What HTTP calls these since RFC 9110, and Python's library only in its later versions."""

Health = Callable[[], Awaitable[dict[str, str]]]
"""Gives what is wrong, by part; empty when all is well."""


def create_app(title: str, routes: APIRouter, operations: APIRouter) -> FastAPI:
    """An application with the service's own routes, the operators' routes, and errors as problem details."""
    app = FastAPI(title=title, version="1", docs_url=None, redoc_url=None, responses=PROBLEM_RESPONSES)
    app.include_router(routes)
    app.include_router(operations)
    app.add_exception_handler(ProblemDetail, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(ClientDisconnect, _on_hanging_up)
    for kind in (DBAPIError, OSError, TimeoutError, Exception):
        app.add_exception_handler(kind, _on_error)
    app.add_middleware(_LimitedBody)
    return app


def operations(database: Database, clock: Clock, telemetry: Telemetry, *, live: Health, ready: Health) -> APIRouter:
    """`/live`, `/ready`, `/metrics` and `/v1/dead-letters`."""
    router = APIRouter()
    _add_health(router, telemetry, live=live, ready=ready)
    router.include_router(dead_letter_routes(database, clock))
    return router


def _add_health(router: APIRouter, telemetry: Telemetry, *, live: Health, ready: Health) -> None:
    async def answer(check: Health) -> Response:
        wrong = await check()
        body = {"status": "ok"} if not wrong else {"status": "unavailable", "problems": wrong}
        return JSONResponse(body, status_code=503 if wrong else 200)

    @router.get("/live", tags=["health"], responses=_UNWELL)
    async def live_() -> Response:
        """Whether the process makes progress; restart it when it does not."""
        return await answer(live)

    @router.get("/ready", tags=["health"], responses=_UNWELL)
    async def ready_() -> Response:
        """Whether the service can do its work: broker joined, database reachable."""
        return await answer(ready)

    @router.get("/metrics", tags=["health"], response_class=PlainTextResponse)
    async def metrics() -> Response:
        """Prometheus metrics."""
        return Response(generate_latest(telemetry.registry), media_type=CONTENT_TYPE_LATEST)


class _LimitedBody:
    """Refuses a request whose body is too large: at once where it says so, else when that much has come."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        limit = MAXIMUM_EDIT_BYTES if scope["path"].startswith(f"{PATH}/") else MAXIMUM_REQUEST_BYTES
        stated = Headers(scope=scope).get("content-length", "0")
        if not stated.isdigit() or int(stated) > limit:
            return await _problem(413, f"at most {limit} bytes")(scope, receive, send)
        return await self._app(scope, _counted(receive, limit), send)


def _counted(receive: Receive, limit: int) -> Receive:
    come = 0

    async def receive_counted() -> Message:
        nonlocal come
        message = await receive()
        come += len(message.get("body", b""))
        if come > limit:
            raise HTTPException(413, f"at most {limit} bytes")
        return message

    return receive_counted


def _problem(status: int, detail: str, extensions: dict[str, Any] | None = None) -> Response:
    body = {
        "type": "about:blank",
        "title": _PHRASES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **(extensions or {}),
    }
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


async def _on_problem(_request: Request, error: Exception) -> Response:
    if not isinstance(error, ProblemDetail):
        raise error
    return _problem(error.status, error.detail, error.extensions)


async def _on_invalid_request(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    problems = [{"field": _field(each), "message": each["msg"]} for each in error.errors()]
    return _problem(422, "the request is not valid", extensions={"problems": problems})


def _field(error: dict[str, Any]) -> str:
    where, *path = map(str, error["loc"])
    # Of a body that is no JSON the framework tells the place of the first wrong character.
    return where if error["type"] == "json_invalid" else ".".join(path) or where


async def _on_http_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    answer = _problem(error.status_code, str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


async def _on_hanging_up(_request: Request, _error: Exception) -> Response:
    """Nobody reads it: the client hung up before its request was whole."""
    return _problem(400, "the request ended early")


async def _on_error(_request: Request, error: Exception) -> Response:
    if is_away(error):
        return _problem(503, "the database can't be reached at the moment; try again")
    _log.error("request_failed", error=f"{type(error).__name__}: {error}"[:500])
    return _problem(500, "an unexpected error; it has been logged")
