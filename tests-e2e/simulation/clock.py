"""A process's clock: virtual time that jumps, chance and ids from the scenario's seed."""

from datetime import datetime, timedelta
from uuid import UUID

from simulation.world import BEGINNING, World


class SimulatedClock:
    """Implements `chassis.clock.Clock`; `skew` is how wrong this process's wall clock goes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.skew = timedelta(0)

    def now(self) -> datetime:
        """The time as this process believes it to be."""
        return self._world.now + (timedelta(0) if self._world.calm else self.skew)

    def monotonic(self) -> float:
        """Virtual seconds; never goes back."""
        return self._world.loop.time()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._world.pause(seconds, seconds)

    def jitter(self) -> float:
        """A number from 0.5 to 1.5."""
        return self._world.chance.between(0.5, 1.5)

    def new_id(self) -> UUID:
        """A UUIDv7."""
        since = self.now() - BEGINNING + timedelta(days=20_454)
        return self._world.chance.id_at(since // timedelta(milliseconds=1))
