"""What a slide shows, already laid out: every text with the size at which it fits. Lengths are points, 72 an inch."""

from dataclasses import dataclass

from delivery.domain.blocks import Bar, Goal

WIDTH, HEIGHT = 960, 540
MARGIN = 48
FULL = WIDTH - 2 * MARGIN
TOP, ROOM = 116, 372
"""Where a slide's content begins under its title, and the height it may take."""

TITLE_SIZE = 28


@dataclass(frozen=True, slots=True)
class Cover:
    """The first slide."""

    title: str
    title_size: int
    title_width: float
    client: str
    prepared_by: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs, or a list where `marks` has a mark for each; `facts` stand beside them."""

    title: str
    paragraphs: tuple[str, ...]
    size: int
    marks: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence to remember, large, and what proves it."""

    title: str
    text: str
    text_size: int
    heading: str
    points: tuple[str, ...]
    points_size: int


@dataclass(frozen=True, slots=True)
class Card:
    """A person or a theme: a name, a sentence, and labelled lines."""

    heading: str
    text: str
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards side by side."""

    title: str
    cards: tuple[Card, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table; `heights` are those of its rows, the header's first."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Shares:
    """The budget's shares as a chart, with what they are shares of."""

    title: str
    bars: tuple[Bar, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """KPIs from baseline to target."""

    title: str
    goals: tuple[Goal, ...]
    size: int
    note: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar: its date and channel, and what it is about."""

    heading: str
    theme: str


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday to Sunday; a day without a post is None."""

    title: str
    weeks: tuple[tuple[Day | None, ...], ...]
    size: int


Slide = Cover | Words | Statement | Cards | Sheet | Shares | Progress | Month


@dataclass(frozen=True, slots=True)
class Deck:
    """A whole deck; `footer` stands on every slide but the cover."""

    title: str
    client: str
    agency: str
    footer: str
    slides: tuple[Slide, ...]
