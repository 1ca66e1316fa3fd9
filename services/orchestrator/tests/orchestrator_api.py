"""How the tests of the API speak: events that were heard before, and refusals as problem details."""

from typing import Any

from httpx import ASGITransport, AsyncClient, Response
from orchestrator_shell import SetClock, a_record

from chassis.http import create_app, operations
from contracts.payload import Payload
from orchestrator.api import routes
from orchestrator.observer import Observer


def api_client(observer: Observer) -> AsyncClient:
    """A client of the orchestrator's API around a handler."""
    station = observer.station
    around = operations(station.database, station.clock, station.telemetry, live=_fine, ready=_fine)
    app = create_app("AICMO orchestrator", routes(observer), around)
    return AsyncClient(transport=ASGITransport(app), base_url="http://orchestrator")


async def hear(observer: Observer, clock: SetClock, *events: Payload) -> None:
    """Events, each a second after the one before."""
    for event in events:
        clock.advance(1)
        await observer.handle([a_record(event, clock.now())])


def problem(answer: Response, status: int) -> dict[str, Any]:
    """The problem details of a refusal with that status (RFC 9457)."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["title"]
    return body


async def _fine() -> dict[str, str]:
    return {}
