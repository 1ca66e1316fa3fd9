"""What a scenario's parts share: time, chance, the story, and whether faults still happen."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from simulation.chance import Chance
from simulation.kinds import Fault
from simulation.loop import SimulatedLoop
from simulation.story import Story

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class World:
    """One scenario's surroundings. `rates` are the chances of the faults that can happen at any await."""

    loop: SimulatedLoop
    chance: Chance
    story: Story
    rates: Mapping[Fault, float] = field(default_factory=dict)
    calm: bool = False
    leap: timedelta = timedelta(0)
    """What all clocks have been put forward by, so that long waits need no ticks."""
    last_faults: dict[str, float] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The true time."""
        return BEGINNING + self.leap + timedelta(seconds=self.loop.time())

    def tell(self, who: str, what: str) -> None:
        """Add a line to the story."""
        self.story.tell(self.loop.time(), who, what)

    def violated(self, who: str, what: str) -> None:
        """Add a breach of an invariant to the story."""
        self.story.violated(self.loop.time(), who, what)

    def strikes(self, fault: Fault, who: str) -> bool:
        """Whether a fault of this kind happens here and now."""
        rate = self.rates.get(fault)
        if not rate or self.calm or not self.chance.happens(rate):
            return False
        self.struck(fault, who)
        return True

    def struck(self, fault: Fault, who: str, about: str = "") -> None:
        """A fault has happened."""
        self.story.faults[fault] += 1
        self.last_faults[fault] = self.loop.time()
        if fault is not Fault.DELAY:
            self.tell(who, f"! {fault}{f': {about}' if about else ''}")

    async def pause(self, least: float, most: float) -> None:
        """Let a while pass."""
        await asyncio.sleep(self.chance.between(least, most))
