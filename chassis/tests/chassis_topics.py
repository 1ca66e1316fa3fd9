"""Topics of a test's own on the real broker, and what lies on them."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic


async def new_topic(servers: str, partitions: int = 3, name: str | None = None) -> str:
    """Make a topic, with a name of its own unless told."""
    name = name or f"topic-{uuid4()}"
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, partitions, 1)])
    finally:
        await admin.close()
    return name


async def send(servers: str, topic: str, bodies: Sequence[bytes], **more: Any) -> None:
    """Put records onto a topic, one a key unless a partition is given."""
    producer = AIOKafkaProducer(bootstrap_servers=servers, acks="all")
    await producer.start()
    try:
        given = {"key": None, **more}
        sent = [await producer.send(topic, body, **{**given, "key": given["key"] or body}) for body in bodies]
        await asyncio.gather(*sent)
    finally:
        await producer.stop()


async def read_all(servers: str, topic: str) -> list[Any]:
    """All records of a topic, partition by partition in their order."""
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=servers, auto_offset_reset="earliest")
    await consumer.start()
    try:
        expected = sum((await consumer.end_offsets(consumer.assignment())).values())
        found: list[Any] = []
        while len(found) < expected:
            fetched = await consumer.getmany(timeout_ms=200)
            found += [record for records in fetched.values() for record in records]
        return sorted(found, key=lambda record: (record.partition, record.offset))
    finally:
        await consumer.stop()
