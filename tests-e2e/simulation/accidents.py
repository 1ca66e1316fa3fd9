"""What goes wrong at a moment: crashes, pauses, rebalances, outages, clocks and backups."""

from datetime import timedelta

from contracts.topics import ORCHESTRATOR, SERVICES
from simulation.kinds import Fault
from simulation.monitor import Monitor
from simulation.system import Replica, System

OUTAGES = (0.2, 4.0)
JUMPS = (-15.0, 15.0)


class Accidents:
    """Brings faults about."""

    def __init__(self, system: System, monitor: Monitor) -> None:
        self._system = system
        self._world = system.world
        self._monitor = monitor

    async def crash(self) -> None:
        """Kill a process."""
        replica = self._any()
        self._world.struck(Fault.CRASH, replica.name)
        replica.kill()

    async def pause(self) -> None:
        """Hold a process; its partitions go to another one if that lasts."""
        replica = self._any()
        self._world.struck(Fault.PAUSE, replica.name)
        replica.process.life.hold()

    async def restart(self) -> None:
        """Stop a process in good order and start it again."""
        replica = self._any()
        if replica.working:
            self._world.struck(Fault.RESTART, replica.name)
            replica.process.life.spawn(replica.restart(), endless=False)

    async def rebalance(self) -> None:
        """Give partitions out anew, running batches first."""
        service = self._world.chance.pick(SERVICES)
        self._world.struck(Fault.REBALANCE, service)
        await self._system.broker.groups[service].rebalance()

    async def take_away(self) -> None:
        """Give partitions out anew under the hands of who works on their records."""
        service = self._world.chance.pick(SERVICES)
        self._world.tell(service, "partitions are given out anew")
        self._system.broker.groups[service].give_out()

    async def database_away(self) -> None:
        """A database server is gone for a while."""
        store = self._system.stores[self._world.chance.pick(SERVICES)]
        self._world.struck(Fault.DATABASE_AWAY, store.service)
        store.away = True
        await self._world.pause(*OUTAGES)
        store.away = False

    async def broker_away(self) -> None:
        """The broker is gone for a while."""
        broker = self._system.broker
        self._world.struck(Fault.BROKER_AWAY, "broker")
        broker.away = True
        await self._world.pause(*OUTAGES)
        broker.away = False
        broker.wake_all()

    async def reset_offsets(self) -> None:
        """A group reads some of its partitions from the beginning."""
        service = self._world.chance.pick(SERVICES)
        group = self._system.broker.groups[service]
        self._world.struck(Fault.OFFSET_RESET, service)
        group.reset([place for place in group.places if self._world.chance.happens(0.7)])

    async def jump(self) -> None:
        """A process's wall clock is wrong from now on."""
        replica = self._any()
        seconds = self._world.chance.between(*JUMPS)
        self._world.struck(Fault.CLOCK_JUMP, replica.name, f"{seconds:+.1f} s")
        replica.process.life.clock.skew += timedelta(seconds=seconds)

    async def restore(self) -> None:
        """The orchestrator's database is lost; a copy from some seconds earlier takes its place."""
        store = self._system.stores[ORCHESTRATOR]
        async with store.turn:
            copy = store.backup()
        await self._world.pause(0.5, 5.0)
        self._world.struck(Fault.BACKUP_RESTORED, ORCHESTRATOR)
        for replica in self._system.of(ORCHESTRATOR):
            replica.kill()
        self._system.restored = True
        async with store.turn:
            store.restore(copy)
            self._monitor.forget_orchestrator()

    def _any(self) -> Replica:
        return self._world.chance.pick(self._system.replicas)
