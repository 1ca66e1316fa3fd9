"""Makes text fit a box: how many lines it takes, which size it can have, where it continues on another slide."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from delivery.domain.text_width import width_of

ItemT = TypeVar("ItemT")

LINE = 1.2
"""A line's height in units of the size."""

SMALLEST = 12
"""In points: on a slide, smaller text can't be read from the second row."""


def wrapped(text: str, size: float, width: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines no wider than `width` points, a word that is wider than a line where it has to be."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        lines.extend(_lines(paragraph.split(), size, width, bold))
    return tuple(lines)


def height_of(text: str, size: float, width: float, *, bold: bool = False) -> float:
    """The height of a text in points when it is wrapped at `width`."""
    return len(wrapped(text, size, width, bold=bold)) * size * LINE


def shortened(text: str, size: float, width: float, lines: int) -> str:
    """The text; where it takes more than `lines` lines, cut after a word and marked with an ellipsis.

    A word that is too long alone is cut within.
    """
    found = wrapped(text, size, width)
    if len(found) <= lines:
        return text
    kept = " ".join(found[:lines])
    while kept and len(wrapped(_cut(kept), size, width)) > lines:
        kept = kept[: kept.rfind(" ")] if " " in kept else kept[:-1]
    return _cut(kept)


def parts(text: str, size: float, width: float, lines: int) -> tuple[str, ...]:
    """The text in parts of at most `lines` lines each."""
    found = wrapped(text, size, width)
    return tuple(" ".join(found[start : start + lines]) for start in range(0, len(found), lines))


def balanced(text: str, size: float, width: float, *, bold: bool = False) -> float:
    """The least width, down to half of `width`, at which the text takes no more lines: its lines are then alike."""
    lines = len(wrapped(text, size, width, bold=bold))
    tried = [width * part / 20 for part in range(20, 9, -1)]
    return min((each for each in tried if len(wrapped(text, size, each, bold=bold)) == lines), default=width)


def largest(sizes: Sequence[int], fits: Callable[[int], bool]) -> int | None:
    """The first of these sizes that fits."""
    return next((size for size in sizes if fits(size)), None)


def pages(items: Sequence[ItemT], height: Callable[[ItemT], float], limit: float) -> tuple[tuple[ItemT, ...], ...]:
    """The items in order on as many pages as they need, evenly full; an item higher than a page has one of its own."""
    least = _filled(items, height, limit)
    even = sum(height(item) for item in items) / max(1, len(least))
    for share in range(10):
        packed = _filled(items, height, min(limit, even + (limit - even) * share / 10))
        if len(packed) == len(least):
            return packed
    return least


def _filled(items: Sequence[ItemT], height: Callable[[ItemT], float], limit: float) -> tuple[tuple[ItemT, ...], ...]:
    found: list[list[ItemT]] = []
    room = 0.0
    for item in items:
        needed = height(item)
        if not found or needed > room:
            found.append([])
            room = limit
        found[-1].append(item)
        room -= needed
    return tuple(tuple(page) for page in found)


def _lines(words: Sequence[str], size: float, width: float, bold: bool) -> Iterator[str]:
    line = ""
    for word in words:
        candidate = f"{line} {word}" if line else word
        if width_of(candidate, size, bold=bold) <= width:
            line = candidate
            continue
        if line:
            yield line
        *full, line = _broken(word, size, width, bold)
        yield from full
    yield line


def _broken(word: str, size: float, width: float, bold: bool) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and width_of(pieces[-1] + character, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _cut(text: str) -> str:
    return text.rstrip(" ,;:.–-") + "…"
