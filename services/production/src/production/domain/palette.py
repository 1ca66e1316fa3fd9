"""The colours and fonts to draw in: the client's own where the brief gives them, readable in any case."""

import hashlib
import re
from dataclasses import dataclass

from contracts.brief import Brief

DARK, LIGHT = "#14161a", "#ffffff"

HOUSE_COLOURS = (
    ("#1f4e5f", "#e8a33d"),
    ("#3b2e5a", "#f2a1a1"),
    ("#1d5c42", "#f0c64f"),
    ("#7a2e39", "#f3d9b1"),
    ("#22365c", "#6fc2b4"),
)
"""Pairs for clients without a brand kit; which one is chosen by the client's name."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FONT = re.compile(r"[\w][\w -]{0,40}")


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #rrggbb: two of the client's, what is readable on each, and a pale ground tinted with the first."""

    primary: str
    accent: str
    ground: str
    on_primary: str
    on_accent: str
    ink: str


def palette(brief: Brief) -> Palette:
    """Choose the colours of a client."""
    stated = [colour.lower() for colour in brief.brand_kit.colours if _COLOUR.fullmatch(colour)]
    first, second = HOUSE_COLOURS[hashlib.sha256(brief.client_name.encode()).digest()[0] % len(HOUSE_COLOURS)]
    primary = stated[0] if stated else first
    accent = stated[1] if len(stated) > 1 else (mixed(primary, LIGHT, 0.55) if stated else second)
    ground = mixed(primary, LIGHT, 0.9)
    ink = primary if contrast(primary, ground) >= 4.5 else DARK
    return Palette(primary, accent, ground, readable_on(primary), readable_on(accent), ink)


def fonts(brief: Brief) -> str:
    """Give a CSS font list that begins with the client's own fonts."""
    stated = [f"'{font}'" for font in brief.brand_kit.fonts if _FONT.fullmatch(font)]
    return ", ".join([*stated[:2], "Helvetica", "Arial", "sans-serif"])


def readable_on(background: str) -> str:
    """Give white or near-black, whichever stands out more."""
    return max((LIGHT, DARK), key=lambda colour: contrast(colour, background))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """Mix two colours; `share` (0-1) is the part of the other."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _luminance(colour: str) -> float:
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _shares(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _shares(colour: str) -> list[float]:
    return [channel / 255 for channel in _channels(colour)]


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
