"""Whether memory stays flat: a load that the line keeps up easily, for as long as is asked, and what each part holds.

The first sixth of the time is for warming up. Of each of the five others the mean is taken: a part that keeps what it
should let go grows from each to the next.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from e2e_briefs import light_brief
from e2e_system import System

from benchmark.line import always, course
from benchmark.load import Load, measure
from benchmark.memory import Megabytes, held_now
from local_stack.state import State

RUNS_PER_SECOND = 60.0
SAMPLES_AT_LEAST = 60
PERIODS = 6

Sample = tuple[float, Megabytes]
"""A moment, in seconds of one clock, and the megabytes that each part held then."""


@dataclass(frozen=True, slots=True)
class Periods:
    """The mean megabytes of each part in each of the periods behind the first, in their order."""

    means: Mapping[str, Sequence[float]]

    @property
    def growth(self) -> Megabytes:
        """By how many megabytes each part's last period differs from its second."""
        return {name: round(means[-1] - means[0], 1) for name, means in self.means.items()}


def periods_of(samples: Sequence[Sample]) -> Periods:
    """The periods of these samples, by their moments; a part that wasn't there all the time is left out."""
    first, last = samples[0][0], samples[-1][0]
    length = (last - first) / PERIODS
    means: dict[str, list[float]] = {name: [] for name in samples[0][1]}
    for number in range(1, PERIODS):
        begin, end = first + number * length, first + (number + 1) * length
        within = [held for moment, held in samples if begin <= moment <= end]
        for name, found in means.items():
            values = [held[name] for held in within if name in held]
            found += [round(sum(values) / len(values), 1)] if values else []
    return Periods({name: found for name, found in means.items() if len(found) == PERIODS - 1})


async def endurance(system: System, seconds: float) -> dict[str, object]:
    """Keep up the load, and look at what each part holds every minute, or more often where that is too rare."""
    light = course(system.bootstrap_servers, always(light_brief()))
    count = int(seconds * RUNS_PER_SECOND)
    samples: list[Sample] = []
    looking = asyncio.create_task(_look(system.state, samples, min(60.0, seconds / SAMPLES_AT_LEAST)))
    try:
        runs = await measure(light, Load(count, count, RUNS_PER_SECOND))
    finally:
        looking.cancel()
    periods = periods_of(samples)
    return {
        "endurance_seconds": round(runs.seconds, 1),
        "endurance_runs": len(runs.ended),
        "endurance_p99_ms": runs.milliseconds(runs.delivered, 0.99),
        "endurance_growth_mb": round(sum(periods.growth.values()), 1),
        "endurance_growth_mb_by_process": periods.growth,
        "endurance_rss_mb_by_process": dict(periods.means),
    }


async def _look(state: State, samples: list[Sample], every: float) -> None:
    while True:
        samples.append((time.monotonic(), held_now(state)))
        await asyncio.sleep(every)
