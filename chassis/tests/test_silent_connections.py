"""The other end of a connection vanishes and nobody says so: the database's and the broker's are given up soon.

Mutants: no command_timeout, or no `terminate` -> the first; no `expire_connections` -> the second; no look at when
the broker was heard -> the third; `done` that does not listen anew -> the fourth; no time-out of a commit -> the
fifth; `renew` that does nothing -> the sixth; a hand-over without an end -> the last.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest
from aiokafka.protocol.commit import OffsetCommitRequest
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.protocol.produce import ProduceRequest
from chassis_doubles import SetClock, until
from chassis_silence import Relay, relay_before
from chassis_topics import new_topic, send
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.batch import commit
from chassis.clock import SystemClock
from chassis.database import Transaction, is_away
from chassis.kafka_publisher import ACKNOWLEDGED_WITHIN_SECONDS, CLOSED_WITHIN_SECONDS, KafkaPublisher
from chassis.kafka_source import COMMIT_SECONDS, SILENT_SECONDS, KafkaSource, Member
from chassis.postgres import PostgresDatabase
from chassis.records import Outgoing, Record
from chassis.settings import KafkaSettings
from local_stack.endpoints import KafkaEndpoint

ANSWERS_WITHIN = 2.0
CONNECTIONS = 5


@dataclass(frozen=True, slots=True)
class Relayed:
    """A database and the relay before it."""

    database: PostgresDatabase
    relay: Relay


@pytest.fixture
async def relayed(postgres_url: str) -> AsyncIterator[Relayed]:
    """Open the test's database through a relay."""
    parts = urlsplit(postgres_url)
    async with relay_before(parts.port or 5432) as relay:
        netloc = parts.netloc.replace(f":{parts.port}", f":{relay.port}")
        database = PostgresDatabase(urlunsplit(parts._replace(netloc=netloc)), answers_within=ANSWERS_WITHIN)
        yield Relayed(database, relay)
        await database.close()


class SilentSource:
    """A source on a topic of its own, and how often it said that the broker is silent."""

    def __init__(self, servers: str, topic: str) -> None:
        self._place = (servers, topic)
        self.clock = SetClock()
        self.noticed = 0
        settings = KafkaSettings(bootstrap_servers=servers)
        self.source = KafkaSource(settings, Member(f"{topic}-group"), [topic], self.clock, self._notice)

    async def send(self, *bodies: bytes) -> None:
        """Put records onto the topic."""
        await send(*self._place, bodies)

    def lose_answers_to(self, kind: type) -> asyncio.Event:
        """Let the answers to the present connection's next requests of this kind get lost."""
        return _lose_answers(self.source._consumer._client, kind)

    def _notice(self) -> None:
        self.noticed += 1


@pytest.fixture
async def silent(kafka_server: KafkaEndpoint) -> AsyncIterator[SilentSource]:
    """Start a source whose broker will fall silent."""
    servers = kafka_server.bootstrap_servers
    made = SilentSource(servers, await new_topic(servers, partitions=1))
    await made.source.start()
    yield made
    await made.source.stop()


async def one(tx: Transaction) -> int:
    [[number]] = await tx.execute(text("SELECT 1"))
    return int(number)


async def test_a_transaction_on_a_silent_connection_fails_at_once_as_when_the_database_is_away(
    relayed: Relayed,
) -> None:
    with pytest.raises((DBAPIError, TimeoutError)) as failure:
        await asyncio.wait_for(_fails_on_the_way(relayed), 1.75 * ANSWERS_WITHIN)
    assert is_away(failure.value)
    assert not isinstance(failure.value.__cause__, asyncio.CancelledError), "it took too long"


async def test_after_one_silent_connection_none_of_the_others_is_used_again(relayed: Relayed) -> None:
    await asyncio.wait_for(_all_at_once(relayed.database), 60)
    relayed.relay.fall_silent()
    assert (
        await asyncio.wait_for(commit(relayed.database, SystemClock(), one), 0.75 * CONNECTIONS * ANSWERS_WITHIN) == 1
    )
    await asyncio.wait_for(_all_at_once(relayed.database), 60)


async def test_a_consumer_whose_fetches_get_no_answer_connects_again_and_says_so(silent: SilentSource) -> None:
    lost = silent.lose_answers_to(FetchRequest)
    await silent.send(b"body")
    async with asyncio.timeout(30):
        await lost.wait()
        while not (found := await silent.source.fetch(10)):
            silent.clock.advance(seconds=SILENT_SECONDS / 2)
    assert [record.body for record in found] == [b"body"]
    assert silent.noticed == 1


async def test_a_broker_is_not_silent_while_batches_take_long(silent: SilentSource) -> None:
    await silent.send(b"0", b"1", b"2", b"3", b"4")
    found: list[Record] = []
    async with asyncio.timeout(30):
        while len(found) < 5:
            batch = await silent.source.fetch(1)
            silent.clock.advance(seconds=2 * SILENT_SECONDS * len(batch))
            await silent.source.done(batch)
            found += batch
    assert [record.body for record in found] == [b"0", b"1", b"2", b"3", b"4"]
    assert silent.noticed == 0


async def test_a_consumer_whose_commit_gets_no_answer_connects_again_and_finds_the_record_again(
    silent: SilentSource,
) -> None:
    await silent.send(b"body")
    async with asyncio.timeout(30):
        while not (found := await silent.source.fetch(10)):
            continue
        silent.lose_answers_to(OffsetCommitRequest)
        silent.clock.advance(seconds=COMMIT_SECONDS)
        await silent.source.done(found)
        assert await silent.source.fetch(10) == ()
        while not (again := await silent.source.fetch(10)):
            continue
    assert [record.body for record in again] == [b"body"]
    assert silent.noticed == 1


async def test_what_a_renewed_publisher_has_no_answer_to_has_failed_and_the_next_message_goes_out(
    kafka_server: KafkaEndpoint,
) -> None:
    topic = await new_topic(kafka_server.bootstrap_servers)
    publisher = KafkaPublisher(KafkaSettings(bootstrap_servers=kafka_server.bootstrap_servers), "tests")
    answers: list[BaseException | None] = []
    await publisher.publish([_to(topic)], lambda _, error: answers.append(error))
    await until(lambda: answers == [None])
    assert publisher._connection
    _lose_answers(publisher._connection.producer.client, ProduceRequest)
    await publisher.publish([_to(topic)], lambda _, error: answers.append(error))
    publisher.renew()
    await asyncio.wait_for(until(lambda: len(answers) == 2), CLOSED_WITHIN_SECONDS / 2)
    assert isinstance(answers[1], asyncio.CancelledError)
    await publisher.publish([_to(topic)], lambda _, error: answers.append(error))
    await until(lambda: len(answers) == 3)
    assert answers[2] is None
    await publisher.stop()


async def test_a_message_that_is_being_handed_over_when_the_publisher_is_renewed_fails_soon(
    kafka_server: KafkaEndpoint,
) -> None:
    topic = await new_topic(kafka_server.bootstrap_servers)
    publisher = KafkaPublisher(KafkaSettings(bootstrap_servers=kafka_server.bootstrap_servers), "tests")
    answers: list[BaseException | None] = []
    await publisher.publish([_to(topic)], lambda _, error: answers.append(error))
    await until(lambda: answers == [None])
    # Made only now: a client learns at its start of all topics that there are, and would not ask.
    later = await new_topic(kafka_server.bootstrap_servers)
    assert publisher._connection
    asked = _never_learn_of_topics(publisher._connection.producer.client)
    handing_over = asyncio.create_task(publisher.publish([_to(later)], lambda _, error: answers.append(error)))
    await asyncio.wait_for(asked.wait(), ACKNOWLEDGED_WITHIN_SECONDS)
    publisher.renew()
    await asyncio.wait_for(handing_over, 3 * ACKNOWLEDGED_WITHIN_SECONDS)
    assert [type(each) for each in answers] == [type(None), TimeoutError]
    await publisher.stop()


async def _fails_on_the_way(relayed: Relayed) -> None:
    async with relayed.database.transaction() as tx:
        await one(tx)
        relayed.relay.fall_silent()
        await one(tx)


def _never_learn_of_topics(client: Any) -> asyncio.Event:
    """Let a client wait for metadata as it does once it has been closed: without an end; gives what is set then."""
    asked = asyncio.Event()

    def update_in_vain() -> "asyncio.Future[bool]":
        asked.set()
        return asyncio.get_running_loop().create_future()

    client.force_metadata_update = update_in_vain
    return asked


def _to(topic: str) -> Outgoing:
    return Outgoing(uuid4(), None, topic, b"key", (), b"body")


async def _all_at_once(database: PostgresDatabase) -> None:
    """Use that many connections at the same time."""
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(database.transaction()) for _ in range(CONNECTIONS)]
        assert await asyncio.gather(*map(one, opened)) == [1] * CONNECTIONS


def _lose_answers(client: Any, kind: type) -> asyncio.Event:
    """Let the answers to a client's next requests of this kind get lost; gives what is set at the first."""
    asked = asyncio.Event()
    answered = client.send

    async def send(node: object, request: object, **more: Any) -> object:
        if not isinstance(request, kind):
            return await answered(node, request, **more)
        asked.set()
        return await asyncio.Event().wait()

    client.send = send
    return asked
