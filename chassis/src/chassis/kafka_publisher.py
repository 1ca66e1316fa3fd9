"""Messages out to Kafka: acknowledged by all replicas, one after the other, and none left in doubt for long."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError, UnknownTopicOrPartitionError

from chassis.broken_connections import close_within, notice_broken_connections
from chassis.records import Outgoing
from chassis.relay import Acknowledged
from chassis.settings import KafkaSettings

ACKNOWLEDGED_WITHIN_SECONDS = 7.0
"""A message without an answer by then is sent again over a new connection: the old one may have died unnoticed."""
CLOSED_WITHIN_SECONDS = 5.0
BATCH_BYTES = 262_144
"""So much for one partition goes in one request, before it is compressed. The next waits for its answer, so with the
client's own 16 kB a batch of large messages went five at a time; a quarter of Kafka's default limit lets no batch fail
where no message of it would have."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Connection:
    """A producer and what it has not got an answer to."""

    producer: AIOKafkaProducer
    sent: set["asyncio.Future[Any]"] = field(default_factory=set)

    async def close(self) -> None:
        """Close it; what is unanswered counts as not sent, and is sent again from the outbox."""
        error = await close_within(CLOSED_WITHIN_SECONDS, self.producer.stop())
        if error is not None:
            _log.warning("producer_not_closed", error=f"{type(error).__name__}: {error}")
        self.fail()

    def fail(self) -> None:
        """Wait for no answer any more."""
        for unanswered in list(self.sent):
            unanswered.cancel()


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
            max_batch_size=BATCH_BYTES,
            request_timeout_ms=round(ACKNOWLEDGED_WITHIN_SECONDS * 1000),
        )
        self._connection: _Connection | None = None
        self._closing: set[asyncio.Task[None]] = set()

    async def publish(self, messages: Sequence[Outgoing], acknowledged: Acknowledged) -> None:
        waiting = deque(messages)
        async with asyncio.timeout(ACKNOWLEDGED_WITHIN_SECONDS):
            connection = await self._connected()
        try:
            # The client waits for ever on a producer that is closed in the meantime.
            async with asyncio.timeout(ACKNOWLEDGED_WITHIN_SECONDS):
                await self._hand_over(connection, waiting, acknowledged)
        except Exception as error:
            for unsent in waiting:
                acknowledged(unsent, error)
            self._give_up(connection)

    def renew(self) -> None:
        """Take the connection for dead: what is unanswered has failed, and the next send makes a new one."""
        if (connection := self._connection) is not None:
            self._give_up(connection)
            connection.fail()

    async def stop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()
        await asyncio.gather(*self._closing)

    async def _connected(self) -> _Connection:
        if self._connection is None:
            notice_broken_connections()
            connection = _Connection(self._new_producer())
            try:
                await connection.producer.start()
            except BaseException:
                # It may have connected and wait for its id: its tasks would go on for ever, and one more's at each try.
                self._close_beside(connection)
                raise
            self._connection = connection
        return self._connection

    async def _hand_over(self, connection: _Connection, waiting: deque[Outgoing], acknowledged: Acknowledged) -> None:
        """Take each message from those that wait once it is sent or refused."""
        producer = connection.producer
        missing = {topic for topic in {each.topic for each in waiting} if await _is_missing(producer, topic)}
        while waiting:
            message = waiting[0]
            if message.topic in missing:
                error = UnknownTopicOrPartitionError(f"there is no topic {message.topic}")
                acknowledged(waiting.popleft(), error)
                continue
            try:
                sent = await producer.send(message.topic, message.body, key=message.key, headers=list(message.headers))
            except (MessageSizeTooLargeError, AssertionError, TypeError, ValueError) as error:
                # The client refuses the message, not the broker: it fails alone, or all behind it would wait for ever.
                acknowledged(waiting.popleft(), error)
                continue
            connection.sent.add(sent)
            sent.add_done_callback(partial(self._settled, connection, waiting.popleft(), acknowledged))

    def _settled(
        self, connection: _Connection, message: Outgoing, acknowledged: Acknowledged, sent: "asyncio.Future[Any]"
    ) -> None:
        connection.sent.discard(sent)
        error = asyncio.CancelledError() if sent.cancelled() else sent.exception()
        acknowledged(message, error)
        if error is not None:
            self._give_up(connection)

    def _give_up(self, connection: _Connection) -> None:
        """An idempotent producer can stay out of sequence for ever after an error; the next send makes a new one."""
        if self._connection is connection:
            self._connection = None
            self._close_beside(connection)

    def _close_beside(self, connection: _Connection) -> None:
        closing = asyncio.ensure_future(connection.close())
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
