"""One party of the protocol as the code has it: a service's database, and the process that works on it now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from e2e_steps import TABLES
from uuid_utils.compat import uuid7

from chassis.database import MemoryDatabase
from chassis.records import Outgoing
from chassis.relay import LEASE, Acknowledged, Relay
from chassis.station import RetryPolicy, Station
from chassis.telemetry import Telemetry

START = datetime(2030, 1, 1, 12, tzinfo=UTC)


class TurnedClock:
    """Time stands still until it is turned on; nobody waits."""

    def __init__(self) -> None:
        self._passed = timedelta()

    def turn(self, passed: timedelta) -> None:
        """Let time pass."""
        self._passed += passed

    def now(self) -> datetime:
        return START + self._passed

    def monotonic(self) -> float:
        return self._passed.total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.turn(timedelta(seconds=seconds))

    def jitter(self) -> float:
        return 1.0

    def new_id(self) -> UUID:
        return uuid7()


@dataclass(slots=True)
class Post:
    """A publisher that keeps what it is given; where it does not answer, the sender can't know that it has."""

    taken: list[Outgoing] = field(default_factory=list)
    answering: bool = True

    async def publish(self, messages: Sequence[Outgoing], acknowledged: Acknowledged) -> None:
        self.taken += messages
        for each in messages:
            acknowledged(each, None if self.answering else ConnectionError("no answer"))

    async def stop(self) -> None:
        """Nothing to give back."""


class Party:
    """A service: what it has committed lasts, its process may be replaced by another at any time."""

    def __init__(self, service: str, clock: TurnedClock) -> None:
        self.service = service
        self.clock = clock
        self.database = MemoryDatabase(*TABLES[service])
        self.post = Post()
        self.station = self._started()

    def restart(self) -> None:
        """The process dies with all that it had in memory; another one starts."""
        self.station = self._started()

    async def publish(self) -> list[Outgoing]:
        """Have the relay publish what it was offered and forget what is acknowledged; gives what was published."""
        # Stopping is what does both at once, and the relay's loop is not running here.
        await self.station.relay.stop(patience=0)
        return self._taken()

    async def sweep(self) -> list[Outgoing]:
        """Have the relay publish what a process that is gone has left behind, its lease having ended."""
        self.clock.turn(LEASE * 2)
        await self.station.relay.sweep()
        await self.station.relay.forget_acknowledged()
        return self._taken()

    def backup(self) -> bytes:
        """A copy of everything committed."""
        return bytes(self._connection().serialize())

    def restore(self, copy: bytes) -> None:
        """Put a copy in place of everything, and start anew on it."""
        self._connection().deserialize(copy)
        self.restart()

    def _started(self) -> Station:
        relay = Relay(self.database, self.post, self.clock)
        once = RetryPolicy(attempts=1)
        return Station(self.service, self.database, relay, self.clock, Telemetry(self.service), once)

    def _taken(self) -> list[Outgoing]:
        taken, self.post.taken = self.post.taken, []
        return taken

    def _connection(self) -> Any:
        return self.database.engine.raw_connection().driver_connection
