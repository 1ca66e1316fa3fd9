"""The consumer loop: fetch a batch, have it handled, commit its offsets; never skip, never stop."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from chassis.clock import Clock, backoff
from chassis.handler import Handler
from chassis.records import Record
from chassis.telemetry import Telemetry
from chassis.transport import Source

GATHER_RATIO = 2.0
GATHER_SECONDS = 0.02
"""After a batch that took longer than it was waited for, the next gathers GATHER_RATIO times as long as that one took,
at most GATHER_SECONDS: fewer and larger transactions where processor time is short, no delay where it is not. None
behind a full batch, where more is there already. Every hop of a run may wait so long."""

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class BatchSize:
    """How many records to take at once, so that a batch takes about `target` seconds; from 1 to `limit`."""

    limit: int = 500
    target: float = 0.25
    size: int = 50

    def learn(self, records: int, seconds: float) -> None:
        """Adapt to what a batch took: at most double, at most halve, grow only where the batch was full."""
        fitting = int(records * self.target / max(seconds, 1e-6))
        if seconds > self.target:
            self.size = max(1, fitting, self.size // 2)
        elif records >= self.size:
            self.size = min(self.limit, max(fitting, self.size), self.size * 2)


class Consumer:
    """Takes records from a source to a handler."""

    def __init__(self, source: Source, handler: Handler, telemetry: Telemetry, clock: Clock, size: BatchSize) -> None:
        self._source = source
        self._handler = handler
        self._telemetry = telemetry
        self._clock = clock
        self._size = size
        self._stopping = False
        self.polled_at = clock.monotonic()

    async def run(self) -> None:
        """Take batches until stopped; the batch that is being handled is finished first."""
        paused, waiting_since = False, self._clock.monotonic()
        while not self._stopping:
            asked = self._size.size
            records = await self._source.fetch(asked, after_pause=paused)
            self.polled_at = self._clock.monotonic()
            waited, taken = self.polled_at - waiting_since, 0.0
            if records:
                async with self._source.undisturbed():
                    taken = await self._handle(records)
                    await self._source.done(records)
            busy, own = self._pauses(taken, waited) if 0 < len(records) < asked else (0.0, 0.0)
            await self._pause(busy)
            # Waiting goes on over a fetch that finds nothing, and a pause that the handler asks for is waiting too.
            waiting_since = self._clock.monotonic() if records else waiting_since
            await self._pause(own)
            paused = busy + own > 0

    def stop(self) -> None:
        """Finish the running batch and take no more."""
        self._stopping = True

    def _pauses(self, taken: float, waited: float) -> tuple[float, float]:
        """How long to gather because the service is busy, and how much longer because its handler asks for it."""
        busy = min(GATHER_SECONDS, GATHER_RATIO * taken) if taken > waited else 0.0
        return busy, max(0.0, self._handler.gather_seconds - busy)

    async def _pause(self, seconds: float) -> None:
        if seconds > 0:
            await self._clock.sleep(seconds)

    async def _handle(self, records: Sequence[Record]) -> float:
        """Have them handled, however often it takes; gives the seconds of the attempt that did it."""
        attempt = 0
        while True:
            started = self._clock.monotonic()
            try:
                await self._handler.handle(records)
            except Exception:
                # Handlers park what they can't handle, so this is our own mistake: loud, and no reason to lose records.
                attempt += 1
                _log.exception("batch_failed", records=len(records), attempt=attempt)
                await self._clock.sleep(backoff(attempt, self._clock, first=0.5, longest=30.0))
                continue
            taken = self._clock.monotonic() - started
            self._measure(len(records), taken)
            return taken

    def _measure(self, records: int, seconds: float) -> None:
        self._size.learn(records, seconds)
        self._telemetry.batch_size.labels(self._telemetry.service).observe(records)
        self._telemetry.batch_seconds.labels(self._telemetry.service).observe(seconds)
