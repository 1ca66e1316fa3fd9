"""The section on the whole time: its stretches, its checkpoints, and what the quarter after it needs."""

import math
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from contracts.strategy import Milestone
from production.domain.campaign.case import Case, case_of
from production.domain.figures import dated, moved, weeks
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.plans import LANDMARKS
from production.domain.wording import inside, plain, quoted, shortened
from production.domain.work import Work, Writer

MOST_ROWS = 6
FEWEST_ROWS = 2
MONTH = 4
REVIEWS = ("review", "half_time")


def quarterly_roadmap(work: Work) -> str:
    """Show the time in equal steps: each one's focus, what is due, and the question at its end."""
    case, material = case_of(work), work.material
    figures, step = case.figures, _step(case.figures.weeks)
    rows = [_stretch(case, turn, step) for turn in range(max(FEWEST_ROWS, math.ceil(figures.weeks / step)))]
    header = ("Weeks", "From", "Focus", "Due", "Question at the end")
    return body(
        material.say(
            f"{weeks(figures.weeks)} of {case.client} in steps of {step}, and what the quarter after them needs."
        ),
        table(header, sayable(material, rows)),
        heading("Checkpoints"),
        bullets(material, _checkpoints(case)),
        heading("The quarter after"),
        bullets(material, _after(case)),
    )


def _step(total: int) -> int:
    """Give the weeks of a row: four, or more of them where they would be too many rows, fewer for a short time."""
    if total <= MONTH:
        return math.ceil(total / FEWEST_ROWS)
    return MONTH * math.ceil(total / (MONTH * MOST_ROWS))


def _stretch(case: Case, turn: int, step: int) -> tuple[str, ...]:
    """Give one row; after the last week of a single one comes what goes on."""
    figures, first = case.figures, turn * step + 1
    start, last = figures.day(first), figures.day(first + step) - timedelta(days=1)
    focus = (case.pain(), case.reason(), case.doubt(), case.outcome(), case.shown(), case.outcome(1))[turn]
    question = (
        f"do {case.people} recognise themselves?",
        f"does {case.channel()} bring {case.aim.results}?",
        "which doubt is left?",
        f"does it last: {case.filled(case.aim.after)}?",
        "what can be left out?",
        "what goes on without an advertisement?",
    )[turn]
    stones = [stone for stone in case.material.strategy.timeline if start <= stone.due <= last]
    due = [plain(stone.title) for stone in sorted(stones, key=lambda stone: stone.kind not in LANDMARKS)]
    planned = case.material.guard.first(shortened(title, 70) for title in due) or f"{case.channel(turn)} reviewed"
    span = f"{first}-{min(first + step - 1, figures.weeks)}" if step > 1 else f"{first}"
    return (span if first <= figures.weeks else "after", dated(start), quoted(focus), planned, question)


def _checkpoints(case: Case) -> list[str]:
    """Quote the strategy's reviews next to a quarter, a half and three quarters of the time, and its final report."""
    figures, planned = case.figures, reviews(case)
    if planned:
        days = (figures.end - figures.start).days
        marks = [figures.start + timedelta(days=days * quarter // 4) for quarter in (1, 2, 3)]
        nearest = dict.fromkeys(min(planned, key=lambda stone: abs(stone.due - mark)) for mark in marks)
        last = [stone for stone in case.material.strategy.timeline if stone.kind == "final_report"]
        return [
            *(f"{dated(stone.due)}, {inside(plain(stone.title))}." for stone in (*nearest, *last)),
            f"Between them {case.client} expects an even pace from {dated(figures.launch)} on (assumed)."
            if case.material.brief.kpi_targets
            else "",
        ]
    goal = figures.goal
    moving = f"{inside(goal.name)} on its way {moved(goal)}" if goal else f"{case.aim.results} counted"
    return [
        f"{dated(figures.day(2))}: the starting point of {case.client} is measured.",
        f"{dated(figures.half)}: {moving}.",
    ]


def reviews(case: Case) -> list[Milestone]:
    """Give the strategy's reviews, half time among them."""
    return [stone for stone in case.material.strategy.timeline if stone.kind in REVIEWS]


def _after(case: Case) -> list[str]:
    begins = dated(case.figures.end + timedelta(days=1))
    return [
        f"From {begins} {case.client} keeps {case.channel()} and whatever beat its stop rule.",
        f"New subject, if the numbers agree: {quoted(case.outcome(1))}",
        f"To be planned around {case.trade.season}.",
    ]


WRITERS: Mapping[str, Writer] = MappingProxyType({"quarterly_roadmap": quarterly_roadmap})
