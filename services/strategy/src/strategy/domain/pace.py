"""How far the client's targets should be on the way: what reviews and decision rules are held against."""

from contracts.brief import Brief, KpiTarget
from strategy.domain.targets import headline
from strategy.domain.wording import counted, number, phrase, uncapped

_LAUNCH_SHARE, _LATEST_LAUNCH = 0.12, 14
"""The launch comes after this share of the campaign, after a fortnight at the latest; from there the pace is even."""


def launch_day(brief: Brief) -> int:
    """Give the day of the launch, counted from 0."""
    return min(int(_LAUNCH_SHARE * (7 * brief.duration_weeks - 1)), _LATEST_LAUNCH)


def expected(brief: Brief, share: float) -> str:
    """Say what should be reached after this share of the campaign, by an even pace; empty without a target."""
    wanted = headline(brief)
    if wanted is not None:
        reached = number(round(wanted.target * _progress(brief, share)))
        return f"{reached} of {counted(wanted.target, wanted.counted)} expected"
    moving = next((one for one in brief.kpi_targets if one.baseline is not None), None)
    return f"{uncapped(moving.metric)} at {waypoint(brief, moving, share)} expected" if moving else ""


def waypoint(brief: Brief, wanted: KpiTarget, share: float) -> str:
    """Give the value between baseline and target after this share of the campaign, with its unit."""
    start = wanted.baseline or 0
    value = start + (wanted.target - start) * _progress(brief, share)
    span = abs(wanted.target - start)
    written = number(round(value, 1 if span < 20 else 0)) if span >= 1 else number(round(value, 2))
    unit = phrase(wanted.unit)
    return written if unit.casefold() in wanted.metric.casefold() else f"{written} {unit}"


def _progress(brief: Brief, share: float) -> float:
    before = launch_day(brief) / (7 * brief.duration_weeks)
    return max(0.0, (share - before) / (1 - before))
