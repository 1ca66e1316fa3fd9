"""How wide a text is in Arial, so that slides are laid out without a font file.

Arial has the advance widths of Helvetica, as Adobe's font metrics (AFM) state them in thousandths of the size;
Liberation Sans has them too. Letters beyond ASCII count as their base letter, other scripts as wide as they can be.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

_REGULAR = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
_BOLD = (
    *(278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611),
    *(975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556),
    *(333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611),
    *(611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584),
)
_MARKS: Mapping[str, int] = MappingProxyType(
    {
        "–": 556,
        "—": 1000,
        "‘": 278,
        "’": 278,
        "“": 500,
        "”": 500,
        "…": 1000,
        "•": 350,
        "·": 333,
        "€": 556,
        "\u00a0": 278,
    }
)
FIRST, UNKNOWN, FULL = " ", 750, 1000


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line in points at `size` points."""
    return sum(_advance(character, bold) for character in text) * size / 1000


@lru_cache(maxsize=4096)
def _advance(character: str, bold: bool) -> int:
    if character in _MARKS:
        return _MARKS[character]
    if unicodedata.combining(character) or character == "\u200b":
        return 0
    base = unicodedata.normalize("NFD", character)[0]
    place, widths = ord(base) - ord(FIRST), _BOLD if bold else _REGULAR
    if 0 <= place < len(widths):
        return widths[place]
    return FULL if unicodedata.east_asian_width(character) in "WF" else UNKNOWN
