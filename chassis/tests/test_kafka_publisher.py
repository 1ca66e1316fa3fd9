"""What is handed to Kafka is acknowledged or said to have failed, keeps a run's order, and is never lost.

Mutants: a producer that did not start left alone -> what is left behind; no key -> the order; a message that is too
large taken for a broken connection -> it fails alone;
a topic not asked for before the send -> the topic that is missing; the client's own batch size -> the few requests;
`acks` of 1, or no idempotence -> all replicas.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import MessageSizeTooLargeError, UnknownTopicOrPartitionError
from aiokafka.producer.sender import Sender
from aiokafka.protocol.produce import ProduceRequest
from chassis_builders import SERVICE, a_run, a_station, a_step, a_submission
from chassis_doubles import SetClock, WatchedClock, until
from chassis_tables import kept
from chassis_topics import new_topic, read_all
from msgspec.structs import replace

from chassis import kafka_publisher
from chassis.dead_letters import fault_of_poison
from chassis.handler import StepHandler
from chassis.kafka_publisher import KafkaPublisher
from chassis.parking import announcements
from chassis.postgres import PostgresDatabase
from chassis.records import Outgoing, Poison, decode
from chassis.settings import KafkaSettings
from contracts.topics import TOPICS, events_of
from local_stack.endpoints import KafkaEndpoint
from local_stack.kafka import KafkaServer
from local_stack.ports import free_port
from local_stack.provision.topics import provision_topics

PRODUCER_ID = slice(43, 51)
"""Where a record batch of Kafka's (version 2) says who sends it; -1 where nobody in particular does."""


class Answers:
    """The acknowledgements that a publisher gave."""

    def __init__(self) -> None:
        self.good: list[Outgoing] = []
        self.bad: list[BaseException] = []

    def __call__(self, message: Outgoing, error: BaseException | None) -> None:
        if error is None:
            self.good.append(message)
        else:
            self.bad.append(error)


@pytest.fixture
def servers(kafka_server: KafkaEndpoint) -> str:
    """Where the broker is."""
    return kafka_server.bootstrap_servers


@pytest.fixture
async def publisher(servers: str) -> AsyncIterator[KafkaPublisher]:
    """A publisher that is stopped after the test."""
    made = KafkaPublisher(KafkaSettings(bootstrap_servers=servers), "tests")
    yield made
    await made.stop()


def a_message(topic: str, key: str, body: str) -> Outgoing:
    return Outgoing(SetClock().new_id(), None, topic, key.encode(), [("ce_id", b"1"), ("x", b"\xff")], body.encode())


async def test_messages_arrive_whole_and_each_is_acknowledged_once(servers: str, publisher: KafkaPublisher) -> None:
    topic, answers = await new_topic(servers), Answers()
    messages = [a_message(topic, f"key-{number}", str(number)) for number in range(50)]
    await publisher.publish(messages, answers)
    await until(lambda: len(answers.good) + len(answers.bad) == 50)
    found = await read_all(servers, topic)
    assert {(record.key, record.value) for record in found} == {(each.key, each.body) for each in messages}
    assert list(found[0].headers) == [("ce_id", b"1"), ("x", b"\xff")]
    assert sorted(message.id for message in answers.good) == sorted(message.id for message in messages)


@pytest.fixture
def produced(monkeypatch: pytest.MonkeyPatch) -> list[ProduceRequest]:
    """The requests by which messages are sent; they go on to the broker."""
    requests: list[ProduceRequest] = []
    send = AIOKafkaClient.send

    async def noted(client: AIOKafkaClient, node: int, request: Any, **more: Any) -> Any:
        if isinstance(request, ProduceRequest):
            requests.append(request)
        return await send(client, node, request, **more)

    monkeypatch.setattr(AIOKafkaClient, "send", noted)
    return requests


async def test_a_batch_of_large_messages_takes_few_requests(
    servers: str, publisher: KafkaPublisher, produced: list[ProduceRequest]
) -> None:
    topic, answers = await new_topic(servers), Answers()
    await publisher.publish([a_message(topic, "key", "x" * 5_000) for _ in range(50)], answers)
    await until(lambda: len(answers.good) == 50)
    # What is sent while the first is on its way waits for the second.
    assert 1 <= len(produced) <= 2


async def test_all_replicas_must_have_a_message_and_the_broker_recognises_one_that_is_sent_again(
    servers: str, publisher: KafkaPublisher, produced: list[ProduceRequest]
) -> None:
    topic, answers = await new_topic(servers), Answers()
    await publisher.publish([a_message(topic, "key", "body")], answers)
    await until(lambda: len(answers.good) == 1)
    [request] = produced
    [(_, [(_, batch)])] = request._topics
    producer = int.from_bytes(batch[PRODUCER_ID], signed=True)
    assert (request.required_acks, producer >= 0) == (-1, True)


async def test_a_message_that_is_too_large_fails_alone(servers: str, publisher: KafkaPublisher) -> None:
    topic, answers = await new_topic(servers), Answers()
    bodies = ["before", "x" * 2_000_000, "behind"]
    await publisher.publish([a_message(topic, "key", body) for body in bodies], answers)
    await until(lambda: len(answers.good) + len(answers.bad) == 3)
    assert [type(error) for error in answers.bad] == [MessageSizeTooLargeError]
    assert {message.body for message in answers.good} == {b"before", b"behind"}


async def test_a_keys_messages_keep_their_order_in_one_partition(servers: str, publisher: KafkaPublisher) -> None:
    topic, answers = await new_topic(servers), Answers()
    for number in range(60):
        await publisher.publish([a_message(topic, f"run-{number % 4}", str(number))], answers)
    await until(lambda: len(answers.good) == 60)
    found = await read_all(servers, topic)
    for key in {record.key for record in found}:
        own = [record for record in found if record.key == key]
        assert len({record.partition for record in own}) == 1
        assert [int(record.value) for record in own] == sorted(int(record.value) for record in own)
    assert len({record.partition for record in found}) > 1


async def test_a_message_without_a_body_arrives_as_a_null(servers: str, publisher: KafkaPublisher) -> None:
    topic, answers = await new_topic(servers), Answers()
    await publisher.publish([Outgoing(SetClock().new_id(), None, topic, None, [("x", None)], b"")], answers)
    await publisher.publish([Outgoing(SetClock().new_id(), None, topic, b"key", [("x", None)], None)], answers)
    await until(lambda: len(answers.good) == 2)
    assert {record.value for record in await read_all(servers, topic)} == {b"", None}


async def test_a_message_too_large_is_said_to_have_failed_and_those_behind_it_go_on(
    servers: str, publisher: KafkaPublisher
) -> None:
    topic, answers = await new_topic(servers), Answers()
    messages = [a_message(topic, "run", body) for body in ("before", "x" * 2_000_000, "after")]
    await publisher.publish(messages, answers)
    await until(lambda: len(answers.good) + len(answers.bad) == 3)
    assert (answers.good, len(answers.bad)) == ([messages[0], messages[2]], 1)
    assert [record.value for record in await read_all(servers, topic)] == [b"before", b"after"]


async def test_a_message_of_nothing_fails_alone(servers: str, publisher: KafkaPublisher) -> None:
    topic, answers = await new_topic(servers), Answers()
    nothing = Outgoing(SetClock().new_id(), None, topic, None, [], None)
    await publisher.publish([nothing, a_message(topic, "run", "behind")], answers)
    await until(lambda: len(answers.good) + len(answers.bad) == 2)
    assert [message.body for message in answers.good] == [b"behind"]


async def test_the_copy_of_a_keyless_record_without_a_body_or_too_large_for_one_can_be_sent(
    servers: str, publisher: KafkaPublisher
) -> None:
    records = [replace(a_submission(a_run()), key=None, body=body) for body in (None, b"x" * 1_000_000)]
    poisons = [each for each in (decode(record, SetClock()) for record in records) if isinstance(each, Poison)]
    topic, answers = await new_topic(servers), Answers()
    copies = announcements([fault_of_poison(poison) for poison in poisons], SERVICE, SetClock())
    await publisher.publish([replace(copy, topic=topic) for copy in copies], answers)
    await until(lambda: len(answers.good) + len(answers.bad) == 2)
    assert answers.bad == []


async def test_a_topic_that_is_missing_holds_up_no_other_and_is_written_to_once_it_is_there(
    servers: str, publisher: KafkaPublisher
) -> None:
    topic, absent, answers = await new_topic(servers), f"absent-{a_run()}", Answers()
    messages = [a_message(name, "run", name) for name in (topic, absent, topic)]
    async with asyncio.timeout(5):
        await publisher.publish(messages, answers)
        await until(lambda: len(answers.good) + len(answers.bad) == 3)
    assert [message.topic for message in answers.good] == [topic, topic]
    assert [type(error) for error in answers.bad] == [UnknownTopicOrPartitionError]
    await new_topic(servers, name=absent)

    async def written() -> bool:
        await publisher.publish([messages[1]], answers)
        return messages[1] in answers.good

    await until(written)


async def test_without_a_broker_publishing_fails_and_keeps_nothing_to_itself() -> None:
    publisher = KafkaPublisher(KafkaSettings(bootstrap_servers=f"127.0.0.1:{free_port()}"), "tests")
    with pytest.raises(Exception, match="Unable"):
        await publisher.publish([a_message("topic", "a", "b")], Answers())
    await publisher.stop()


async def test_a_producer_that_gets_no_id_in_time_leaves_nothing_behind(
    servers: str, publisher: KafkaPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_answer(_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(kafka_publisher, "ACKNOWLEDGED_WITHIN_SECONDS", 0.5)
    monkeypatch.setattr(Sender, "_maybe_wait_for_pid", no_answer)
    before = asyncio.all_tasks()
    for _ in range(3):
        with pytest.raises(TimeoutError):
            await publisher.publish([a_message("topic", "a", "b")], Answers())
    await until(lambda: asyncio.all_tasks() <= before)


async def test_a_killed_broker_loses_nothing_once_it_is_back(
    postgres: PostgresDatabase, tmp_path_factory: pytest.TempPathFactory
) -> None:
    broker = KafkaServer(tmp_path_factory.mktemp("killed-kafka"), free_port())
    await asyncio.to_thread(broker.start)
    try:
        await _publish_through_a_kill(broker, postgres)
    finally:
        await asyncio.to_thread(broker.kill)


async def _publish_through_a_kill(broker: KafkaServer, database: PostgresDatabase) -> None:
    await provision_topics(broker.bootstrap_servers, TOPICS)
    publisher = KafkaPublisher(KafkaSettings(bootstrap_servers=broker.bootstrap_servers), "tests")
    station = a_station(database, publisher=publisher, clock=WatchedClock())
    handler, runs = StepHandler(a_step(), station), [a_run() for _ in range(30)]
    relaying = asyncio.create_task(station.relay.run())
    await handler.handle([a_submission(run) for run in runs[:10]])
    await until(lambda: station.relay.in_flight == 0 and station.relay.acknowledged > 0)
    await asyncio.to_thread(broker.kill)
    await handler.handle([a_submission(run) for run in runs[10:20]])
    await asyncio.to_thread(broker.start)
    await handler.handle([a_submission(run) for run in runs[20:]])
    await until(lambda: _is_empty(database), seconds=60)
    await station.relay.stop()
    await relaying
    await publisher.stop()
    published = {record.key for record in await read_all(broker.bootstrap_servers, events_of("onboarding"))}
    assert published == {str(run).encode() for run in runs}


async def _is_empty(database: PostgresDatabase) -> bool:
    return not (await kept(database)).events
