"""How a process writes to the broker: messages on their way, acknowledgements that never come."""

from collections.abc import Sequence

from chassis.records import Outgoing
from chassis.relay import Acknowledged
from simulation.broker import Broker
from simulation.kinds import Fault
from simulation.life import Life
from simulation.story import short

WIRE_SECONDS = (0.001, 0.01)
ARRIVES_AFTER_DEATH = 0.5


class SimulatedPublisher:
    """Implements `chassis.relay.Publisher`: in the order given, each acknowledged once, some wrongly as failed."""

    def __init__(self, broker: Broker, life: Life) -> None:
        self._broker = broker
        self._life = life
        self._free_at = 0.0

    async def publish(self, messages: Sequence[Outgoing], acknowledged: Acknowledged) -> None:
        """Send messages off; they arrive later, or do not."""
        await self._life.gate()
        world = self._life.world
        if world.strikes(Fault.PUBLISH_FAILED, self._life.name):
            raise ConnectionError("no connection to the broker")
        for message in messages:
            arrival = world.loop.time() + world.chance.between(*WIRE_SECONDS)
            self._free_at = max(self._free_at, arrival)
            world.loop.call_at(self._free_at, self._arrive, message, acknowledged)

    async def stop(self) -> None:
        """Nothing to give back."""

    def _arrive(self, message: Outgoing, acknowledged: Acknowledged) -> None:
        world, name = self._life.world, self._life.name
        if not self._life.alive:
            if world.chance.happens(ARRIVES_AFTER_DEATH):
                self._append(message, "arrives after its sender's death")
            return
        if self._broker.away or world.strikes(Fault.PUBLISH_REFUSED, name):
            acknowledged(message, ConnectionError("not taken"))
            return
        self._append(message, "published")
        if world.strikes(Fault.PUBLISH_REPEATED, name):
            self._append(message, "published again")
        lost = world.strikes(Fault.PUBLISH_UNACKNOWLEDGED, name)
        acknowledged(message, ConnectionError("no answer") if lost else None)

    def _append(self, message: Outgoing, how: str) -> None:
        kind = next((value for name, value in message.headers if name == "ce_type"), None) or b"?"
        self._life.world.tell(self._life.name, f"{how}: {message.topic} {kind.decode()} of {short(message.run)}")
        self._broker.append(message)
