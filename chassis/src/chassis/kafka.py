"""Kafka, declared with FastStream: it builds and holds the consumer; the loop over it is ours, since it fetches sooner.

FastStream's own batch loop sleeps between fetches (2.3 ms at idle against 0.4), and its parser fails on records that we
must park.
"""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRebalanceListener, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import KafkaError, MessageSizeTooLargeError, UnknownTopicOrPartitionError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.security import BaseSecurity, SASLPlaintext, SASLScram256, SASLScram512

from chassis.broken_connections import notice_broken_connections
from chassis.clock import Clock, backoff
from chassis.records import Outgoing, Record
from chassis.relay import Acknowledged
from chassis.settings import KafkaSettings
from chassis.tolerant_records import read_tolerantly

IDLE_WAIT_MS = 500
_log = structlog.get_logger(__name__)


class KafkaSource:
    """Records of one consumer group, by batches over all assigned partitions."""

    def __init__(
        self, settings: KafkaSettings, service: str, instance: str | None, topics: Sequence[str], clock: Clock
    ) -> None:
        self._clock = clock
        self._busy = asyncio.Lock()
        self._assigned = False
        self._next: dict[TopicPartition, int] = {}
        self._broker = _broker(settings, instance or service)
        self._declared = self._broker.subscriber(
            *topics,
            group_id=service,
            group_instance_id=instance,
            batch=True,
            ack_policy=AckPolicy.MANUAL,
            auto_offset_reset="earliest",
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
            await self._clock.sleep(backoff(attempt, self._clock, first=0.2, longest=5.0))

    async def stop(self) -> None:
        await self._close()
        await self._broker.stop()

    async def fetch(self, limit: int) -> Sequence[Record]:
        try:
            found = await self._consumer.getmany(timeout_ms=IDLE_WAIT_MS, max_records=limit)
            if not found and self._consumer._fetcher._fetch_task.done():
                raise KafkaError("the client's fetcher has ended: it would find nothing ever after")
        except KafkaError as error:
            _log.warning("fetch_failed", error=str(error))
            await self._clock.sleep(backoff(1, self._clock, first=1.0, longest=1.0))
            await self._restart()
            return ()
        self._next.update({partition: records[-1].offset + 1 for partition, records in found.items() if records})
        return [_record(each) for records in found.values() for each in records]

    def undisturbed(self) -> AbstractAsyncContextManager[object]:
        return self._busy

    async def done(self, records: Sequence[Record]) -> None:
        positions: dict[TopicPartition, int] = {}
        for record in records:
            partition = TopicPartition(record.topic, record.partition)
            positions[partition] = max(record.offset + 1, positions.get(partition, 0))
        try:
            await self._consumer.commit(positions)
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

    async def _restart(self) -> None:
        await self._close()
        await self.start()

    async def _close(self) -> None:
        self._assigned = False
        try:
            await self._declared.stop()
        except (KafkaError, OSError) as error:
            _log.warning("consumer_not_closed", error=str(error))
            self._declared.consumer = None

    async def give_away(self) -> None:
        """Wait until the running batch is committed."""
        async with self._busy:
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


class KafkaPublisher:
    """An idempotent producer, made again when it can't go on; sends are pipelined."""

    def __init__(self, settings: KafkaSettings, client_id: str) -> None:
        self._new_producer = partial(
            AIOKafkaProducer,
            **settings.connection(),
            client_id=client_id,
            acks="all",
            enable_idempotence=True,
            compression_type="lz4",
            request_timeout_ms=10_000,
        )
        self._producer: AIOKafkaProducer | None = None
        self._sent: set[asyncio.Future[Any]] = set()
        self._closing: set[asyncio.Task[None]] = set()

    async def publish(self, messages: Sequence[Outgoing], acknowledged: Acknowledged) -> None:
        producer = await self._ready()
        missing = {topic for topic in {each.topic for each in messages} if await _is_missing(producer, topic)}
        for index, message in enumerate(messages):
            if message.topic in missing:
                acknowledged(message, UnknownTopicOrPartitionError(f"there is no topic {message.topic}"))
                continue
            try:
                sent = await producer.send(message.topic, message.body, key=message.key, headers=list(message.headers))
            except (MessageSizeTooLargeError, AssertionError, TypeError, ValueError) as error:
                # The client refuses the message, not the broker: it fails alone, or all behind it would wait for ever.
                acknowledged(message, error)
                continue
            except Exception as error:
                for unsent in messages[index:]:
                    acknowledged(unsent, error)
                self._give_up(producer)
                return
            self._sent.add(sent)
            sent.add_done_callback(partial(self._settled, producer, message, acknowledged))

    async def stop(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            await _abandon(producer, self._sent)
        await asyncio.gather(*self._closing)

    async def _ready(self) -> AIOKafkaProducer:
        if self._producer is None:
            notice_broken_connections()
            producer = self._new_producer()
            await producer.start()
            self._producer, self._sent = producer, set()
        return self._producer

    def _settled(
        self, producer: AIOKafkaProducer, message: Outgoing, acknowledged: Acknowledged, sent: "asyncio.Future[Any]"
    ) -> None:
        self._sent.discard(sent)
        error = asyncio.CancelledError() if sent.cancelled() else sent.exception()
        acknowledged(message, error)
        if error is not None:
            self._give_up(producer)

    def _give_up(self, producer: AIOKafkaProducer) -> None:
        """An idempotent producer can stay out of sequence for ever after an error; the next send makes a new one."""
        if self._producer is producer:
            self._producer = None
            closing = asyncio.ensure_future(_abandon(producer, self._sent))
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)


async def _is_missing(producer: AIOKafkaProducer, topic: str) -> bool:
    """Whether the broker says that there is no such topic; a send would wait ten seconds to find out, and all with it.

    Asked twice at most, for an answer may be on its way that was asked for before the topic was named.
    """
    client = producer.client
    for _ in range(2):
        if client.cluster.partitions_for_topic(topic) is not None:
            return False
        client.add_topic(topic)
        if not await client.force_metadata_update():
            return False
    return client.cluster.partitions_for_topic(topic) is None


async def _abandon(producer: AIOKafkaProducer, sent: set["asyncio.Future[Any]"]) -> None:
    """Close a producer; what it never got an answer to counts as not sent, and is sent again from the outbox."""
    try:
        async with asyncio.timeout(5):
            await producer.stop()
    except (KafkaError, OSError, TimeoutError) as error:
        _log.warning("producer_not_closed", error=str(error))
    for unanswered in list(sent):
        unanswered.cancel()


async def longest_retention(settings: KafkaSettings, topics: Sequence[str]) -> timedelta | None:
    """The longest `retention.ms` of these topics, None where one of them is unlimited. Raises KafkaError."""
    admin = AIOKafkaAdminClient(**settings.connection())
    await admin.start()
    try:
        wanted = [ConfigResource(ConfigResourceType.TOPIC, topic) for topic in topics]
        answers = await admin.describe_configs(wanted)
    finally:
        await admin.close()
    found = [resource for answer in answers for resource in answer.resources]
    kept = [int(entry[1]) for resource in found for entry in resource[4] if entry[0] == "retention.ms"]
    if len(kept) != len(topics):
        raise KafkaError(f"the broker did not tell the retention of every topic of {', '.join(topics)}")
    return None if min(kept) < 0 else timedelta(milliseconds=max(kept))


def _broker(settings: KafkaSettings, client_id: str) -> KafkaBroker:
    return KafkaBroker(
        settings.bootstrap_servers.split(","),
        client_id=client_id,
        security=_security(settings),
        allow_auto_create_topics=False,
        consumer_only=True,
        apply_types=False,
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
