"""The load: light briefs, good, refused at each step, cancelled, some submitted twice; a steady stream, and surges.

A surge comes with each fault, for a run takes a fraction of a second: a fault should meet many of them on their way.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random  # noqa: TID251 - chance comes from the seed that is given
from uuid import UUID

from e2e_briefs import (
    SHARES,
    Brief,
    brief_that_strategy_refuses,
    brief_with_problems,
    light_brief,
    run_refused_by,
)

from chaos.journal import Answer, End, Journal
from chaos.upstream import Upstream

AT_ONCE = 400
"""Submissions under way at most: while nothing answers no more are begun."""

TWICE = 0.1
OVER_HTTP = 0.4
LONGEST_BEFORE_CANCEL = 3.0
IN_SURGES = 0.6
"""The share of all briefs that comes in surges."""

SURGE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Story:
    """A kind of brief: what is wrong with it, how its run has to end, and how often it is drawn."""

    weight: int
    end: End
    brief: Brief
    refused_by: str | None = None
    cancelled: bool = False


def stories() -> Sequence[Story]:
    """Every kind of brief."""
    light = light_brief()
    return (
        Story(50, End.COMPLETED, light),
        *(Story(5, End.COMPENSATED, light, refused_by=step) for step in SHARES),
        Story(5, End.COMPENSATED, brief_that_strategy_refuses()),
        Story(5, End.COMPENSATED, brief_with_problems()),
        Story(20, End.EITHER, light, cancelled=True),
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What chance says about one brief: its way, whether it is sent again, the seconds before it and its cancel."""

    wait: float
    way: float
    again: float
    patience: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How many briefs are submitted at least, how many of them with each fault, and how many a second meanwhile."""

    runs: int
    surge: int
    rate: float

    @classmethod
    def of(cls, runs: int, faults: int, seconds: float) -> "Pace":
        """Spread briefs over faults and time."""
        return cls(runs, round(IN_SURGES * runs / max(1, faults)), (1 - IN_SURGES) * runs / seconds)


class Load:
    """Submits briefs and notes each in the journal."""

    def __init__(self, upstream: Upstream, journal: Journal, pace: Pace, seed: int) -> None:
        self._upstream = upstream
        self._journal = journal
        self._pace = pace
        self._chance = Random(seed)
        self._stories = stories()
        self._begun = 0
        self._under_way: set[asyncio.Task[None]] = set()

    async def flow(self, until: asyncio.Event) -> None:
        """Submit steadily until the event is set and there were enough; faster once it is set."""
        while self._begun < self._pace.runs or not until.is_set():
            await asyncio.sleep((0.1 if until.is_set() else 1.0) / self._pace.rate)
            self._begin(0.0)
        await asyncio.gather(*self._under_way)

    def surge(self) -> None:
        """Submit many within a second; returns at once."""
        for _ in range(self._pace.surge):
            self._begin(self._chance.uniform(0, SURGE_SECONDS))

    def _begin(self, wait: float) -> None:
        if len(self._under_way) >= AT_ONCE:
            return
        self._begun += 1
        story = self._chance.choices(self._stories, [each.weight for each in self._stories])[0]
        drawn = _Drawn(
            wait, self._chance.random(), self._chance.random(), self._chance.uniform(0, LONGEST_BEFORE_CANCEL)
        )
        task = asyncio.create_task(self._tell(story, drawn))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _tell(self, story: Story, drawn: _Drawn) -> None:
        await asyncio.sleep(drawn.wait)
        run = run_refused_by(story.refused_by)
        entry = self._journal.open(run, story.end)
        entry.answer = await self._submit(run, story.brief, drawn.way < OVER_HTTP)
        if story.cancelled and entry.answer is not Answer.REFUSED:
            await asyncio.sleep(drawn.patience)
            await self._upstream.cancel(run)
        elif drawn.again < TWICE:
            await self._again(run, story.brief, drawn.way)

    async def _again(self, run: UUID, brief: Brief, way: float) -> None:
        """The same brief once more, by the other way for half of them; what it is answered changes nothing."""
        if self._journal.entries[run].answer is Answer.ACCEPTED:
            await self._submit(run, brief, way < OVER_HTTP / 2)

    async def _submit(self, run: UUID, brief: Brief, over_http: bool) -> Answer:
        submit = self._upstream.over_http if over_http else self._upstream.over_kafka
        return await submit(run, brief)
