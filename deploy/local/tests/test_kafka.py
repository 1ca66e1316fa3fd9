"""The broker keeps what it acknowledged, whatever happens to its process."""

import asyncio
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from local_stack.errors import LocalStackError
from local_stack.kafka import KafkaServer
from local_stack.kafka_jars import Jar, fetch, locked_jars
from local_stack.processes import Ending


async def write(server: KafkaServer, *values: bytes) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=server.bootstrap_servers, acks="all")
    await producer.start()
    try:
        for value in values:
            await producer.send_and_wait("kept", value)
    finally:
        await producer.stop()


async def read(server: KafkaServer, count: int) -> list[bytes]:
    consumer = AIOKafkaConsumer(bootstrap_servers=server.bootstrap_servers, auto_offset_reset="earliest")
    await consumer.start()
    consumer.assign([TopicPartition("kept", 0)])
    try:
        async with asyncio.timeout(20):
            return [(await consumer.getone()).value for _ in range(count)]
    finally:
        await consumer.stop()


async def create_topic(server: KafkaServer) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=server.bootstrap_servers)
    await admin.start()
    try:
        await admin.create_topics([NewTopic("kept", 1, 1)])
    finally:
        await admin.close()


def test_acknowledged_records_survive_a_stop_and_a_kill(kafka: KafkaServer) -> None:
    kafka.start()
    asyncio.run(create_topic(kafka))
    asyncio.run(write(kafka, b"one"))
    assert kafka.stop() is Ending.STOPPED
    kafka.start()
    asyncio.run(write(kafka, b"two"))
    kafka.kill()
    assert kafka.pid is None
    kafka.start()
    assert asyncio.run(read(kafka, 2)) == [b"one", b"two"]


def test_a_second_start_leaves_the_running_broker_alone(kafka: KafkaServer) -> None:
    kafka.start()
    pid = kafka.pid
    kafka.start()
    assert kafka.pid == pid


def test_a_broker_that_cannot_start_shows_the_reason_from_its_log(kafka: KafkaServer) -> None:
    kafka.start()
    kafka.stop()
    (kafka.directory / "data" / "meta.properties").write_text("version=1\nnode.id=7\ncluster.id=another\n")
    with pytest.raises(LocalStackError, match=r"meta\.properties"):
        kafka.start()


def test_a_jar_that_is_not_the_locked_one_is_refused(tmp_path: Path) -> None:
    repository = tmp_path / "jars"
    jar = locked_jars()[0]
    falsified = Jar(jar.group, "no-such-artifact", jar.version, jar.sha256)
    path = falsified.path(repository)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a jar")
    with pytest.raises(LocalStackError, match="no-such-artifact"):
        fetch([falsified], repository)
