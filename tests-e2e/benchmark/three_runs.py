"""The shape of the earlier system's figure: start, then three happy runs; with broker and databases against without."""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from e2e_briefs import full_brief, good_run
from e2e_inmemory import MemoryLine, line_in_memory
from e2e_line import ENDED
from e2e_system import System

from benchmark.line import Figures
from benchmark.processes import start_services, stop_services

RUNS = 3
POLL_SECONDS = 0.005
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Shape:
    """Seconds until all services were ready, and seconds of the three runs."""

    start: float
    runs: float


async def db_to_inmemory(system: System) -> Figures:
    """Both modes, each from its services' start; Kafka and PostgreSQL run already, as servers do."""
    database = await _with_database(system)
    memory = await _in_memory()
    return {
        "db_three_runs_s": round(database.start + database.runs, 3),
        "inmemory_three_runs_s": round(memory.start + memory.runs, 3),
        "db_to_inmemory_ratio": round((database.start + database.runs) / (memory.start + memory.runs), 2),
        "db_to_inmemory_per_run_ratio": round(database.runs / memory.runs, 2),
    }


async def _with_database(system: System) -> Shape:
    await asyncio.to_thread(stop_services, system)
    started = time.perf_counter()
    await asyncio.to_thread(start_services, system)
    port = urlsplit(system.environment["ONBOARDING_HTTP_URL"]).port or 0
    return await _three_runs(port, started)


async def _in_memory() -> Shape:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        with line_in_memory(Path(folder)) as port:
            return await _three_runs(port, started)


async def _three_runs(first_port: int, started: float) -> Shape:
    """The same calls in both modes: the services listen on ports that follow one another."""
    async with httpx.AsyncClient(timeout=30) as http, asyncio.timeout(PATIENCE_SECONDS):
        line = MemoryLine(first_port, http)
        await line.ready()
        ready = time.perf_counter()
        for _ in range(RUNS):
            run = good_run()
            (await line.submit(full_brief(), run)).raise_for_status()
            await _completed(line, run)
        return Shape(ready - started, time.perf_counter() - ready)


async def _completed(line: MemoryLine, run: UUID) -> None:
    # Asked far more often than the tests ask: at 50 ms the asking would be the figure.
    while True:
        answer = await line.get("orchestrator", f"/v1/runs/{run}")
        if answer.status_code == 200 and (status := answer.json()["status"]) in ENDED:
            if status != "COMPLETED":
                raise RuntimeError(f"run {run} is {status}")
            return
        await asyncio.sleep(POLL_SECONDS)
