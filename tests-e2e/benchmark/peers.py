"""What others make of the same rows, on the same broker and databases: the bare twin, a plain program, DBOS."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from benchmark import twin
from benchmark.line import Figures, Sizes
from benchmark.load import Course, Load, measure
from benchmark.scratch import scratch_databases, twin_topics
from benchmark.sequential import run_sequentially
from benchmark.template import RunTemplate
from contracts.topics import INTAKE, SERVICES, WORKFLOW_EVENTS, events_of


async def compare(servers: str, admin_url: str, template: RunTemplate, folder: Path, sizes: Sizes) -> Figures:
    """Measure all three; `folder` is for what the other processes read."""
    learnt = folder / "template.json"
    template.save(learnt)
    async with scratch_databases(admin_url) as urls:
        async with twin_topics(servers, twin.topics()), _twins(servers, urls, learnt):
            found = await _bare(servers, template, sizes)
        plain = await run_sequentially(template, urls, sizes.load // 4)
        durable = await _durable(urls, learnt, sizes.load // 10)
    return {
        **found,
        "sequential_runs_per_s": plain.per_second,
        "sequential_p50_ms": plain.milliseconds(plain.ended, 0.5),
        "dbos_runs_per_s": durable["runs_per_s"],
        "dbos_p50_ms": durable["p50_ms"],
    }


async def _bare(servers: str, template: RunTemplate, sizes: Sizes) -> Figures:
    brief = template.records[INTAKE]
    course = Course(
        servers,
        twin.topic(INTAKE),
        twin.topic(events_of("delivery")),
        twin.topic(WORKFLOW_EVENTS),
        lambda run: brief.of(template.run, run),
    )
    await measure(course, Load(sizes.idle, 1))
    one = await measure(course, Load(sizes.idle, 1))
    await measure(course, Load(sizes.load // 2, sizes.at_once))
    many = await measure(course, Load(sizes.load, sizes.at_once))
    return {
        "twin_idle_p50_ms": one.milliseconds(one.delivered, 0.5),
        "twin_idle_p99_ms": one.milliseconds(one.delivered, 0.99),
        "twin_runs_per_s": many.per_second,
    }


@asynccontextmanager
async def _twins(servers: str, urls: Mapping[str, str], learnt: Path) -> AsyncIterator[None]:
    processes = [await _process("benchmark.twin", service, servers, urls[service], str(learnt)) for service in SERVICES]
    try:
        for process in processes:
            if process.stdout is None or await process.stdout.readline() != b"started\n":
                raise RuntimeError("a twin did not start")
        yield
    finally:
        for process in processes:
            if process.returncode is None:
                process.terminate()
        await asyncio.gather(*(process.wait() for process in processes))


async def _durable(urls: Mapping[str, str], learnt: Path, runs: int) -> Figures:
    process = await _process("benchmark.durable", str(learnt), json.dumps(dict(urls)), str(runs))
    printed, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"DBOS ended with {process.returncode}")
    figures: Figures = json.loads(printed.splitlines()[-1])
    return figures


async def _process(module: str, *arguments: str) -> Process:
    """A process of its own for a part of this package."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = (sys.executable, "-m", module, *arguments)
    return await asyncio.create_subprocess_exec(*command, env=environment, stdout=asyncio.subprocess.PIPE)
