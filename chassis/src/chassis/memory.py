"""A broker in this process, like Kafka where it matters here: topics, partitions, groups. Nothing is kept."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from zlib import crc32

from chassis.records import Outgoing, Record
from chassis.relay import Acknowledged
from contracts.topics import PARTITIONS

IDLE_WAIT_SECONDS = 0.5


class MemoryBroker:
    """Topics as lists of records; any number of groups read them, each at its own pace."""

    def __init__(self, partitions: int = PARTITIONS) -> None:
        self._partitions = partitions
        self._logs: dict[tuple[str, int], list[Record]] = {}
        self._arrived = asyncio.Event()

    def append(self, message: Outgoing) -> None:
        """Add a message to the end of the partition that its key belongs to."""
        partition = crc32(message.key or b"") % self._partitions
        log = self._logs.setdefault((message.topic, partition), [])
        log.append(Record(message.topic, partition, len(log), message.key, message.headers, message.body))
        self._arrived.set()
        self._arrived = asyncio.Event()

    def after(self, topics: Sequence[str], positions: dict[tuple[str, int], int], limit: int) -> list[Record]:
        """The records of these topics behind the given positions, which move on; at most `limit`."""
        found: list[Record] = []
        for place, log in self._logs.items():
            if place[0] in topics and len(found) < limit:
                start = positions.get(place, 0)
                taken = log[start : start + limit - len(found)]
                positions[place] = start + len(taken)
                found.extend(taken)
        return found

    def records(self, topic: str) -> list[Record]:
        """All records of a topic."""
        return [record for place, log in self._logs.items() if place[0] == topic for record in log]

    async def arrival(self, seconds: float) -> None:
        """Wait for the next record on any topic."""
        arrived = self._arrived
        try:
            async with asyncio.timeout(seconds):
                await arrived.wait()
        except TimeoutError:
            return


class MemorySource:
    """Records of this process's broker, read by one group."""

    def __init__(self, broker: MemoryBroker, topics: Sequence[str]) -> None:
        self._broker = broker
        self._topics = tuple(topics)
        self._positions: dict[tuple[str, int], int] = {}
        self._busy = asyncio.Lock()
        self._joined = False

    @property
    def joined(self) -> bool:
        return self._joined

    async def start(self) -> None:
        self._joined = True

    async def stop(self) -> None:
        self._joined = False

    async def fetch(self, limit: int, *, after_pause: bool = False) -> Sequence[Record]:
        found = self._broker.after(self._topics, self._positions, limit)
        if not found:
            await self._broker.arrival(IDLE_WAIT_SECONDS)
            found = self._broker.after(self._topics, self._positions, limit)
        return found

    def undisturbed(self) -> AbstractAsyncContextManager[object]:
        return self._busy

    async def done(self, records: Sequence[Record]) -> None:
        """Nothing is kept, so there is nothing to commit."""

    def lag(self) -> dict[str, int]:
        return {}


class MemoryPublisher:
    """Publishes to this process's broker."""

    def __init__(self, broker: MemoryBroker) -> None:
        self._broker = broker

    async def publish(self, messages: Sequence[Outgoing], acknowledged: Acknowledged) -> None:
        for message in messages:
            self._broker.append(message)
            acknowledged(message, None)

    async def stop(self) -> None:
        """Nothing to give back."""
