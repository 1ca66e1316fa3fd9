"""How long the system takes to work again: from the moment the cause is gone until new runs are delivered."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg
from aiokafka.partitioner import DefaultPartitioner
from e2e_briefs import good_run, light_brief
from e2e_tables import Databases

from chaos.journal import Answer, End, Journal
from chaos.plant import Plant
from chaos.upstream import Publisher, Upstream
from contracts.topics import PARTITIONS

LIMIT_SECONDS = 120.0
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Recovery:
    """Seconds until every replica was ready, and until a new run of every partition was delivered; None: not at all."""

    ready: float | None
    runs: float | None

    @property
    def seconds(self) -> float | None:
        """When the last of it was so."""
        return None if self.ready is None or self.runs is None else max(self.ready, self.runs)


@dataclass(frozen=True, slots=True)
class Probe:
    """Finds out by good briefs, one for each partition over Kafka and one for each replica of onboarding over HTTP."""

    plant: Plant
    databases: Databases
    upstream: Upstream
    journal: Journal

    async def recovery(self) -> Recovery:
        """Wait until everything works again, for `LIMIT_SECONDS` at most."""
        started = time.monotonic()
        ready, runs = await asyncio.gather(self._within_limit(self._ready()), self._within_limit(self._delivered()))
        return Recovery(ready and ready - started, runs and runs - started)

    async def _within_limit(self, wait: Awaitable[None]) -> float | None:
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                await wait
        except TimeoutError:
            return None
        return time.monotonic()

    async def _ready(self) -> None:
        async def ready() -> bool:
            return await asyncio.to_thread(self.plant.all_ready)

        await _until(ready)

    async def _delivered(self) -> None:
        runs = [*_one_of_each_partition(), *(good_run() for _ in self.plant.urls_of("onboarding"))]
        publisher = Publisher(self.plant.bootstrap_servers)
        try:
            await asyncio.gather(
                *(self._submit(run, publisher) for run in runs[:PARTITIONS]),
                *(self._submit(run, None) for run in runs[PARTITIONS:]),
            )
        finally:
            await publisher.close()

        async def delivered() -> bool:
            return list((await self.databases.statuses(runs)).values()) == ["COMPLETED"] * len(runs)

        await _until(delivered)

    async def _submit(self, run: UUID, publisher: Publisher | None) -> None:
        entry = self.journal.open(run, End.COMPLETED)
        while entry.answer is not Answer.ACCEPTED:
            if publisher:
                entry.answer = await publisher.publish(run, light_brief())
            else:
                entry.answer = await self.upstream.over_http(run, light_brief())


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    while True:
        try:
            if await condition():
                return
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            # The database server has only just come back.
            pass
        await asyncio.sleep(_POLL_SECONDS)


def _one_of_each_partition() -> Sequence[UUID]:
    place, partitions = DefaultPartitioner(), list(range(PARTITIONS))
    found: dict[int, UUID] = {}
    while len(found) < PARTITIONS:
        run = good_run()
        found.setdefault(place(str(run).encode(), partitions, partitions), run)
    return list(found.values())
