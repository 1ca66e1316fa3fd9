"""Lays text out on slides: the largest size that fits, and more slides rather than a size that nobody can read."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from delivery.domain.blocks import Goal
from delivery.domain.fitting import LINE, SMALLEST, height_of, largest, pages, parts, shortened, wrapped
from delivery.domain.slides import FULL, ROOM, Card, Cards, Progress, Sheet, Slide, Statement, Words

PANEL = 272
"""The width of the panel of facts beside a text."""

GAP = 24
BETWEEN = 0.55
"""The space between paragraphs in units of their size."""

SAFETY = 0.97
"""How much of a width is used: programs that show slides don't break lines at quite the same place."""

MARK = 26
CARD_PADDING = 14
CELL_PADDING = 12
MOST_LINES_OF_A_CELL = 8
GOAL_LABEL, GOAL_VALUE = 250, 210
GOALS_ON_A_SLIDE = 7


def words(
    title: str, paragraphs: Sequence[str], *, marks: Sequence[str] = (), facts: Sequence[tuple[str, str]] = ()
) -> list[Slide]:
    """A text on as many slides as it needs; with facts, beside them on the first."""
    width = (FULL - (PANEL + GAP if facts else 0) - (MARK if marks else 0)) * SAFETY
    size = largest((22, 20, 18, 16, 15, 14), lambda size: _stacked(paragraphs, size, width) <= ROOM) or 14
    lines = int(ROOM / (size * LINE)) - 1
    entries = [
        (part, mark if first else "")
        for paragraph, mark in zip(paragraphs, marks or [""] * len(paragraphs), strict=True)
        for first, part in zip((True, *[False] * 999), parts(paragraph, size, width, lines), strict=False)
    ]
    groups = pages(entries, lambda entry: _height(entry[0], size, width), ROOM)
    slides: list[Slide] = [
        Words(
            numbered(title, place, len(groups)),
            tuple(part for part, _ in group),
            size,
            tuple(mark for _, mark in group) if marks else (),
            tuple(facts) if place == 0 else (),
        )
        for place, group in enumerate(groups)
    ]
    return slides


def statement(title: str, text: str, heading: str, points: Sequence[str]) -> Slide:
    """A sentence to remember over the left half, its proofs on the right as far as they fit."""
    width = STATEMENT_WIDTH * SAFETY
    size = largest((32, 28, 26, 24, 22, 20, 18, 16), lambda size: height_of(text, size, width, bold=True) <= 300) or 16
    shown = shortened(text, size, width, int(300 / (size * LINE)))
    beside = (FULL - STATEMENT_WIDTH - 2 * STATEMENT_PADDING - GAP - MARK) * SAFETY
    kept = list(points)
    while len(kept) > 1 and _stacked(kept, 14, beside) > ROOM - 34:
        kept.pop()
    points_size = largest((18, 16, 15, 14), lambda size: _stacked(kept, size, beside) <= ROOM - 34) or SMALLEST
    cut = tuple(shortened(point, points_size, beside, 8) for point in kept)
    return Statement(title, shown, size, heading, cut, points_size)


STATEMENT_WIDTH, STATEMENT_PADDING = 400, 28


def cards(title: str, entries: Sequence[Card], most: int = 3) -> list[Slide]:
    """Cards side by side, fewer of them on a slide where their text is long."""
    if not entries:
        return []
    beside = min(most, len(entries))
    while beside > 1 and not _fit_beside(entries, beside):
        beside -= 1
    groups = [entries[start : start + beside] for start in range(0, len(entries), beside)]
    evened = _evened(groups)
    widest = max(len(group) for group in evened)
    size = largest((18, 17, 16, 15, 14, 13), lambda size: max(card_height(c, size, widest) for c in entries) <= ROOM)
    return [
        Cards(
            numbered(title, place, len(evened)),
            tuple(_trimmed(card, size or SMALLEST, len(group)) for card in group),
            size or SMALLEST,
        )
        for place, group in enumerate(evened)
    ]


def sheet(title: str, header: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]) -> list[Slide]:
    """A table on as many slides as it needs, its header on each; `shares` are the columns' parts of the width."""
    widths = tuple(FULL * share / sum(shares) for share in shares)
    least = len(_rows_by_slide(header, rows, SMALLEST, widths))
    size = largest((16, 15, 14, 13), lambda size: len(_rows_by_slide(header, rows, size, widths)) == least) or SMALLEST
    groups, head = _rows_by_slide(header, rows, size, widths), _row_height(header, size, widths, bold=True)
    return [
        Sheet(
            numbered(title, place, len(groups)),
            tuple(header),
            group,
            widths,
            (head, *(_row_height(row, size, widths) for row in group)),
            size,
        )
        for place, group in enumerate(groups)
    ]


def progress(title: str, goals: Sequence[Goal], note: str) -> list[Slide]:
    """KPIs with their two bars, seven on a slide at most."""
    if not goals:
        return []
    count = -(-len(goals) // GOALS_ON_A_SLIDE)
    each = -(-len(goals) // count)
    shown = [replace(goal, label=shortened(goal.label, 14, GOAL_LABEL * SAFETY, 2)) for goal in goals]
    return [
        Progress(numbered(title, place, count), tuple(shown[start : start + each]), 14, note)
        for place, start in enumerate(range(0, len(shown), each))
    ]


def numbered(title: str, place: int, count: int) -> str:
    """The title, with its place where it is on several slides; `place` counts from 0."""
    return title if count == 1 else f"{title} ({place + 1} of {count})"


def card_width(beside: int) -> float:
    """The width of one of so many cards, text and padding."""
    return (FULL - GAP * (beside - 1)) / beside


def card_height(card: Card, size: int, beside: int) -> float:
    """The height of a card's text at a size."""
    width = (card_width(beside) - 2 * CARD_PADDING) * SAFETY
    heading = height_of(card.heading, size + 4, width, bold=True)
    labelled = (size * LINE + height_of(text, size, width) + size * BETWEEN for label, text in card.lines)
    return heading + size * BETWEEN + height_of(card.text, size, width) + sum(labelled) + 2 * CARD_PADDING


def _fit_beside(entries: Sequence[Card], beside: int) -> bool:
    return all(card_height(card, SMALLEST, beside) <= ROOM for card in entries)


def _trimmed(card: Card, size: int, beside: int) -> Card:
    """The card without its last lines, and with a shorter text, where even so it would leave the slide."""
    width = (card_width(beside) - 2 * CARD_PADDING) * SAFETY
    trimmed = replace(card, heading=shortened(card.heading, size + 4, width, 3))
    while trimmed.lines and card_height(trimmed, size, beside) > ROOM:
        trimmed = replace(trimmed, lines=trimmed.lines[:-1])
    lines = len(wrapped(trimmed.text, size, width))
    while lines > 1 and card_height(trimmed, size, beside) > ROOM:
        lines -= 1
        trimmed = replace(trimmed, text=shortened(card.text, size, width, lines))
    return trimmed


def _evened(groups: Sequence[Sequence[Card]]) -> list[Sequence[Card]]:
    # A last slide with fewer cards than the others takes one from the slide before.
    moved = [list(group) for group in groups]
    for before, after in pairwise(moved):
        while len(before) > len(after) + 1:
            after.insert(0, before.pop())
    return list(moved)


def _stacked(paragraphs: Sequence[str], size: int, width: float) -> float:
    return sum(_height(paragraph, size, width) for paragraph in paragraphs)


def _height(paragraph: str, size: int, width: float) -> float:
    return height_of(paragraph, size, width) + size * BETWEEN


def _rows_by_slide(
    header: Sequence[str], rows: Sequence[Sequence[str]], size: int, widths: Sequence[float]
) -> tuple[tuple[tuple[str, ...], ...], ...]:
    shown = [
        tuple(
            shortened(cell, size, (width - CELL_PADDING) * SAFETY, MOST_LINES_OF_A_CELL)
            for cell, width in zip(row, widths, strict=True)
        )
        for row in rows
    ]
    room = ROOM - _row_height(header, size, widths, bold=True)
    return pages(shown, lambda row: _row_height(row, size, widths), room)


def _row_height(row: Sequence[str], size: int, widths: Sequence[float], *, bold: bool = False) -> float:
    def lines(cell: str, width: float) -> int:
        return min(MOST_LINES_OF_A_CELL, len(wrapped(cell, size, (width - CELL_PADDING) * SAFETY, bold=bold)))

    return max(lines(cell, width) for cell, width in zip(row, widths, strict=True)) * size * LINE + CELL_PADDING
