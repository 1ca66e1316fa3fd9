"""The service as it is wired: all in one process, its events in, its decisions out, its routes described."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from httpx import ASGITransport, AsyncClient
from orchestrator_builders import RUN, all_done, all_undone, failed
from orchestrator_shell import a_record, until

from chassis.memory import MemoryBroker
from chassis.records import Outgoing
from chassis.service import Service
from chassis.settings import ServiceSettings
from contracts.payload import Payload
from contracts.topics import STEP_SERVICES, WORKFLOW_EVENTS, commands_of
from orchestrator.app import build
from orchestrator.settings import OrchestratorSettings

ROUTES = {
    ("get", "/v1/runs"),
    ("get", "/v1/runs/{run_id}"),
    ("post", "/v1/runs/{run_id}/cancel"),
    ("post", "/v1/runs/{run_id}/retry"),
    ("post", "/v1/reconciliations"),
    ("post", "/v1/dead-letters/{key}/edit"),
    ("post", "/v1/dead-letters/replay"),
    ("post", "/v1/dead-letters/discard"),
    ("get", "/v1/dead-letters"),
    ("get", "/v1/dead-letters/{key}"),
    ("post", "/v1/dead-letters/{key}/replay"),
    ("post", "/v1/dead-letters/{key}/discard"),
    ("get", "/live"),
    ("get", "/ready"),
    ("get", "/metrics"),
}


def a_service(broker: MemoryBroker) -> Service:
    """The orchestrator within this process, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = ServiceSettings(service="orchestrator", http_url=f"http://127.0.0.1:{port}", persistence_mode="inmemory")
    return build(settings, OrchestratorSettings(), broker)


def publish(broker: MemoryBroker, *events: Payload) -> None:
    """Events as the services publish them."""
    for number, event in enumerate(events):
        record = a_record(event)
        key, headers = str(event.run).encode(), record.headers
        broker.append(Outgoing(UUID(int=number), event.run, record.topic, key, headers, record.body))


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[AsyncClient]:
    """The service at work, and a client of its API; what it raises, this raises."""
    stop = asyncio.Event()
    work = asyncio.create_task(service.run(stop))
    async with AsyncClient(transport=ASGITransport(service.app), base_url="http://orchestrator") as client:
        yield client
    stop.set()
    await work


async def test_every_route_is_described() -> None:
    service = a_service(MemoryBroker())
    async with AsyncClient(transport=ASGITransport(service.app), base_url="http://orchestrator") as client:
        paths = (await client.get("/openapi.json")).json()["paths"]
    described = {(method, path): route for path, methods in paths.items() for method, route in methods.items()}
    assert set(described) == ROUTES
    assert all(route["description"] for route in described.values())


async def test_the_service_observes_what_is_published_and_answers_for_it() -> None:
    broker = MemoryBroker()
    async with running(a_service(broker)) as client:
        publish(broker, *all_done())

        async def completed() -> bool:
            answer = await client.get(f"/v1/runs/{RUN}")
            return answer.status_code == 200 and bool(answer.json()["status"] == "COMPLETED")

        await until(completed)
        assert (await client.get("/ready")).status_code == 200
    assert len(broker.records(WORKFLOW_EVENTS)) == 2


async def test_its_commands_are_published_and_the_answers_end_the_run() -> None:
    broker = MemoryBroker()
    async with running(a_service(broker)) as client:
        publish(broker, *all_done()[:3], failed("qc"))
        for service, answer in zip(reversed(STEP_SERVICES), all_undone(), strict=True):

            async def commanded(topic: str = commands_of(service)) -> bool:
                return len(broker.records(topic)) == 1

            await until(commanded)
            publish(broker, answer)

        async def compensated() -> bool:
            shown = await client.get(f"/v1/runs/{RUN}")
            return bool(shown.json()["status"] == "COMPENSATED")

        await until(compensated)
