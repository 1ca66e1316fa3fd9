"""What the figures were measured on."""

import asyncio
import os
import platform
import time
from importlib.metadata import version

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from benchmark.scratch import connect
from contracts.topics import WORKFLOW_EVENTS

ROUNDS = 300


async def described(servers: str, url: str) -> dict[str, object]:
    """The machine, the versions, and how long a durable commit and a message's way take by themselves."""
    return {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "aiokafka": version("aiokafka"),
        "asyncpg": version("asyncpg"),
        "commit_ms": await _commit_milliseconds(url),
        "kafka_round_trip_ms": await _message_milliseconds(servers),
    }


async def _commit_milliseconds(url: str) -> float:
    connection = await connect(url)
    try:
        await connection.execute("CREATE TABLE IF NOT EXISTS bench_commit (number integer)")
        started = time.perf_counter()
        for number in range(ROUNDS):
            await connection.execute("INSERT INTO bench_commit VALUES ($1)", number)
        taken = time.perf_counter() - started
        await connection.execute("DROP TABLE bench_commit")
    finally:
        await connection.close()
    return round(taken / ROUNDS * 1000, 3)


async def _message_milliseconds(servers: str) -> float:
    producer, consumer = AIOKafkaProducer(bootstrap_servers=servers, acks="all"), AIOKafkaConsumer(
        bootstrap_servers=servers
    )  # fmt: skip
    await asyncio.gather(producer.start(), consumer.start())
    try:
        # A record without headers on a topic for subscribers: they skip what is no event of theirs.
        partition = TopicPartition(WORKFLOW_EVENTS, 0)
        consumer.assign([partition])
        await consumer.seek_to_end(partition)
        await consumer.position(partition)
        started = time.perf_counter()
        for _ in range(ROUNDS):
            await producer.send_and_wait(WORKFLOW_EVENTS, b"{}", key=b"bench", partition=0)
            await consumer.getone(partition)
        return round((time.perf_counter() - started) / ROUNDS * 1000, 3)
    finally:
        await asyncio.gather(producer.stop(), consumer.stop())
