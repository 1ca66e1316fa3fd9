"""The report's charts as SVG for the page: shapes and text alone, readable without colours."""

from collections.abc import Iterator
from html import escape

from delivery.domain.blocks import Chart, Goal, Goals
from delivery.domain.fitting import shortened
from delivery.domain.text_width import width_of

WIDTH, LABEL, VALUE = 720, 220, 170
"""In pixels; at 14 pixels, text is as wide as at 14 points in points."""

SIZE, BAR, STEP = 14, 18, 34
GOAL_BAR, GOAL_STEP = 11, 44
GROUND, BASELINE, BODY, QUIET = "#f1f3f6", "#a3acb9", "#20242c", "#5b6472"


def budget_drawing(chart: Chart, ink: str) -> str:
    """One bar a channel; the longest takes the whole width."""
    most = max((bar.percent for bar in chart.bars), default=0) or 1
    spoken = "; ".join(f"{bar.label} {bar.note}" for bar in chart.bars)
    lines: list[str] = []
    for place, bar in enumerate(chart.bars):
        top = place * STEP
        length = _room() * max(0, min(most, bar.percent)) / most
        lines += [_text(0, top + 14, bar.label, BODY), _area(top, BAR, _room(), GROUND), _area(top, BAR, length, ink)]
        lines.append(_text(WIDTH - VALUE + 12, top + 14, bar.note, BODY, VALUE - 12))
    return _drawing(chart.title, spoken, STEP * len(chart.bars), lines)


def goals_drawing(goals: Goals, ink: str) -> str:
    """Two bars a KPI: baseline above, target below."""
    spoken = "; ".join(f"{goal.label} from {goal.baseline} to {goal.target}" for goal in goals.goals)
    lines = [line for place, goal in enumerate(goals.goals) for line in _goal(goal, place * GOAL_STEP, ink)]
    return _drawing("KPIs from baseline to target", spoken, GOAL_STEP * len(goals.goals), lines)


def _goal(goal: Goal, top: int, ink: str) -> Iterator[str]:
    yield _text(0, top + 14, goal.label, BODY)
    if goal.start is not None:
        yield _area(top + 2, GOAL_BAR, _room() * goal.start / 100, BASELINE)
    yield _area(top + 17, GOAL_BAR, _room() * goal.end / 100, ink)
    yield _text(WIDTH - VALUE + 12, top + 12, goal.baseline, QUIET, VALUE - 12)
    yield _text(WIDTH - VALUE + 12, top + 28, goal.target, ink, VALUE - 12)


def _drawing(title: str, spoken: str, height: int, lines: list[str]) -> str:
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="Arial, Helvetica, sans-serif" font-size="{SIZE}">'
        f"<title>{escape(title)}</title><desc>{escape(spoken)}</desc>{''.join(lines)}</svg>"
    )


def _room() -> int:
    return WIDTH - LABEL - VALUE


def _area(top: int, height: int, width: float, fill: str) -> str:
    return f'<rect x="{LABEL}" y="{top}" width="{width:.1f}" height="{height}" fill="{fill}"/>'


def _text(left: int, base: int, words: str, fill: str, room: int = LABEL - 12) -> str:
    shown = words if width_of(words, SIZE) <= room else shortened(words, SIZE, room, 1)
    return f'<text x="{left}" y="{base}" fill="{fill}">{escape(shown)}</text>'
