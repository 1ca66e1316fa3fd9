"""One life of a process: where it can be delayed, paused or killed, and what belongs to it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from sqlalchemy.exc import IntegrityError

from chassis.database import Conflict
from chassis.problems import ProblemDetail
from simulation.clock import SimulatedClock
from simulation.kinds import Fault
from simulation.world import World

DELAYS = (0.0005, 0.25)
PAUSES = (0.2, 4.0)
SESSION_SECONDS = 1.5
"""After which silence the broker counts a member as gone."""


class Life:
    """From start to crash. What a dead process still tries to do to the world fails, so that it has no effect."""

    def __init__(self, name: str, world: World) -> None:
        self.name = name
        self.world = world
        self.clock = SimulatedClock(world)
        self.alive = True
        self.stopping = False
        self.missed: Callable[[], None] = _nobody_cares
        """What the broker does when it hears nothing any more."""
        self._tasks: list[asyncio.Task[Any]] = []
        self._running = asyncio.Event()
        self._running.set()
        self._at_death: list[Callable[[], None]] = []

    @property
    def paused(self) -> bool:
        """Whether it is held, as by SIGSTOP."""
        return not self._running.is_set()

    async def gate(self) -> None:
        """Where this process touches the world: it may be delayed, held or killed here. A dead one goes no further."""
        self.must_live()
        if not self.world.calm and self.world.rates:
            if self.world.strikes(Fault.DELAY, self.name):
                await self.world.pause(*DELAYS)
            if self.world.strikes(Fault.CRASH_AT_AWAIT, self.name):
                self.die()
            if self.world.strikes(Fault.PAUSE_AT_AWAIT, self.name):
                self.hold()
        if not self._running.is_set():
            await self._running.wait()
        self.must_live()

    def must_live(self) -> None:
        """Raises CancelledError in a process that is dead: no handler of errors keeps that."""
        if not self.alive:
            raise asyncio.CancelledError

    def spawn(self, work: Coroutine[Any, Any, Any], *, endless: bool = True) -> "asyncio.Task[Any]":
        """Run something as long as this process lives; what is `endless` may not end before it is told to stop."""
        task = self.world.loop.create_task(work)
        task.add_done_callback(self._ended if endless else self._came_to_an_end)
        self._tasks.append(task)
        return task

    def at_death(self, undo: Callable[[], None]) -> None:
        """What the surroundings do at once when this process dies: an open transaction is rolled back."""
        self._at_death.append(undo)

    def no_longer(self, undo: Callable[[], None]) -> None:
        """The reverse of `at_death`."""
        self._at_death.remove(undo)

    def hold(self) -> None:
        """Stop the process where it stands, for a while; the broker misses it if that lasts."""
        self._running.clear()
        loop = self.world.loop
        loop.call_later(self.world.chance.between(*PAUSES), self._go_on)
        loop.call_later(SESSION_SECONDS, self._be_missed)

    def _go_on(self) -> None:
        if self.alive and self.paused:
            self.world.tell(self.name, "goes on")
        self._running.set()

    def _be_missed(self) -> None:
        if self.alive and self.paused:
            self.missed()

    def die(self) -> None:
        """Kill it: nothing of it has any further effect."""
        if not self.alive:
            return
        self.alive = False
        self.world.tell(self.name, "dead")
        for undo in [*self._at_death]:
            undo()
        self._running.set()
        for task in self._tasks:
            task.cancel()

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        if not self.alive or self.stopping:
            return
        error = None if task.cancelled() else task.exception()
        coroutine: Any = task.get_coro()
        self.world.violated(self.name, f"a task has ended: {coroutine.__qualname__}: {error!r}")

    def _came_to_an_end(self, task: "asyncio.Task[Any]") -> None:
        error = None if task.cancelled() else task.exception()
        if self.alive and error and not isinstance(error, (OSError, Conflict, IntegrityError, ProblemDetail)):
            self.world.violated(self.name, f"unexpected: {error!r}")


def _nobody_cares() -> None:
    """There is no broker."""
