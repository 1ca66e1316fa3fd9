"""What a report is made of: chapters of blocks whose text is literal, so that no renderer has markup to interpret."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; `link` is an http, https or mailto address, empty where it leads nowhere."""

    text: str
    style: Literal["plain", "strong", "emphasis", "code"] = "plain"
    link: str = ""


Text = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a chapter; level 2 is directly under the chapter's title."""

    text: Text
    level: int = 2
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a quotation."""

    text: Text
    quoted: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list; depth 0 is the outermost; one without a `number` has a bullet."""

    text: Text
    depth: int = 0
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    items: tuple[Item, ...]
    kind: Literal["listing"] = "listing"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as `header`."""

    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: 0 to 100 percent, and what is written beside it."""

    label: str
    percent: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars; `title` says of what."""

    title: str

    bars: tuple[Bar, ...]
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True, slots=True)
class Goal:
    """From where to where a KPI is to go: both as they are written, and as percent of the larger of the two.

    `start` is None where the baseline has yet to be measured.
    """

    label: str
    baseline: str
    target: str
    start: int | None
    end: int


@dataclass(frozen=True, slots=True)
class Goals:
    """Two bars a KPI, baseline and target; each KPI has a scale of its own."""

    goals: tuple[Goal, ...]
    kind: Literal["goals"] = "goals"


Block = Heading | Paragraph | Listing | Table | Chart | Goals


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter."""

    title: str
    blocks: tuple[Block, ...]


def plain(text: str) -> Text:
    """Text in no particular style."""
    return (Run(text),)


def strong(text: str) -> Text:
    """Text that stands out."""
    return (Run(text, "strong"),)
