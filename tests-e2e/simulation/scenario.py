"""One scenario: the system is built, tormented, left in peace until it rests, and judged."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from simulation.accidents import Accidents
from simulation.chance import Chance
from simulation.invariants import check, check_peace, restless
from simulation.kinds import Fault
from simulation.loop import SimulatedLoop
from simulation.loudness import HEARING
from simulation.monitor import Monitor
from simulation.people import People
from simulation.plan import SPAN_SECONDS, Plan, plan_of
from simulation.process import TOPIC_RETENTION
from simulation.story import Story
from simulation.system import System
from simulation.world import World

MOST_ROUNDS = 80
ROUND_SECONDS = 0.5
AGED = 2 * TOPIC_RETENTION
"""Beyond the age at which reconciliation takes a file without rows for lost, and beyond every retention."""


def run_scenario(seed: int) -> Story:
    """Play the scenario of a seed; gives its story."""
    loop = SimulatedLoop()
    world = World(loop, Chance(seed), Story())
    HEARING.set(world)
    loop.set_exception_handler(lambda _, context: world.violated("loop", f"unhandled: {context.get('exception')!r}"))
    try:
        loop.run_until_complete(_Scenario(world).play())
    finally:
        loop.close()
    return world.story


@lru_cache
def light_brief() -> Mapping[str, Any]:
    """The smallest brief that is accepted."""
    file = Path(__file__).parents[2] / "services" / "onboarding" / "examples" / "light.yaml"
    brief: Mapping[str, Any] = yaml.safe_load(file.read_text())
    return brief


class _Scenario:
    def __init__(self, world: World) -> None:
        self._world = world
        self._plan: Plan = plan_of(world.chance)
        self._system = System(world, self._plan.replicas, self._plan.refused, self._plan.retention)
        self._monitor = Monitor(self._system)
        self._people = People(self._system, self._plan, light_brief())
        self._accidents = Accidents(self._system, self._monitor)

    async def play(self) -> None:
        self._world.rates = self._plan.rates
        self._system.begin()
        await self._torment()
        await self._calm()
        await self._rest("rest")
        self._note_recoveries()
        if self._plan.peaceful:
            check_peace(self._system, self._plan.submissions)
        if self._plan.read_again:
            await self._read_again()
        await self._age()
        check(self._system, self._monitor, self._people.answered)
        self._system.end()
        await asyncio.sleep(0.0)

    async def _torment(self) -> None:
        trouble = [self._people.submit(submission) for submission in self._plan.submissions]
        trouble += [self._at(moment, fault) for moment, fault in self._plan.moments]
        await asyncio.gather(*trouble)
        span = SPAN_SECONDS if self._plan.moments or self._plan.rates else 1.0
        await asyncio.sleep(max(0.0, span - self._world.loop.time()))

    async def _at(self, moment: float, fault: Fault) -> None:
        await asyncio.sleep(moment)
        await self._bringing(fault)()

    def _bringing(self, fault: Fault) -> Callable[[], Awaitable[None]]:
        accidents, people = self._accidents, self._people
        return {
            Fault.CRASH: accidents.crash,
            Fault.PAUSE: accidents.pause,
            Fault.RESTART: accidents.restart,
            Fault.DATABASE_AWAY: accidents.database_away,
            Fault.BROKER_AWAY: accidents.broker_away,
            Fault.REBALANCE: accidents.rebalance,
            Fault.ZOMBIE: accidents.take_away,
            Fault.OFFSET_RESET: accidents.reset_offsets,
            Fault.CLOCK_JUMP: accidents.jump,
            Fault.BACKUP_RESTORED: accidents.restore,
            Fault.POISON: people.poison,
            Fault.CANCEL: people.cancel,
            Fault.RETRY: people.try_again,
            Fault.REPLAY: people.replay,
            Fault.DISCARD: people.discard,
            Fault.BRIEF_REPEATED: people.submit_again,
            Fault.OPENING: people.sign,
        }[fault]

    async def _calm(self) -> None:
        """Faults stop; whoever is lost rejoins."""
        self._world.calm = True
        self._world.tell("simulation", "faults stop")
        for group in self._system.broker.groups.values():
            group.give_out()
        await asyncio.sleep(ROUND_SECONDS)
        await self._people.tidy()

    async def _rest(self, what: str) -> None:
        """Let time pass until nothing is left to do; ever longer waits are leapt over."""
        for round_number in range(1, MOST_ROUNDS + 1):
            await asyncio.sleep(ROUND_SECONDS)
            waiting = restless(self._system)
            if waiting is None:
                return
            if round_number % 2 == 0:
                self._leap(timedelta(seconds=3.0 * round_number))
        self._world.violated("simulation", f"no {what} is reached: {waiting}")

    def _note_recoveries(self) -> None:
        """How long after the last fault of each kind the system came to rest, what was leapt over included."""
        rest = self._world.loop.time() + self._world.leap.total_seconds()
        story = self._world.story
        story.recoveries = {kind: rest - at for kind, at in self._world.last_faults.items()}

    def _leap(self, wait: timedelta) -> None:
        self._world.leap += wait
        for replica in self._system.replicas:
            replica.process.look_soon.set()

    async def _read_again(self) -> None:
        """Some time afterwards, while the topics still keep everything, every group reads it once more."""
        self._leap(TOPIC_RETENTION * 0.75)
        await self._purge()
        for service, group in self._system.broker.groups.items():
            self._world.struck(Fault.OFFSET_RESET, service)
            group.reset(group.places)
        await self._rest("rest after everything was read again")

    async def _age(self) -> None:
        """Long afterwards: records have left the topics, lost files are removed, ledgers are purged where they may."""
        self._monitor.purging = self._plan.retention > TOPIC_RETENTION
        self._leap(AGED)
        self._system.broker.forget(self._world.now - TOPIC_RETENTION)
        await self._purge()
        await self._people.tidy()
        await self._rest("rest after a long time")

    async def _purge(self) -> None:
        if self._plan.retention <= TOPIC_RETENTION:
            self._world.struck(Fault.PURGE_REFUSED, "simulation")
        for replica in self._system.replicas:
            replica.process.purge_soon.set()
        await asyncio.sleep(ROUND_SECONDS)
