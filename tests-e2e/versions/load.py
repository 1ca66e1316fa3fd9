"""A constant load: a brief every few moments, most of them good, some refused by quality control."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

from aiokafka import AIOKafkaProducer
from e2e_briefs import light_brief, run_refused_by
from e2e_line import ENDED, Line
from e2e_polling import eventually
from e2e_topics import binary

from contracts.messages import BriefSubmitted
from contracts.topics import INTAKE

PAUSE_SECONDS = 0.1
ONE_REFUSED_IN = 10
ENOUGH = 12
"""How many runs have to end within each state of a rollout."""

LIMIT = 180.0


@dataclass
class Load:
    """What was submitted; it goes on until the block of `constant_load` ends."""

    line: Line
    good: list[UUID] = field(default_factory=list)
    refused: list[UUID] = field(default_factory=list)

    @property
    def runs(self) -> list[UUID]:
        """All runs so far, in no order."""
        return [*self.good, *self.refused]

    async def flows(self) -> Sequence[UUID]:
        """Wait until enough runs that were submitted from now on have ended; gives the good ones of these."""
        before = len(self.good)

        async def probe() -> Sequence[UUID]:
            since = self.good[before:]
            ended = [run for run, status in (await self.line.databases.statuses(since)).items() if status in ENDED]
            return ended if len(ended) >= ENOUGH else ()

        return await eventually(probe, f"{ENOUGH} runs ended", LIMIT)

    async def submit(self, producer: AIOKafkaProducer) -> None:
        """Submit a brief every few moments."""
        brief = light_brief()
        for number in count(1):
            kind = "qc" if number % ONE_REFUSED_IN == 0 else None
            run = run_refused_by(kind)
            key, headers, body = binary(BriefSubmitted(workflow_run_id=run, brief=brief))
            await producer.send_and_wait(INTAKE, body, key=key, headers=headers)
            (self.refused if kind else self.good).append(run)
            await asyncio.sleep(PAUSE_SECONDS)


@asynccontextmanager
async def constant_load(line: Line) -> AsyncIterator[Load]:
    """Submit briefs for the length of a block."""
    producer = AIOKafkaProducer(bootstrap_servers=line.system.bootstrap_servers, acks="all")
    await producer.start()
    load = Load(line)
    submitting = asyncio.create_task(load.submit(producer))
    try:
        yield load
        assert not submitting.done(), "the load has stopped early"
    finally:
        submitting.cancel()
        await asyncio.gather(submitting, return_exceptions=True)
        await producer.stop()
