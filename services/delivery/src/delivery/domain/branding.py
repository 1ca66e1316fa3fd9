"""The colours of a package: the client's own primary colour, with text on it and from it that can be read.

Contrast is the WCAG 2.2 ratio, 1 to 21; body text needs 4.5 (success criterion 1.4.3).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from contracts.brief import BrandKit

DEFAULT_COLOUR = "#1f3a5f"
READABLE = 4.5
WHITE = "#ffffff"
BLACK = "#000000"
_HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Branding:
    """Who made the package and its colours (#rrggbb).

    `primary` fills areas, `on_primary` is text on it, `ink` is the primary colour dark enough to be text on white and
    on its tint.
    """

    agency: str
    primary: str
    on_primary: str
    ink: str
    from_brand_kit: bool


def branding_for(kit: BrandKit, agency: str) -> Branding:
    """Choose the colours: the kit's first valid one, else the default."""
    valid = [colour.strip().lower() for colour in kit.colours if _HEX.fullmatch(colour.strip().lower())]
    primary = valid[0] if valid else DEFAULT_COLOUR
    on_primary = max((WHITE, BLACK), key=lambda text: contrast(text, primary))
    return Branding(agency, primary, on_primary, readable_ink(primary), bool(valid))


@lru_cache(maxsize=1024)
def readable_ink(colour: str) -> str:
    """The colour itself, or darkened in equal steps until it can be read on its own tint, and so on white."""
    parts, ground = _channels(colour), tint_of(colour)
    for step in range(101):
        darker = "#" + "".join(f"{part * (100 - step) // 100:02x}" for part in parts)
        if contrast(darker, ground) >= READABLE:
            return darker
    return BLACK


@lru_cache(maxsize=1024)
def tint_of(colour: str) -> str:
    """The colour thinned with white until it is a ground for dark text: 8 parts of it in 100."""
    return "#" + "".join(f"{255 - (255 - part) * 8 // 100:02x}" for part in _channels(colour))


@lru_cache(maxsize=1024)
def contrast(first: str, second: str) -> float:
    """The WCAG contrast ratio of two colours."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
