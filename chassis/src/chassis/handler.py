"""A service's handler: sorts a batch's records by what they ask for, and has each kind done in its own transaction."""

from collections.abc import Sequence
from typing import ClassVar, Protocol

from chassis.batch import commit
from chassis.compensation import Compensation
from chassis.forward import ForwardStep
from chassis.openings import Openings
from chassis.records import Message, Readings, Record
from chassis.station import Entry, Station
from chassis.step import Step
from contracts.messages import StepCompensate
from contracts.payload import Payload
from contracts.registry import TYPES_BY_TOPIC
from contracts.topics import commands_of


class PassedBy(Payload):
    """A message that is for others: all that is read of it is the run."""

    type: ClassVar[str] = ""


def passing_by(step: Step) -> Readings:
    """How to read what the topics of a step's revisions alone carry, and it does not act on: others judge it.

    A whole package goes by there, whose reading would cost more than the step's own messages do.
    """
    others = set(step.revised_on.values()) - {step.topic}
    carried = {model for topic in others for model in TYPES_BY_TOPIC[topic]}
    return {model.type: PassedBy for model in carried - {*TYPES_BY_TOPIC[step.topic], *step.starting}}


class Handler(Protocol):
    """What a service does with its records."""

    topics: tuple[str, ...]
    gather_seconds: float
    """How long the next batch may gather at least, as the last one left it: 0 where somebody waits for each record."""

    async def handle(self, records: Sequence[Record]) -> None:
        """Handle all of them: each is done, known already, or among the dead letters when this returns."""


class StepHandler:
    """The handler of a step service."""

    gather_seconds = 0.0

    def __init__(self, step: Step, station: Station) -> None:
        self.topics: tuple[str, ...] = (*step.topics, commands_of(step.service))
        self._step = step
        self._readings = passing_by(step)
        self._starting = step.starting
        self._station = station
        self._forward = ForwardStep(step, station)
        self._compensation = Compensation(step, station)
        self._openings = Openings(step, station)

    async def handle(self, records: Sequence[Record]) -> None:
        """Park what can't be read; undo before anything else, so that no step starts for a run that is being undone."""
        messages = await self._station.read(records, self._readings)
        if commands := [each for each in messages if isinstance(each.payload, StepCompensate)]:
            await self._compensation.handle(commands)
        if openings := [each for each in messages if type(each.payload) in self._step.openings]:
            await self._openings.handle(openings)
        if starts := [each for each in messages if isinstance(each.payload, self._starting)]:
            await self._forward.handle(starts)
        await self._resolve([each for each in messages if each.record.dead_letter_id])

    async def perform_now(self, message: Message) -> Entry:
        """Perform the step for one message that came over HTTP, in the request's own transaction."""
        return (await self._forward.handle([message]))[0]

    async def _resolve(self, replayed: Sequence[Message]) -> None:
        """A record that was edited into a message which this step does not wait for is handled too: by nothing."""
        others = [each for each in replayed if not self._concerns(each.payload)]
        if handled := [key for each in others if (key := each.record.dead_letter_id)]:
            station, entry = self._station, Entry(handled=handled)
            await commit(station.database, station.clock, lambda tx: station.enter(tx, entry))

    def _concerns(self, payload: Payload) -> bool:
        return isinstance(payload, (StepCompensate, *self._starting)) or type(payload) in self._step.openings
