"""Three social cards as SVG, 1080 by 1080, in the client's colours: the promise, the problem, the reasons."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from production.domain.calls import call_to_action
from production.domain.material import Material
from production.domain.palette import Palette, fonts, palette
from production.domain.wording import clip, opened, sentence

SIDE = 1080
MARGIN = 96
LINE_HEIGHT = 1.22


@dataclass(frozen=True, slots=True)
class Box:
    """Where a text stands, in pixels: its edges, its width and height, and the largest size of its letters."""

    left: int
    top: int
    width: int
    height: int
    size: int


def cards(material: Material) -> tuple[tuple[str, bytes], ...]:
    """Draw the cards; gives name and SVG of each."""
    colours = palette(material.brief)
    drawn = {
        "card-promise.svg": _promise(material, colours),
        "card-problem.svg": _problem(material, colours),
        "card-reasons.svg": _reasons(material, colours),
    }
    family = fonts(material.brief)
    return tuple((name, _page(shapes, family, material.client)) for name, shapes in drawn.items())


def _promise(material: Material, colours: Palette) -> list[str]:
    words = sentence(material.promise)
    return [
        _rectangle((0, 0, SIDE, SIDE), colours.primary),
        _rectangle((MARGIN, MARGIN, 120, 12), colours.accent),
        *_text(words, Box(MARGIN, 170, SIDE - 2 * MARGIN, 590, 92), colours.on_primary),
        _rectangle((0, 836, SIDE, SIDE - 836), colours.accent),
        *_signature(material, colours.on_accent),
    ]


def _problem(material: Material, colours: Palette) -> list[str]:
    problem = material.pains[0] if material.pains else material.audience
    change = material.outcomes[0] if material.outcomes else material.promise
    return [
        _rectangle((0, 0, SIDE, SIDE), colours.ground),
        _rectangle((0, 0, 28, SIDE), colours.primary),
        *_text(
            material.guard.first(("You may know this", material.client)),
            Box(MARGIN, 96, 880, 60, 36),
            colours.ink,
            weight="400",
        ),
        *_text(f"“{opened(problem)}”", Box(MARGIN, 164, 880, 290, 72), colours.ink),
        _rectangle((MARGIN, 480, 888, 4), colours.accent),
        *_text(
            material.guard.first(("What should change", material.client)),
            Box(MARGIN, 520, 880, 60, 36),
            colours.ink,
            weight="400",
        ),
        *_text(sentence(change), Box(MARGIN, 588, 880, 240, 60), colours.ink),
        *_signature(material, colours.ink),
    ]


def _reasons(material: Material, colours: Palette) -> list[str]:
    audience = f"Made for {material.inside(material.audience)}"
    reasons = (*material.differentiators, *material.proofs, *material.outcomes, material.product, audience)[:3]
    rows = [shape for place, reason in enumerate(reasons) for shape in _reason(place, reason, colours)]
    heading = material.guard.first(("Good to know", material.client))
    return [
        _rectangle((0, 0, SIDE, SIDE), colours.accent),
        *_text(heading, Box(MARGIN, 88, 888, 100, 72), colours.on_accent),
        *rows,
        *_signature(material, colours.on_accent),
    ]


def _reason(place: int, reason: str, colours: Palette) -> list[str]:
    top = 220 + place * 200
    return [
        f'<circle cx="{MARGIN + 40}" cy="{top + 70}" r="40" fill="{colours.primary}"/>',
        f'<text x="{MARGIN + 40}" y="{top + 85}" font-size="42" font-weight="700" text-anchor="middle" '
        f'fill="{colours.on_primary}">{place + 1}</text>',
        *_text(sentence(reason), Box(MARGIN + 116, top, 772, 170, 48), colours.on_accent),
    ]


def _signature(material: Material, colour: str) -> list[str]:
    call = call_to_action(material, 3)
    return [
        *_text(clip(material.client, 60), Box(MARGIN, 872, 888, 60, 48), colour),
        *_text(call, Box(MARGIN, 944, 888, 50, 34), colour, weight="400"),
    ]


def _page(shapes: Iterable[str], family: str, title: str) -> bytes:
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}" '
        f"font-family={quoteattr(family)}>"
    )
    return "\n".join((opening, f"<title>{escape(title)}</title>", *shapes, "</svg>\n")).encode()


def _rectangle(edges: tuple[int, int, int, int], colour: str) -> str:
    left, top, width, height = edges
    return f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{colour}"/>'


def _text(text: str, box: Box, colour: str, weight: str = "700") -> list[str]:
    size, lines = fitted(text, box)
    return [
        f'<text x="{box.left}" y="{round(box.top + size * (0.9 + LINE_HEIGHT * place))}" font-size="{size}" '
        f'font-weight="{weight}" fill="{colour}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    ]


def fitted(text: str, box: Box) -> tuple[int, list[str]]:
    """Give the largest size at which the text fits its box, and its lines; cut where even the smallest is too large."""
    for size in range(box.size, 25, -2):
        lines = wrapped(text, box.width / size)
        if len(lines) * size * LINE_HEIGHT <= box.height:
            return size, lines
    lines = wrapped(text, box.width / 26)[: max(int(box.height / (26 * LINE_HEIGHT)), 1)]
    return 26, [*lines[:-1], f"{lines[-1].rstrip(' .,;:')[:-1]}…"]


def wrapped(text: str, width: float) -> list[str]:
    """Break a text into lines of at most `width` ems; a word that is longer than a line is broken itself."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if ems(joined) <= width:
            lines[-1] = joined
            continue
        *full, rest = _pieces(word, width)
        lines += [*full, rest]
    return [line for line in lines if line]


def _pieces(word: str, width: float) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and ems(pieces[-1] + sign) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def ems(text: str) -> float:
    """Give a width that the text doesn't exceed in the usual bold sans-serif fonts, in ems."""
    return sum(_em(sign) for sign in text)


def _em(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.05
    if sign in "MWmw@%—…":
        return 0.95
    return 0.74 if sign.isupper() or not sign.isascii() else 0.6
