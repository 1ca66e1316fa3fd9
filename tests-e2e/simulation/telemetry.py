"""What a simulated process says of itself goes into the story, and its outcomes are counted."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from chassis.dead_letters import Fault as Letter
from chassis.telemetry import Note, Telemetry
from simulation.story import short
from simulation.world import World


class SimulatedTelemetry(Telemetry):
    """The chassis's own, heard by the story instead of by a log."""

    def __init__(self, service: str, name: str, world: World) -> None:
        # Metrics take longer to make than a scenario takes, and nobody reads them here.
        self.__dict__.update(_metrics(service).__dict__)
        self._name = name
        self._world = world

    def count(self, outcomes: Mapping[str, int]) -> None:
        """Count records by outcome."""
        for outcome, number in outcomes.items():
            self._world.story.states[f"outcome {outcome}"] += number

    def log(self, notes: Sequence[Note]) -> None:
        """Tell what became of runs."""
        for note in notes:
            self._world.tell(self._name, f"{note.event} {short(note.run)}")

    def fault(self, fault: Letter) -> None:
        """Tell that a record could not be handled."""
        what = "retrying" if fault.retry_at else "parked"
        self._world.tell(self._name, f"{what} {short(fault.run)}: {fault.error[:80]}")


@lru_cache
def _metrics(service: str) -> Telemetry:
    return Telemetry(service)
