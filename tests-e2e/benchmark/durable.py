"""The same five steps and rows by DBOS, a library for durable workflows on PostgreSQL: one workflow a run."""

import argparse
import asyncio
import json
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
from dbos import DBOS

from benchmark.copying import Copier, prepare
from benchmark.load import Runs
from benchmark.template import load_template
from contracts.topics import STEP_SERVICES

AT_ONCE = 50
_POOLS: dict[str, Any] = {}
_COPIERS: dict[str, Copier] = {}


@DBOS.step()  # type: ignore[untyped-decorator]
async def write_rows(service: str, run: str) -> None:
    """One step: the service's rows, in a transaction of its own."""
    async with _POOLS[service].acquire() as connection, connection.transaction():
        await _COPIERS[service].write(connection, [run])


@DBOS.workflow()  # type: ignore[untyped-decorator]
async def campaign(run: str) -> None:
    """The five steps of a run."""
    for service in STEP_SERVICES:
        await write_rows(service, run)


async def main(template: Path, urls: dict[str, str], runs: int) -> Runs:
    """Do so many runs, AT_ONCE beside one another."""
    DBOS(config={"name": "bench", "system_database_url": urls["dbos"], "console_log_level": "ERROR"})
    DBOS.launch()
    for service in STEP_SERVICES:
        _POOLS[service] = await asyncpg.create_pool(urls[service], max_size=10, init=prepare)
        _COPIERS[service] = Copier(service, load_template(template))
    left, done = iter(range(runs)), Runs()

    async def work() -> None:
        for _ in left:
            run = str(uuid4())
            done.sent[run] = time.perf_counter()
            await campaign(run)
            done.ended[run] = time.perf_counter()

    started = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    done.seconds = time.perf_counter() - started
    DBOS.destroy()
    return done


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("template", type=Path)
    options.add_argument("urls", type=json.loads)
    options.add_argument("runs", type=int)
    chosen = options.parse_args()
    result = asyncio.run(main(chosen.template, chosen.urls, chosen.runs))
    print(json.dumps({"runs_per_s": result.per_second, "p50_ms": result.milliseconds(result.ended, 0.5)}))
