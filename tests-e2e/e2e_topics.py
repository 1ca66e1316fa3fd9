"""The system's topics, read from the beginning and written to as any other program would."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from contracts.payload import Payload
from contracts.topics import TOPICS

Headers = list[tuple[str, bytes | None]]
SOURCE = "/upstream/crm"


@dataclass(frozen=True, slots=True)
class Seen:
    """A record as it lies on a topic; of a header that comes twice the last one counts."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    headers: dict[str, bytes | None]
    body: bytes | None

    @property
    def type(self) -> str:
        """Its CloudEvents type, empty if it has none."""
        return self.text("ce_type")

    @property
    def short_type(self) -> str:
        """The type without `aicmo.` and its version."""
        return self.type.removeprefix("aicmo.").removesuffix(".v1")

    @property
    def time(self) -> datetime:
        """When it happened, as its envelope says."""
        return datetime.fromisoformat(self.text("ce_time"))

    @property
    def data(self) -> Any:
        """Its body as JSON."""
        return json.loads(self.body or b"null")

    def text(self, header: str) -> str:
        """A header as text, empty if there is none."""
        return (self.headers.get(header) or b"").decode(errors="replace")


class Topics:
    """The broker's topics."""

    def __init__(self, bootstrap_servers: str) -> None:
        self._servers = bootstrap_servers

    async def records(self, *topics: str) -> list[Seen]:
        """Everything that lies on these topics now (on all of them if none is named), each partition in its order."""
        partitions = [
            TopicPartition(topic.name, number)
            for topic in TOPICS
            if not topics or topic.name in topics
            for number in range(topic.partitions)
        ]
        consumer = AIOKafkaConsumer(bootstrap_servers=self._servers, enable_auto_commit=False)
        await consumer.start()
        try:
            return await _read_to_the_end(consumer, partitions)
        finally:
            await consumer.stop()

    async def of_run(self, run: UUID, *topics: str) -> list[Seen]:
        """The records with this run's id as their key, by the time that their envelopes state."""
        return await self.of_runs([run], *topics)

    async def of_runs(self, runs: Iterable[UUID], *topics: str) -> list[Seen]:
        """The records of any of these runs, by the time that their envelopes state."""
        keys = {str(run).encode() for run in runs}
        found = [seen for seen in await self.records(*topics) if seen.key in keys]
        return sorted(found, key=lambda seen: seen.text("ce_time"))

    async def publish(self, topic: str, records: Sequence[tuple[bytes | None, Headers, bytes | None]]) -> None:
        """Send records (key, headers, body) as they are, in this order."""
        producer = AIOKafkaProducer(bootstrap_servers=self._servers, acks="all", enable_idempotence=True)
        await producer.start()
        try:
            sent = [await producer.send(topic, body, key=key, headers=headers) for key, headers, body in records]
            for each in sent:
                await each
        finally:
            await producer.stop()

    async def send(self, topic: str, *payloads: Payload) -> None:
        """Send messages as CloudEvents in binary mode."""
        await self.publish(topic, [binary(payload) for payload in payloads])


def attributes(payload: Payload, **more: str) -> dict[str, str]:
    """The CloudEvents attributes that an upstream system gives a message."""
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": SOURCE,
        "type": payload.type,
        "subject": str(payload.run),
        "time": datetime.now(UTC).isoformat(),
        **more,
    }


def binary(payload: Payload, **more: str) -> tuple[bytes, Headers, bytes]:
    """A message in binary mode: key, headers, body."""
    headers: Headers = [(f"ce_{name}", value.encode()) for name, value in attributes(payload, **more).items()]
    return (
        str(payload.run).encode(),
        [("content-type", b"application/json"), *headers],
        payload.model_dump_json().encode(),
    )


def structured(payload: Payload) -> tuple[bytes, Headers, bytes]:
    """A message in structured mode: key, headers, body."""
    event = {**attributes(payload), "datacontenttype": "application/json", "data": payload.model_dump(mode="json")}
    return str(payload.run).encode(), [("content-type", b"application/cloudevents+json")], json.dumps(event).encode()


async def _read_to_the_end(consumer: AIOKafkaConsumer, partitions: list[TopicPartition]) -> list[Seen]:
    ends = await consumer.end_offsets(partitions)
    waiting = {partition for partition in partitions if ends[partition]}
    consumer.assign(sorted(waiting))
    await consumer.seek_to_beginning()
    found: list[Seen] = []
    while waiting:
        for partition, records in (await consumer.getmany(timeout_ms=1000)).items():
            found += [_seen(record) for record in records if record.offset < ends[partition]]
            if records[-1].offset + 1 >= ends[partition]:
                waiting.discard(partition)
    return found


def _seen(record: Any) -> Seen:
    return Seen(record.topic, record.partition, record.offset, record.key, dict(record.headers), record.value)
