"""The whole line in one process, `AICMO_PERSISTENCE_MODE=inmemory`, looked at through HTTP alone."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx
from e2e_briefs import Brief
from e2e_line import ENDED, Json
from e2e_polling import eventually
from e2e_system import SETTINGS, free_ports_in_a_row, plain_environment

from contracts.topics import SERVICES

RESULTS = {
    "onboarding": "briefs",
    "strategy": "strategies",
    "production": "drafts",
    "qc": "qc-reports",
    "delivery": "packages",
}
"""Where each service shows what it made of a run."""


@dataclass(frozen=True, slots=True)
class MemoryLine:
    """The line in memory; services listen on ports that follow one another."""

    first_port: int
    http: httpx.AsyncClient

    def url(self, service: str, path: str) -> str:
        """The address of a resource."""
        return f"http://127.0.0.1:{self.first_port + SERVICES.index(service)}{path}"

    async def get(self, service: str, path: str) -> httpx.Response:
        """Ask a service."""
        return await self.http.get(self.url(service, path))

    async def post(self, service: str, path: str, body: object = None) -> httpx.Response:
        """Tell a service."""
        return await self.http.post(self.url(service, path), json=body)

    async def submit(self, brief: Brief, run: UUID, **more: object) -> httpx.Response:
        """Submit a brief."""
        return await self.post("onboarding", "/v1/briefs", {"workflow_run_id": str(run), "brief": brief, **more})

    async def ends(self, run: UUID, limit: float = 45.0) -> Json:
        """Wait until a run has ended, at most `limit` seconds, and give what the orchestrator shows."""

        async def probe() -> Json | None:
            answer = await self.get("orchestrator", f"/v1/runs/{run}")
            shown: Json = answer.json()
            return shown if answer.status_code == 200 and shown["status"] in ENDED else None

        return await eventually(probe, f"run {run} ended", limit)

    async def results(self, run: UUID) -> dict[str, int]:
        """The status code with which each service shows its result of a run."""
        return {
            service: (await self.get(service, f"/v1/{things}/{run}")).status_code for service, things in RESULTS.items()
        }

    async def ready(self) -> None:
        """Wait until all six services are ready."""

        async def probe() -> bool:
            try:
                return all([(await self.get(service, "/ready")).status_code == 200 for service in SERVICES])
            except httpx.TransportError:
                return False

        await eventually(probe, "the line in memory is ready")


@contextmanager
def line_in_memory(directory: Path, settings: Mapping[str, str] = SETTINGS) -> Iterator[int]:
    """Run the process with these settings for the length of a block; gives its first port."""
    port = free_ports_in_a_row(len(SERVICES))
    environment = {
        **plain_environment(),
        **settings,
        "AICMO_PERSISTENCE_MODE": "inmemory",
        "AICMO_HTTP_PORT": str(port),
    }
    with (directory / "inmemory.log").open("wb") as log:
        command = [sys.executable, "-m", "local_stack.inmemory"]
        process = subprocess.Popen(command, env=environment, cwd=directory, stdout=log, stderr=log)
    try:
        yield port
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0, (directory / "inmemory.log").read_text()[-3000:]
