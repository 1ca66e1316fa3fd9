"""The onboarding service as it is put together: it starts, answers and stops."""

import asyncio
from uuid import uuid4

import httpx

from chassis.memory import MemoryBroker
from chassis.service import Service
from chassis.testing import memory_settings
from onboarding.app import build


def _client(service: Service) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(service.app), base_url="http://onboarding")


async def test_it_describes_its_api_and_answers_an_unknown_run_with_a_problem() -> None:
    async with _client(build(memory_settings("onboarding"), MemoryBroker())) as client:
        described = (await client.get("/openapi.json")).json()["paths"]
        unknown = await client.get(f"/v1/briefs/{uuid4()}")
    assert {"/v1/briefs/{workflow_run_id}", "/v1/dead-letters", "/live", "/ready", "/metrics"} <= set(described)
    assert (unknown.status_code, unknown.headers["content-type"]) == (404, "application/problem+json")


async def test_it_becomes_ready_and_stops_when_told() -> None:
    service, stop = build(memory_settings("onboarding"), MemoryBroker()), asyncio.Event()
    running = asyncio.create_task(service.run(stop))
    async with _client(service) as client, asyncio.timeout(10):
        while (await client.get("/ready")).status_code != 200:
            await asyncio.sleep(0)
        stop.set()
        await running
    assert running.exception() is None
