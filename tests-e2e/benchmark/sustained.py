"""What the line keeps up: briefs come at a steady rate, whatever becomes of them, and the backlog must not grow."""

from bisect import bisect_right

from e2e_briefs import light_brief

from benchmark.line import Figures, always, course
from benchmark.load import Load, Runs, measure

SHARES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5)
MOMENTS = 90
GROWTH = 0.02
"""A backlog that takes up more than this share of what comes in is one that grows."""


async def sustained(servers: str, most: float, seconds: float) -> Figures:
    """The highest share of `most` runs a second at which the backlog stays; without figures where none does."""
    light = course(servers, always(light_brief()))
    for share in SHARES:
        rate = most * share
        count = max(1, int(rate * seconds))
        runs = await measure(light, Load(count, count, rate))
        if growth(runs) <= GROWTH:
            return {
                "sustained_runs_per_s": round(count / _span(runs), 1),
                "sustained_seconds": round(_span(runs), 1),
                "sustained_p99_ms": runs.milliseconds(runs.delivered, 0.99),
                "sustained_backlog": round(_backlogs(runs)[-1]),
            }
    return {}


def growth(runs: Runs) -> float:
    """By which share of the runs that came in the backlog grew, from the middle third of the sending to the last."""
    backlogs = _backlogs(runs)
    third = MOMENTS // 3
    middle, last = sum(backlogs[third : 2 * third]) / third, sum(backlogs[2 * third :]) / third
    return (last - middle) / (len(runs.sent) / 3)


def _backlogs(runs: Runs) -> list[int]:
    sent, ended = sorted(runs.sent.values()), sorted(runs.ended.values())
    step = _span(runs) / MOMENTS
    moments = [sent[0] + step * (number + 1) for number in range(MOMENTS)]
    return [bisect_right(sent, moment) - bisect_right(ended, moment) for moment in moments]


def _span(runs: Runs) -> float:
    return max(runs.sent.values()) - min(runs.sent.values())
