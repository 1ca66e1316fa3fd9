"""The whole line: six databases, the broker, the files, and the replicas of the six services."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

from e2e_steps import TABLES

from chassis.reconciliation import Ask
from contracts.access import ACCESS
from contracts.payload import RunId
from contracts.topics import ORCHESTRATOR, SERVICES
from simulation.broker import Broker, Group
from simulation.database import Store
from simulation.kinds import Fault
from simulation.life import SESSION_SECONDS, Life
from simulation.objects import Shelf
from simulation.process import Ground, Process
from simulation.world import World

AGAIN_SECONDS = (0.05, 2.5)


class Replica:
    """A place in which processes of one service live, one after the other."""

    def __init__(self, ground: Ground, number: int, world: World) -> None:
        self.name = f"{ground.service}-{number}"
        self.world = world
        self._ground = ground
        self._lives = 0
        self.retired = False
        self.process = self._new()

    @property
    def service(self) -> str:
        """Whose process lives here."""
        return self._ground.service

    @property
    def working(self) -> bool:
        """Whether a process lives here that is neither held nor about to stop."""
        life = self.process.life
        return life.alive and not life.paused and not life.stopping

    def begin(self) -> None:
        """Start a new process, unless one lives."""
        if not self.process.life.alive:
            self.process = self._new()
            self.world.tell(self.name, "started again")
        self.process.start()

    def kill(self) -> None:
        """Kill the process; somebody starts another one later."""
        self.process.life.die()

    async def restart(self) -> None:
        """Stop the process in good order and start another one."""
        life = self.process.life
        await self.process.drain()
        life.die()

    def _new(self) -> Process:
        self._lives += 1
        life = Life(self.name, self.world)
        process = Process(self._ground, life)
        life.at_death(lambda: self._bury(process))
        life.missed = lambda: self._ground.group.leave(process.source.member)
        return process

    def _bury(self, process: Process) -> None:
        loop, group = self.world.loop, self._ground.group
        loop.call_later(SESSION_SECONDS, group.leave, process.source.member)
        loop.call_later(self.world.chance.between(*AGAIN_SECONDS), self._rise)

    def _rise(self) -> None:
        if not self.retired and not self.process.life.alive:
            self.begin()


class System:
    """Everything that runs and everything that lasts."""

    def __init__(
        self, world: World, replicas: Mapping[str, int], refused: Mapping[str, float], retention: timedelta
    ) -> None:
        self.world = world
        self.broker = Broker(world)
        self.shelf = Shelf(world)
        self.stores = {service: Store(service, *TABLES[service]) for service in SERVICES}
        self.retention = retention
        self.restored = False
        self.replicas: list[Replica] = []
        for service in SERVICES:
            ground = self._ground(service, refused.get(service, 0.0))
            self.replicas += [Replica(ground, number, world) for number in range(1, replicas[service] + 1)]

    def begin(self) -> None:
        """Start every process."""
        for replica in self.replicas:
            replica.begin()

    def of(self, service: str) -> list[Replica]:
        """A service's replicas."""
        return [replica for replica in self.replicas if replica.service == service]

    def one(self, service: str) -> Process | None:
        """A process of a service that works, if there is one."""
        working = [replica.process for replica in self.of(service) if replica.working]
        return self.world.chance.pick(working) if working else None

    def end(self) -> None:
        """Kill everything."""
        for replica in self.replicas:
            replica.retired = True
            replica.process.life.die()

    def _ground(self, service: str, refused: float) -> Ground:
        group = self.broker.groups[service] = Group(_topics(service), self.world)
        return Ground(
            service, self.stores[service], self.broker, group, self.shelf, self._ask(), refused, self.retention
        )

    def _ask(self) -> Ask:
        """Reconciliation's question, asked of any orchestrator that works; question and answer can be lost."""

        async def ask(service: str, runs: Sequence[RunId]) -> set[RunId]:
            await self.world.pause(0.001, 0.01)
            asked = self.one(ORCHESTRATOR)
            if asked is None or asked.observer is None or self.world.strikes(Fault.QUESTION_LOST, service):
                raise ConnectionError("no answer from the orchestrator")
            task = asked.life.spawn(asked.observer.reconcile(service, runs), endless=False)
            await asyncio.wait([task])
            if task.cancelled() or task.exception() or self.world.strikes(Fault.QUESTION_LOST, service):
                raise ConnectionError("the orchestrator's answer is lost")
            settled: set[RunId] = task.result()
            return settled

        return ask


def _topics(service: str) -> tuple[str, ...]:
    return ACCESS[service].reads
