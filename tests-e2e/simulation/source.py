"""How a process reads the broker: fetching, committing offsets, losing its partitions."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

from chassis.records import Record
from simulation.broker import Broker, Group, Member, Place
from simulation.kinds import Fault
from simulation.life import Life

IDLE_SECONDS = 5.0


class SimulatedSource:
    """Implements `chassis.transport.Source`: at least once, in order within a partition, in any order between them."""

    def __init__(self, broker: Broker, group: Group, life: Life) -> None:
        self._broker = broker
        self._group = group
        self._life = life
        self.member = Member(life.name)
        self._generation = -1
        self._positions: dict[Place, int] = {}

    @property
    def joined(self) -> bool:
        """Whether partitions have been assigned."""
        return self._generation >= 0

    async def start(self) -> None:
        """Join the group."""
        await self._life.gate()
        self._group.join(self.member)

    async def stop(self) -> None:
        """Leave the group."""
        await self._life.gate()
        self._group.leave(self.member)

    async def fetch(self, limit: int, *, after_pause: bool = False) -> Sequence[Record]:
        """Records of any of the own partitions; waits a while for the first."""
        await self._life.gate()
        found = self._take(limit)
        if not found:
            await self._arrival()
            await self._life.gate()
            found = self._take(limit)
        return found

    def undisturbed(self) -> AbstractAsyncContextManager[object]:
        """While this is held a rebalance waits, if it can."""
        return self.member.busy

    async def done(self, records: Sequence[Record]) -> None:
        """Commit offsets, in vain where the partitions have gone to another member."""
        await self._life.gate()
        world, name = self._life.world, self._life.name
        if self._generation != self._group.generation:
            world.struck(Fault.ZOMBIE, name)
        elif self._broker.away or world.strikes(Fault.OFFSETS_LOST, name):
            world.tell(name, "offsets not committed")
        else:
            self._commit(records)
        await self._life.gate()

    def lag(self) -> dict[str, int]:
        """Nobody asks here."""
        return {}

    def _commit(self, records: Sequence[Record]) -> None:
        for record in records:
            place = record.topic, record.partition
            self._group.committed[place] = max(record.offset + 1, self._group.committed.get(place, 0))
        self._life.world.tell(self._life.name, f"offsets committed: {_shown(records)}")

    def _take(self, limit: int) -> list[Record]:
        self._follow()
        chance = self._life.world.chance
        found: list[Record] = []
        for place in chance.shuffled([place for place in self._group.of(self.member) if place in self._broker.logs]):
            position = self._positions.setdefault(place, self._group.committed.get(place, 0))
            taken = self._broker.readable(place, position, limit - len(found))
            taken = taken[: chance.whole(1, len(taken))] if taken else []
            if taken:
                self._positions[place] = taken[-1].offset + 1
                found += taken
        if found:
            self._life.world.tell(self._life.name, f"fetched {_shown(found)}")
        return found

    def _follow(self) -> None:
        """Learn of a new assignment, rejoin after having been counted as gone."""
        if self.member not in self._group.members:
            self._group.join(self.member)
        if self._generation != self._group.generation:
            self._generation = self._group.generation
            self._positions = {}

    async def _arrival(self) -> None:
        self.member.arrived.clear()
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                await self.member.arrived.wait()
        except TimeoutError:
            return


def _shown(records: Sequence[Record]) -> str:
    return " ".join(f"{record.topic}/{record.partition}@{record.offset}" for record in records)
