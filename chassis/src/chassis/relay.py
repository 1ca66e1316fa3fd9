"""The relay: publishes committed messages at once, remembers which Kafka acknowledged, sweeps what was left behind.

A message leaves the outbox only after its acknowledgement, so a crash or an unknown result repeats it, never loses it.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

import structlog

from chassis import outbox
from chassis.clock import Clock
from chassis.database import Database, Transaction
from chassis.records import Outgoing

LEASE = timedelta(seconds=5)
"""How long a message's writer has it to itself before a sweeper may take it."""

SWEEP_SECONDS = 1.0
SWEEP_LIMIT = 500
LENT_SECONDS = 2.0
"""How long the transaction that was given acknowledged messages has them to itself: two that delete the same ones would
wait for each other, or for ever. What it did not delete after all is given to another."""

ALONE_SECONDS = 2.0
"""So long after the last transaction that deleted acknowledged messages along with its own work, the sweeper deletes
them: under load it would only add commits."""

MOST_IN_FLIGHT = 5_000
"""Beyond this many unacknowledged messages new ones wait in the outbox for the sweeper."""

_log = structlog.get_logger(__name__)

Acknowledged = Callable[[Outgoing, BaseException | None], None]


class Publisher(Protocol):
    """Where messages go."""

    async def publish(self, messages: Sequence[Outgoing], acknowledged: Acknowledged) -> None:
        """Hand messages over without waiting; `acknowledged` is called once for each, with an error where it failed."""

    async def stop(self) -> None:
        """Give the connection back; what was not acknowledged counts as failed."""


class Relay:
    """Publishes one service's outbox."""

    def __init__(self, database: Database, publisher: Publisher, clock: Clock) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._offered: deque[Outgoing] = deque()
        self._in_flight: set[UUID] = set()
        self._acknowledged: dict[UUID, float] = {}
        """Until when, on the monotonic clock, a transaction has the message to itself; 0 where none has."""
        self._taken_at = clock.monotonic()
        self._wake = asyncio.Event()
        self._stopping = False

    async def store(self, tx: Transaction, messages: Sequence[Outgoing]) -> None:
        """Put messages into the outbox within the caller's transaction."""
        await outbox.add(tx, messages, self._clock.now(), LEASE)

    def rows_of(self, messages: Sequence[Outgoing]) -> list[dict[str, Any]]:
        """Messages as rows of the outbox, for a statement that stores them itself."""
        return outbox.rows_of(messages, self._clock.now(), LEASE)

    def offer(self, messages: Sequence[Outgoing]) -> None:
        """Publish messages whose transaction has committed; returns at once."""
        room = MOST_IN_FLIGHT - len(self._in_flight) - len(self._offered)
        self._offered.extend(messages[: max(room, 0)])
        if messages:
            self._wake.set()

    def take_acknowledged(self) -> list[UUID]:
        """The messages that Kafka has and that are still in the outbox: the caller's transaction is to delete them."""
        now = self._taken_at = self._clock.monotonic()
        mine = [message for message, lent_until in self._acknowledged.items() if lent_until <= now]
        self._acknowledged.update(dict.fromkeys(mine, now + LENT_SECONDS))
        return mine

    def forget(self, removed: Sequence[UUID]) -> None:
        """The transaction that deleted these has committed."""
        for message in removed:
            self._acknowledged.pop(message, None)

    async def run(self) -> None:
        """Publish what is offered and sweep on every tick, until stopped."""
        sweep_at = self._clock.monotonic() + SWEEP_SECONDS
        while not self._stopping:
            await self._wait(max(0.0, sweep_at - self._clock.monotonic()))
            await self._publish_offered()
            if self._clock.monotonic() >= sweep_at:
                more = await self._guarded(self.sweep)
                sweep_at = self._clock.monotonic() + (0.01 if more else SWEEP_SECONDS)

    async def stop(self, patience: float = 10.0) -> None:
        """Publish what is offered, wait for acknowledgements and take them out of the outbox."""
        self._stopping = True
        self._wake.set()
        await self._publish_offered()
        deadline = self._clock.monotonic() + patience
        while self._in_flight and self._clock.monotonic() < deadline:
            self._wake.clear()
            await self._wait(0.2)
        self._acknowledged = dict.fromkeys(self._acknowledged, 0.0)
        await self._guarded(self.forget_acknowledged)

    async def sweep(self) -> bool:
        """Publish what was left behind, forget what no batch has taken along; gives whether more may wait."""
        if self._clock.monotonic() - self._taken_at >= ALONE_SECONDS:
            await self.forget_acknowledged()
        if len(self._in_flight) >= MOST_IN_FLIGHT:
            return False
        async with self._database.transaction() as tx:
            overdue = await outbox.lease_overdue(tx, self._clock.now(), LEASE, SWEEP_LIMIT)
        known = self._in_flight | self._acknowledged.keys()
        left_behind = [message for message in overdue if message.id not in known]
        if left_behind:
            _log.info("outbox_swept", messages=len(left_behind))
            await self._publish(left_behind)
        return len(overdue) == SWEEP_LIMIT

    async def forget_acknowledged(self) -> bool:
        """Delete acknowledged messages in a transaction of their own; gives whether there were any."""
        ids = self.take_acknowledged()
        if not ids:
            return False
        async with self._database.transaction() as tx:
            await outbox.remove(tx, ids)
        self.forget(ids)
        return True

    @property
    def in_flight(self) -> int:
        """Messages sent and not yet acknowledged."""
        return len(self._in_flight)

    @property
    def acknowledged(self) -> int:
        """Messages acknowledged and, as far as is known here, still in the outbox."""
        return len(self._acknowledged)

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
        finally:
            self._wake.clear()

    async def _publish_offered(self) -> None:
        offered = list(self._offered)
        self._offered.clear()
        if offered:
            await self._publish(offered)

    async def _publish(self, messages: Sequence[Outgoing]) -> None:
        self._in_flight.update(message.id for message in messages)
        try:
            await self._publisher.publish(messages, self._on_acknowledgement)
        except Exception as error:
            _log.warning("publish_failed", messages=len(messages), error=str(error))
            self._in_flight.difference_update(message.id for message in messages)

    def _on_acknowledgement(self, message: Outgoing, error: BaseException | None) -> None:
        self._in_flight.discard(message.id)
        if error is None:
            self._acknowledged[message.id] = 0.0
        else:
            _log.warning("message_not_acknowledged", message_id=str(message.id), topic=message.topic, error=str(error))
        if self._stopping:
            self._wake.set()

    async def _guarded(self, action: Callable[[], Awaitable[bool]]) -> bool:
        try:
            return await action()
        except Exception as error:
            _log.warning("relay_waits", error=str(error))
            return False
