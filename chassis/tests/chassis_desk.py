"""The desk at which a person looks after a service's dead letters, over HTTP."""

from dataclasses import dataclass, field
from typing import Any

import httpx
from chassis_builders import NO_RETRIES, Performance, a_station, a_step, a_submission
from chassis_doubles import SetClock
from chassis_tables import kept
from fastapi import APIRouter
from msgspec.structs import replace

from chassis.database import Database
from chassis.dead_letter_routes import dead_letter_routes
from chassis.handler import StepHandler
from chassis.http import create_app
from chassis.records import Record
from chassis.retries import retry_due
from contracts.payload import RunId

Json = dict[str, Any]
ALL = "http://test/v1/dead-letters"


@dataclass(slots=True)
class Desk:
    """A service with its dead letters, and the person who looks after them."""

    database: Database
    http: httpx.AsyncClient
    clock: SetClock
    work: Performance = field(default_factory=Performance)

    @property
    def handler(self) -> StepHandler:
        """The service's handler, which parks at the first failure."""
        station = a_station(self.database, clock=self.clock, retries=NO_RETRIES)
        return StepHandler(a_step(self.work), station)

    async def park(self, *records: Record) -> list[str]:
        """These records arrive and are parked; gives their dead letters' ids in their order."""
        placed = [replace(record, offset=offset) for offset, record in enumerate(records)]
        await self.handler.handle(placed)
        return [str(letter["id"]) for letter in (await kept(self.database)).letters]

    async def show(self, key: str) -> Json:
        """One dead letter."""
        shown: Json = (await self.http.get(f"/{key}")).json()
        return shown

    async def statuses(self) -> list[str]:
        """The statuses of all dead letters, in the order of their records."""
        return [letter["status"] for letter in (await kept(self.database)).letters]

    async def retry(self, **later: float) -> None:
        """What is due after this time is tried."""
        self.clock.advance(**later)
        await retry_due(self.database, self.handler, self.clock)


def client_of(database: Database, clock: SetClock) -> httpx.AsyncClient:
    """A client of the dead letters of a service on this database."""
    transport = httpx.ASGITransport(create_app("test", APIRouter(), dead_letter_routes(database, clock)))
    return httpx.AsyncClient(transport=transport, base_url=ALL, headers={"X-Actor": "Ann Example"})


def a_bad_submission(run: RunId, body: bytes = b'{"brief": 7}') -> Record:
    """A submission that can't be read."""
    return replace(a_submission(run), body=body)


def a_brief_for(run: RunId) -> Json:
    """What it should have said."""
    return {"workflow_run_id": str(run), "brief": {"title": "mended"}}
