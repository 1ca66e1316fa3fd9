"""How far the client's targets should be on the way: what reviews and decision rules are held against."""

from contracts.brief import Brief, KpiTarget
from strategy.domain.targets import headline
from strategy.domain.wording import number, phrase, uncapped

_START_SHARE = 0.12
"""Nothing is bought before the launch, which comes after this share of the time; from there the pace is even."""


def expected(brief: Brief, share: float) -> str:
    """Say what should be reached after this share of the campaign, by an even pace; empty without a target."""
    wanted = headline(brief)
    if wanted is not None:
        return f"{number(round(wanted.target * _progress(share)))} of {number(wanted.target)} {wanted.counted} expected"
    moving = next((one for one in brief.kpi_targets if one.baseline is not None), None)
    return f"{uncapped(moving.metric)} at {waypoint(moving, share)} expected" if moving else ""


def waypoint(wanted: KpiTarget, share: float) -> str:
    """Give the value between baseline and target after this share of the campaign, with its unit."""
    start = wanted.baseline or 0
    value = start + (wanted.target - start) * _progress(share)
    span = abs(wanted.target - start)
    written = number(round(value, 1 if span < 20 else 0)) if span >= 1 else number(round(value, 2))
    unit = phrase(wanted.unit)
    return written if unit.casefold() in wanted.metric.casefold() else f"{written} {unit}"


def _progress(share: float) -> float:
    return max(0.0, (share - _START_SHARE) / (1 - _START_SHARE))
