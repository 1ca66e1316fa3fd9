"""Whether a service does its work: judged by its progress, not only by its connections."""

import asyncio
from datetime import UTC

from sqlalchemy import select

from chassis import outbox
from chassis.consumer import Consumer
from chassis.schema import OUTBOX
from chassis.station import Station
from chassis.transport import Source

STALE_POLL_SECONDS = 60.0
DEAD_POLL_SECONDS = 300.0
MEASURE_SECONDS = 5.0


class HealthCheck:
    """Answers `/live` and `/ready`, and keeps the gauges behind `/metrics`."""

    def __init__(self, station: Station, source: Source, consumer: Consumer) -> None:
        self._station = station
        self._source = source
        self._consumer = consumer

    async def live(self) -> dict[str, str]:
        """What is wrong with the process's progress, by part; a restart mends it.

        A batch in hand waits for a database that is away, however long: a restart would only add its own delay.
        """
        stale = self._stale_poll(DEAD_POLL_SECONDS)
        return {} if stale and await self._database_trouble() else stale

    async def ready(self) -> dict[str, str]:
        """What keeps the service from its work, by part."""
        wrong = self._stale_poll(STALE_POLL_SECONDS)
        if not self._source.joined:
            wrong["broker"] = "no partitions have been assigned yet"
        return wrong | await self._database_trouble()

    async def measure(self) -> float:
        """Set the gauges; gives the seconds until the next time."""
        telemetry, clock = self._station.telemetry, self._station.clock
        name = self._station.service
        telemetry.last_poll.labels(name).set(clock.monotonic() - self._consumer.polled_at)
        # A topic whose partitions have gone to another replica is its to tell of.
        telemetry.lag.clear()
        for topic, records in self._source.lag().items():
            telemetry.lag.labels(name, topic).set(records)
        async with self._station.database.reading() as tx:
            depth, oldest = await outbox.depth(tx)
        age = (clock.now() - oldest.astimezone(UTC)).total_seconds() if oldest else 0.0
        telemetry.outbox_depth.labels(name).set(depth)
        telemetry.outbox_age.labels(name).set(max(0.0, age))
        return MEASURE_SECONDS

    async def _database_trouble(self) -> dict[str, str]:
        try:
            async with asyncio.timeout(2), self._station.database.transaction() as tx:
                await tx.execute(select(OUTBOX.c.id).limit(1))
        except Exception as error:
            return {"database": f"{type(error).__name__}: {error}"[:200]}
        return {}

    def _stale_poll(self, limit: float) -> dict[str, str]:
        seconds = self._station.clock.monotonic() - self._consumer.polled_at
        if self._source.joined and seconds > limit:
            return {"consumer": f"the broker was last asked for records {seconds:.0f} s ago"}
        return {}
