"""The broker: topics, partitions, and groups with committed offsets whose partitions move between replicas."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from zlib import crc32

from msgspec.structs import replace

from chassis.records import Outgoing, Record
from contracts.topics import PARTITIONS
from simulation.kinds import Fault
from simulation.world import World

Place = tuple[str, int]
"""A topic and one of its partitions."""

HOLDS = (0.05, 3.0)
GRACE_SECONDS = 3.0
"""How long a rebalance waits for a member's running batch."""


class Member:
    """A consumer as the broker's group knows it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.busy = asyncio.Lock()
        self.arrived = asyncio.Event()


class Group:
    """The replicas of a service, who of them reads which partition, and how far they have come."""

    def __init__(self, topics: Sequence[str], world: World) -> None:
        self.places: tuple[Place, ...] = tuple((topic, number) for topic in topics for number in range(PARTITIONS))
        self.committed: dict[Place, int] = {}
        self.members: list[Member] = []
        self.generation = 0
        self._owners: Mapping[Place, Member] = {}
        self._world = world

    def join(self, member: Member) -> None:
        """A new member: the partitions are given out anew."""
        if member not in self.members:
            self.members.append(member)
            self.give_out()

    def leave(self, member: Member) -> None:
        """A member is gone, or counted as gone."""
        if member in self.members:
            self.members.remove(member)
            self.give_out()

    def give_out(self) -> None:
        """Give the partitions to the members; who holds a batch of an earlier generation commits it in vain."""
        self.generation += 1
        members = self._world.chance.shuffled(self.members)
        self._owners = (
            {place: members[number % len(members)] for number, place in enumerate(self.places)} if members else {}
        )
        for member in members:
            member.arrived.set()

    async def rebalance(self) -> None:
        """Give the partitions out anew once the running batches are committed, or have had their time."""
        for member in [*self.members]:
            try:
                async with asyncio.timeout(GRACE_SECONDS), member.busy:
                    continue
            except TimeoutError:
                continue
        self.give_out()

    def of(self, member: Member) -> list[Place]:
        """The partitions that a member reads."""
        return [place for place, owner in self._owners.items() if owner is member]

    def reset(self, places: Sequence[Place]) -> None:
        """Put the committed offsets of these partitions back to the beginning."""
        for place in places:
            self.committed[place] = 0
        self.give_out()


class Broker:
    """Everything published, and who has read how much of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.groups: dict[str, Group] = {}
        self.logs: dict[Place, list[Record]] = {}
        self.published: set[str] = set()
        """The ids of all messages that ever arrived."""
        self.away = False
        self._times: dict[Place, list[datetime]] = {}
        self._kept_from: dict[Place, int] = {}
        self._held_until: dict[Place, float] = {}

    def append(self, message: Outgoing) -> None:
        """Add a message to the partition of its key."""
        place = message.topic, crc32(message.key or b"") % PARTITIONS
        log = self.logs.setdefault(place, [])
        log.append(Record(*place, len(log), message.key, message.headers, message.body))
        self._times.setdefault(place, []).append(self.world.now)
        self.published.add(message.id.hex)
        if self.world.strikes(Fault.PARTITION_HELD, "broker"):
            self._hold(place)
        self._wake(message.topic)

    def readable(self, place: Place, position: int, limit: int) -> list[Record]:
        """Records from a position on, unless they are held up or no longer kept."""
        if self.away or self._held_until.get(place, 0.0) > self.world.loop.time():
            return []
        start = max(position, self._kept_from.get(place, 0))
        return [replace(record) for record in self.logs.get(place, ())[start : start + limit]]

    def unread(self, service: str) -> bool:
        """Whether a service has records before it whose offsets are not committed."""
        group = self.groups[service]
        return any(len(self.logs.get(place, ())) > group.committed.get(place, 0) for place in group.places)

    def forget(self, before: datetime) -> None:
        """Drop the records that are older: their retention has ended."""
        for place, times in self._times.items():
            self._kept_from[place] = sum(each < before for each in times)

    def wake_all(self) -> None:
        """Let every reader look again."""
        for topic in {place[0]: None for place in self.logs}:
            self._wake(topic)

    def _hold(self, place: Place) -> None:
        seconds = self.world.chance.between(*HOLDS)
        self._held_until[place] = self.world.loop.time() + seconds
        self.world.loop.call_later(seconds, self._wake, place[0])

    def _wake(self, topic: str) -> None:
        for group in self.groups.values():
            if (topic, 0) in group.places:
                for member in group.members:
                    member.arrived.set()
