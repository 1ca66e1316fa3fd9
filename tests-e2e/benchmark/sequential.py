"""A plain program: the same rows of five databases, one step after the other, with pools and without any message."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import asyncpg

from benchmark.copying import Copier, prepare
from benchmark.load import Runs
from benchmark.template import RunTemplate
from contracts.topics import STEP_SERVICES

AT_ONCE = 10


async def run_sequentially(template: RunTemplate, urls: Mapping[str, str], runs: int) -> Runs:
    """Do so many runs, AT_ONCE beside one another, each step a transaction of its own."""
    pools = {
        service: await asyncpg.create_pool(urls[service], min_size=AT_ONCE, max_size=AT_ONCE, init=prepare)
        for service in STEP_SERVICES
    }
    copiers = {service: Copier(service, template) for service in STEP_SERVICES}
    left, done = iter(range(runs)), Runs()

    async def work() -> None:
        for _ in left:
            await _one(pools, copiers, done)

    try:
        await _one(pools, copiers, Runs())
        started = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        done.seconds = time.perf_counter() - started
    finally:
        await asyncio.gather(*(pool.close() for pool in pools.values()))
    return done


async def _one(pools: Mapping[str, Any], copiers: Mapping[str, Copier], done: Runs) -> None:
    run = str(uuid4())
    done.sent[run] = time.perf_counter()
    for service, copier in copiers.items():
        async with pools[service].acquire() as connection, connection.transaction():
            await copier.write(connection, [run])
    done.ended[run] = time.perf_counter()
