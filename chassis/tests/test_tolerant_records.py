"""A record with a header name that is not UTF-8 stops nobody: it and its neighbours are handed on.

Mutants: no `read_tolerantly` in `KafkaSource.start` -> every test; the error caught in `KafkaSource.fetch`, where what
aiokafka had drained from other partitions is lost -> the second test.
"""

from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.producer import message_accumulator, producer
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy
from chassis_topics import new_topic

from chassis.clock import SystemClock
from chassis.kafka_source import KafkaSource, Member
from chassis.records import Record
from chassis.settings import KafkaSettings
from local_stack.endpoints import KafkaEndpoint


class NotText(str):
    """A header name that goes over the wire as bytes that are no UTF-8."""

    __slots__ = ()

    def encode(self, _encoding: str = "utf-8", _errors: str = "strict") -> bytes:
        return b"\xff\xfe"


@pytest.fixture
def careless_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client's own builder in Python, which takes any name."""
    monkeypatch.setattr(message_accumulator, "DefaultRecordBatchBuilder", _DefaultRecordBatchBuilderPy)
    monkeypatch.setattr(producer, "DefaultRecordBatchBuilder", _DefaultRecordBatchBuilderPy)


@pytest.mark.parametrize("compression", [None, "gzip", "lz4"])
@pytest.mark.usefixtures("careless_client")
async def test_a_header_name_that_is_not_utf8_stops_no_partition(
    kafka_server: KafkaEndpoint, compression: str | None
) -> None:
    topic = await new_topic(kafka_server.bootstrap_servers)
    await _send(kafka_server.bootstrap_servers, topic, compression)
    source = KafkaSource(
        KafkaSettings(bootstrap_servers=kafka_server.bootstrap_servers), Member(str(uuid4())), [topic], SystemClock()
    )
    await source.start()
    try:
        taken: list[Record] = []
        for _ in range(20):
            taken += await source.fetch(100)
            if len(taken) == 4:
                break
    finally:
        await source.stop()
    assert [record.body for record in taken] == [b"0", b"1", b"2", b"3"]
    assert taken[1].headers == (("\\xff\\xfe", b"value"),)


@pytest.mark.usefixtures("careless_client")
async def test_a_header_name_that_is_not_utf8_loses_no_record_of_another_partition(kafka_server: KafkaEndpoint) -> None:
    servers = kafka_server.bootstrap_servers
    topic = await new_topic(servers, partitions=6)
    async with AIOKafkaProducer(bootstrap_servers=servers) as sender:
        for partition in range(6):
            headers = [(NotText("name"), b"value")] if partition in (1, 4) else []
            await sender.send_and_wait(topic, str(partition).encode(), partition=partition, headers=headers)
    source = KafkaSource(KafkaSettings(bootstrap_servers=servers), Member(str(uuid4())), [topic], SystemClock())
    await source.start()
    try:
        taken: list[Record] = []
        for _ in range(6):
            taken += await source.fetch(100)
    finally:
        await source.stop()
    assert sorted(record.body or b"" for record in taken) == [b"0", b"1", b"2", b"3", b"4", b"5"]


async def _send(servers: str, topic: str, compression: str | None) -> None:
    sender = AIOKafkaProducer(bootstrap_servers=servers, compression_type=compression, linger_ms=50)
    await sender.start()
    try:
        for number in range(3):
            headers = [(NotText("name"), b"value")] if number == 1 else []
            await sender.send(topic, str(number).encode(), partition=0, headers=headers)
        await sender.flush()
        await sender.send_and_wait(topic, b"3", partition=0)
    finally:
        await sender.stop()
