"""Records come from Kafka in batches; what is done is not repeated, what is not done is, and a rebalance waits.

Mutants: no commit on stopping -> the graceful stop; no waiting or no commit in the rebalance listener -> the rebalance;
no commit at rest -> every now and then; positions of lost partitions kept -> the ones that have gone to another;
nothing newer asked for, or without a limit -> after a pause; no restart where that fails -> nothing is lost; what is
not committed read too -> the transaction.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any, Protocol
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError
from chassis_builders import a_run, a_submission
from chassis_doubles import SetClock, until
from chassis_topics import new_topic, send
from msgspec.structs import replace

from chassis import kafka_source
from chassis.clock import Clock, SystemClock
from chassis.kafka_source import COMMIT_SECONDS, KafkaSource, Member
from chassis.records import Poison, Record, decode
from chassis.settings import KafkaSettings
from local_stack.endpoints import KafkaEndpoint


class Open(Protocol):
    """Makes a source of a group."""

    def __call__(self, group: str, topic: str, clock: Clock | None = None) -> "Watched": ...


class Watched(KafkaSource):
    """A source that says when it is asked to give its partitions away."""

    def __init__(self, settings: KafkaSettings, group: str, topic: str, clock: Clock | None = None) -> None:
        super().__init__(settings, Member(group), [topic], clock or SystemClock())
        self.asked = asyncio.Event()

    async def committed(self, topic: str) -> int | None:
        """What the broker knows of the first partition."""
        offset: int | None = await self._consumer.committed(TopicPartition(topic, 0))
        return offset

    @property
    def read_ahead(self) -> int:
        """Of how many partitions the client has records that nobody has taken."""
        return len(self._consumer._fetcher._records)

    async def give_away(self) -> None:
        self.asked.set()
        await super().give_away()

    async def take(self, number: int, limit: int = 100) -> list[Record]:
        """Fetch until there are that many records."""
        found: list[Record] = []
        async with asyncio.timeout(20):
            while len(found) < number:
                found += await self.fetch(limit)
        return found


@pytest.fixture
def servers(kafka_server: KafkaEndpoint) -> str:
    """Where the broker is."""
    return kafka_server.bootstrap_servers


@pytest.fixture
async def opened(servers: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Open]:
    """Make sources that are stopped after the test, and that wait for what came during a pause as long as it takes."""
    monkeypatch.setattr(kafka_source, "PAUSED_WAIT_MS", 10_000)
    sources: list[Watched] = []

    def make(group: str, topic: str, clock: Clock | None = None) -> Watched:
        sources.append(Watched(KafkaSettings(bootstrap_servers=servers), group, topic, clock))
        return sources[-1]

    yield make
    for source in sources:
        await source.stop()


def bodies(records: Sequence[Record]) -> set[bytes | None]:
    return {record.body for record in records}


def numbers(start: int, end: int) -> list[bytes]:
    return [str(number).encode() for number in range(start, end)]


async def test_records_come_with_their_place_key_headers_and_body(servers: str, opened: Open) -> None:
    topic = await new_topic(servers)
    headers = [("text", "ü".encode()), ("raw", b"\xff\x00"), ("empty", b"")]
    await send(servers, topic, [b"body"], key=b"key", partition=2, headers=headers)
    source = opened(str(uuid4()), topic)
    await source.start()
    [record] = await source.take(1)
    assert (record.topic, record.partition, record.offset) == (topic, 2, 0)
    assert (record.key, list(record.headers), record.body) == (b"key", headers, b"body")
    assert source.joined


async def test_a_poison_record_passes_through_and_is_met_by_our_own_decoding(servers: str, opened: Open) -> None:
    topic = await new_topic(servers, partitions=1)
    good = a_submission(a_run())
    await send(servers, topic, [good.body or b""], headers=list(good.headers))
    await send(servers, topic, [b"{}"], headers=[("ce_id", None), ("ce_type", b"\xff\xfe")])
    await send(servers, topic, [good.body or b""], headers=list(good.headers))
    source = opened(str(uuid4()), topic)
    await source.start()
    records = await source.take(3)
    poison = decode(records[1], SetClock())
    assert isinstance(poison, Poison)
    assert poison.reason == "invalid_envelope"
    assert list(records[1].headers) == [("ce_id", None), ("ce_type", b"\xff\xfe")]


async def test_what_a_transaction_has_rolled_back_was_never_sent(servers: str, opened: Open) -> None:
    topic = await new_topic(servers, partitions=1)
    producer = AIOKafkaProducer(bootstrap_servers=servers, transactional_id=str(uuid4()))
    async with producer:
        for body, kept in ((b"first", True), (b"rolled back", False), (b"last", True)):
            await producer.begin_transaction()
            await producer.send_and_wait(topic, body)
            await (producer.commit_transaction() if kept else producer.abort_transaction())
    source = opened(str(uuid4()), topic)
    await source.start()
    assert [record.body for record in await source.take(2)] == [b"first", b"last"]


async def test_a_limit_is_kept_and_what_is_beyond_it_comes_next(servers: str, opened: Open) -> None:
    topic = await new_topic(servers)
    await send(servers, topic, numbers(0, 30))
    source = opened(str(uuid4()), topic)
    await source.start()
    found: list[Record] = []
    while len(found) < 30:
        batch = await source.fetch(7)
        assert len(batch) <= 7
        found += batch
    assert bodies(found) == set(numbers(0, 30))


async def test_after_a_pause_what_came_during_it_comes_along(servers: str, opened: Open) -> None:
    ahead, later, source = await a_source_that_read_ahead(servers, opened)
    found = await source.fetch(100, after_pause=True)
    assert bodies(found) == ahead | later
    assert source.lag() == dict.fromkeys(source.lag(), 0)


async def test_after_a_pause_a_limit_is_kept(servers: str, opened: Open) -> None:
    ahead, later, source = await a_source_that_read_ahead(servers, opened)
    first = await source.fetch(len(ahead) + 1, after_pause=True)
    assert len(first) == len(ahead) + 1
    assert bodies([*first, *await source.take(len(later) - 1)]) == ahead | later


async def test_after_a_pause_nothing_is_lost_where_what_came_during_it_can_not_be_had(
    servers: str, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead, later, source = await a_source_that_read_ahead(servers, opened)
    answer, answered = source._consumer.getmany, list[Any]()

    async def once(**asked: int) -> Any:
        if answered:
            raise KafkaError("the second time")
        answered.append(await answer(**asked))
        return answered[0]

    monkeypatch.setattr(source._consumer, "getmany", once)
    assert await source.fetch(100, after_pause=True) == ()
    assert any(answered[0].values())
    assert bodies(await source.take(11)) == {*numbers(0, 1), *ahead, *later}


async def a_source_that_read_ahead(servers: str, opened: Open) -> tuple[set[bytes], set[bytes], Watched]:
    """Five records that the client has read ahead, five that came since, and the source."""
    topic = await new_topic(servers, partitions=1)
    await send(servers, topic, numbers(0, 1))
    source = opened(str(uuid4()), topic)
    await source.start()
    await source.take(1)
    await send(servers, topic, numbers(1, 6))
    await until(lambda: source.read_ahead > 0)
    await send(servers, topic, numbers(6, 11))
    return set(numbers(1, 6)), set(numbers(6, 11)), source


async def test_after_a_graceful_stop_nothing_that_was_done_comes_again(servers: str, opened: Open) -> None:
    topic, group = await new_topic(servers), str(uuid4())
    await send(servers, topic, numbers(0, 20))
    first = opened(group, topic)
    await first.start()
    await first.done(await first.take(20))
    await first.stop()
    await send(servers, topic, numbers(20, 25))
    second = opened(group, topic)
    await second.start()
    assert bodies(await second.take(5)) == set(numbers(20, 25))
    assert await second.fetch(100) == []


async def test_what_was_fetched_and_not_done_comes_again(servers: str, opened: Open) -> None:
    topic, group = await new_topic(servers, partitions=1), str(uuid4())
    await send(servers, topic, numbers(0, 10))
    first = opened(group, topic)
    await first.start()
    records = await first.take(10)
    await first.done(records[:4])
    await first.stop()
    second = opened(group, topic)
    await second.start()
    assert [record.body for record in await second.take(6)] == numbers(4, 10)


async def test_offsets_are_committed_every_now_and_then_and_at_rest(servers: str, opened: Open) -> None:
    topic, clock = await new_topic(servers, partitions=1), SetClock()
    await send(servers, topic, numbers(0, 10))
    source = opened(str(uuid4()), topic, clock)
    await source.start()
    records = await source.take(10)
    await source.done(records[:3])
    assert await source.committed(topic) is None
    clock.advance(seconds=COMMIT_SECONDS)
    await source.done(records[3:5])
    assert await source.committed(topic) == 5
    await source.done(records[5:])
    assert await source.committed(topic) == 5
    assert await source.fetch(10) == []
    assert await source.committed(topic) == 10


async def test_a_rebalance_waits_for_the_running_batch_and_repeats_nothing(servers: str, opened: Open) -> None:
    topic, group = await new_topic(servers), str(uuid4())
    await send(servers, topic, numbers(0, 20))
    first, second = opened(group, topic, SetClock()), opened(group, topic)
    await first.start()
    async with first.undisturbed():
        records = await first.take(20)
        first.asked.clear()
        joining = asyncio.create_task(second.start())
        await asyncio.wait_for(first.asked.wait(), 20)
        assert not second.joined
        await first.done(records)
    await joining
    await send(servers, topic, numbers(20, 50))
    shares: list[list[Record]] = [[], []]
    while sum(map(len, shares)) < 30:
        for source, share in zip((first, second), shares, strict=True):
            batch = await source.fetch(100)
            share += batch
            await source.done(batch)
    found = [record.body for share in shares for record in share]
    assert sorted(found, key=lambda body: int(body or b"")) == numbers(20, 50)
    assert all(shares)


async def test_offsets_of_partitions_that_have_gone_to_another_are_not_committed(servers: str, opened: Open) -> None:
    topic, group = await new_topic(servers, partitions=1), str(uuid4())
    other = await new_topic(servers, partitions=1)
    await send(servers, topic, numbers(0, 5))
    source = opened(group, topic)
    await source.start()
    records = await source.take(5)
    await source.done([replace(record, topic=other) for record in records])
    await source.done(records[:2])
    await source.stop()
    successor = opened(group, topic)
    await successor.start()
    assert [record.body for record in await successor.take(3)] == numbers(2, 5)


async def test_the_lag_counts_what_is_not_fetched_yet(servers: str, opened: Open) -> None:
    topic = await new_topic(servers, partitions=1)
    await send(servers, topic, numbers(0, 10))
    source = opened(str(uuid4()), topic)
    assert source.lag() == {}
    await source.start()
    await source.take(3, limit=3)
    assert source.lag() == {topic: 7}
