"""The orchestrator's own metrics: unfinished runs by status and the age of the oldest."""

from prometheus_client import Gauge

from chassis.station import Station
from orchestrator import store

MEASURE_SECONDS = 5.0
_STATUSES = ("RUNNING", "COMPENSATING", "STALLED")


class RunMetrics:
    """Gauges over the runs that have not ended."""

    def __init__(self, station: Station) -> None:
        self._station = station
        registry = station.telemetry.registry
        self._runs = Gauge("aicmo_runs", "Unfinished runs by status.", ("status",), registry=registry)
        self._oldest = Gauge("aicmo_oldest_run_seconds", "Age of the oldest unfinished run.", registry=registry)

    async def measure(self) -> float:
        """Read the gauges' values; gives the seconds until the next time."""
        async with self._station.database.transaction() as tx:
            counts, oldest = await store.counts(tx, self._station.clock.now())
        for status in _STATUSES:
            self._runs.labels(status).set(counts.get(status, 0))
        self._oldest.set(oldest.total_seconds())
        return MEASURE_SECONDS
