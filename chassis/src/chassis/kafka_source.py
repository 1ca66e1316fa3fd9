"""Kafka, declared with FastStream: it builds and holds the consumer; the loop over it is ours, since it fetches sooner.

FastStream's own batch loop sleeps between fetches (2.3 ms at idle against 0.4), and its parser fails on records that we
must park.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.security import BaseSecurity, SASLPlaintext, SASLScram256, SASLScram512

from chassis.broken_connections import close_within, notice_broken_connections
from chassis.clock import Clock, backoff
from chassis.records import Record
from chassis.settings import KafkaSettings
from chassis.tolerant_records import read_tolerantly

IDLE_WAIT_MS = 500
PAUSED_WAIT_MS = 20
"""How long to wait for what came during a pause: it lies with the broker, a request away."""
SILENT_SECONDS = 4.0
"""A broker answers a fetch within IDLE_WAIT_MS, records or none; silent for longer, the connection counts as dead."""
COMMIT_SECONDS = 0.25
"""How often offsets are committed at most. What a process that dies had done since comes again and is known already."""
REQUEST_SECONDS = 15.0
"""How long any other answer may take; a join waits for other members, at most as long as their sessions."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Member:
    """A consumer of a group; with an `instance` it is a static one, who keeps its partitions over a restart."""

    group: str
    instance: str | None = None

    @property
    def name(self) -> str:
        """What the broker's logs call it."""
        return self.instance or self.group


class KafkaSource:
    """Records of one consumer group, by batches over all assigned partitions."""

    def __init__(
        self,
        settings: KafkaSettings,
        member: Member,
        topics: Sequence[str],
        clock: Clock,
        on_silence: Callable[[], None] = lambda: None,
    ) -> None:
        self._clock = clock
        self._busy = asyncio.Lock()
        self._assigned = False
        self._next: dict[TopicPartition, int] = {}
        self._done: dict[TopicPartition, int] = {}
        self._committed_at = clock.monotonic()
        self._answers: dict[TopicPartition, int | None] = {}
        self._heard_at = clock.monotonic()
        self._on_silence = on_silence
        self._unanswered = False
        self._broker = _broker(settings, member.name)
        self._declared = self._broker.subscriber(
            *topics,
            group_id=member.group,
            group_instance_id=member.instance,
            batch=True,
            ack_policy=AckPolicy.MANUAL,
            auto_offset_reset="earliest",
            # What an upstream system's transaction has rolled back was never sent.
            isolation_level="read_committed",
            partition_assignment_strategy=(RangePartitionAssignor,),
            session_timeout_ms=10_000,
            heartbeat_interval_ms=3_000,
            rebalance_timeout_ms=45_000,
            listener=_Listener(self),
        )

    @property
    def joined(self) -> bool:
        return self._assigned

    async def start(self) -> None:
        read_tolerantly()
        notice_broken_connections()
        attempt = 0
        while True:
            try:
                await self._broker.connect()
                await self._declared.start()
                return
            except (KafkaError, OSError) as error:
                attempt += 1
                _log.warning("kafka_waits", attempt=attempt, error=str(error))
                await self._close()
            await self._clock.sleep(backoff(attempt, self._clock, first=0.2, longest=1.0))

    async def stop(self) -> None:
        if self._declared.consumer is not None:
            await self._commit()
        await self._close()
        await self._broker.stop()

    async def fetch(self, limit: int, *, after_pause: bool = False) -> Sequence[Record]:
        try:
            self._see_that_it_answers()
            found = await self._consumer.getmany(timeout_ms=IDLE_WAIT_MS, max_records=limit)
            if after_pause and found:
                await self._add_newer(found, limit)
        except KafkaError as error:
            _log.warning("fetch_failed", error=str(error))
            await self._clock.sleep(backoff(1, self._clock, first=0.2, longest=0.2))
            await self._restart()
            return ()
        if not found:
            await self._commit()
        self._next.update({partition: records[-1].offset + 1 for partition, records in found.items() if records})
        return [_record(each) for records in found.values() for each in records]

    async def _add_newer(self, found: dict[TopicPartition, list[Any]], limit: int) -> None:
        """Add what came since `found` was read: the client reads ahead once, then not again until that is taken."""
        if (room := limit - sum(map(len, found.values()))) > 0:
            newer = await self._consumer.getmany(timeout_ms=PAUSED_WAIT_MS, max_records=room)
            for partition, records in newer.items():
                found.setdefault(partition, []).extend(records)

    def undisturbed(self) -> AbstractAsyncContextManager[object]:
        return self._busy

    async def done(self, records: Sequence[Record]) -> None:
        for record in records:
            partition = TopicPartition(record.topic, record.partition)
            self._done[partition] = record.offset + 1
        # While they were handled nobody listened: that was no silence of the broker's.
        self._heard_at = self._clock.monotonic()
        if self._clock.monotonic() - self._committed_at >= COMMIT_SECONDS:
            await self._commit()

    async def _commit(self) -> None:
        # Partitions that have gone to another replica are its to commit; one of them would have all the rest refused.
        held = self._consumer.assignment()
        positions = {partition: offset for partition, offset in self._done.items() if partition in held}
        self._done = {}
        if not positions:
            return
        self._committed_at = self._clock.monotonic()
        try:
            async with asyncio.timeout(SILENT_SECONDS):
                await self._consumer.commit(positions)
        except TimeoutError:
            self._unanswered = True
        except (KafkaError, ValueError) as error:
            # The partitions have gone to another replica, or the broker is away: the ledger makes the repeat harmless.
            _log.warning("offsets_not_committed", error=f"{type(error).__name__}: {error}")

    def lag(self) -> dict[str, int]:
        consumer = self._declared.consumer
        behind: dict[str, int] = {}
        if consumer is None:
            return behind
        for partition in consumer.assignment():
            end = consumer.highwater(partition)
            if end is not None and partition in self._next:
                behind[partition.topic] = behind.get(partition.topic, 0) + max(0, end - self._next[partition])
        return behind

    @property
    def _consumer(self) -> AIOKafkaConsumer:
        consumer = self._declared.consumer
        if consumer is None:
            raise RuntimeError("the consumer is not started")
        return consumer

    def _see_that_it_answers(self) -> None:
        """Raise KafkaError where this consumer would find nothing ever after, although the broker is there.

        A connection whose other end has vanished stays open, and the client's own patience is far longer.
        """
        if self._consumer._fetcher._fetch_task.done():
            raise KafkaError("the client's fetcher has ended")
        answers = {each: self._consumer.last_poll_timestamp(each) for each in self._consumer.assignment()}
        if answers != self._answers or not answers or not self._assigned:
            self._answers, self._heard_at = answers, self._clock.monotonic()
        if self._unanswered or self._clock.monotonic() - self._heard_at > SILENT_SECONDS:
            self._on_silence()
            raise KafkaError("the broker no longer answers on this connection")

    async def _restart(self) -> None:
        await self._close()
        await self.start()

    async def _close(self) -> None:
        self._assigned = False
        self._done, self._answers, self._unanswered = {}, {}, False
        error = await close_within(SILENT_SECONDS, self._declared.stop())
        if error is not None and self._declared.consumer is not None:
            _log.warning("consumer_not_closed", error=f"{type(error).__name__}: {error}")
            # What is left of it must not go on as a member of the group and hold partitions.
            await close_within(SILENT_SECONDS, self._declared.consumer._coordinator.close())
            await close_within(SILENT_SECONDS, self._declared.consumer._client.close())
            self._declared.consumer = None

    async def give_away(self) -> None:
        """Wait for the running batch, and commit what is done."""
        async with self._busy:
            await self._commit()
            self._assigned = False

    def take_over(self) -> None:
        """Partitions are assigned (none, where there are more replicas than partitions)."""
        self._assigned = True


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]
    def __init__(self, source: KafkaSource) -> None:
        self._source = source

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        await self._source.give_away()

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self._source.take_over()


def _broker(settings: KafkaSettings, client_id: str) -> KafkaBroker:
    return KafkaBroker(
        settings.bootstrap_servers.split(","),
        client_id=client_id,
        security=_security(settings),
        allow_auto_create_topics=False,
        consumer_only=True,
        apply_types=False,
        request_timeout_ms=round(REQUEST_SECONDS * 1000),
        logger=None,
    )


def _security(settings: KafkaSettings) -> BaseSecurity | None:
    context = settings.ssl_context()
    if not settings.security_protocol.startswith("SASL"):
        return BaseSecurity(ssl_context=context) if context else None
    kinds = {"PLAIN": SASLPlaintext, "SCRAM-SHA-256": SASLScram256, "SCRAM-SHA-512": SASLScram512}
    return kinds[settings.sasl_mechanism](
        settings.sasl_username or "", settings.sasl_password or "", ssl_context=context, use_ssl=context is not None
    )


def _record(record: Any) -> Record:
    return Record(record.topic, record.partition, record.offset, record.key, record.headers, record.value)
