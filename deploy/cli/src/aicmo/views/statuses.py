"""How the states of runs, steps and dead letters look: one glyph and one colour each, everywhere the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rich.text import Text

from aicmo.views.screen import printable


@dataclass(frozen=True, slots=True)
class Look:
    """A glyph and a rich style."""

    glyph: str
    style: str


UNKNOWN: Final = Look("?", "magenta")
LOOKS: Final[Mapping[str, Look]] = {
    "RUNNING": Look("▶", "cyan"),
    "COMPENSATING": Look("◀", "yellow"),
    "COMPLETED": Look("✔", "bold green"),
    "COMPENSATED": Look("↺", "red"),
    "STALLED": Look("■", "bold magenta"),
    "waiting": Look("·", "dim"),
    "running": Look("▶", "cyan"),
    "done": Look("✔", "green"),
    "failed": Look("✘", "bold red"),
    "parked": Look("■", "bold magenta"),
    "compensating": Look("◀", "yellow"),
    "compensated": Look("↺", "yellow"),
    "refused": Look("⊘", "blue"),
    "retrying": Look("↻", "yellow"),
    "replayed": Look("✔", "green"),
    "discarded": Look("✘", "dim"),
}
SEVERITIES: Final[Mapping[str, str]] = {"BLOCKER": "bold red", "MAJOR": "yellow", "MINOR": "cyan"}


def badge(status: str) -> Text:
    """Show a state by its glyph, colour and name."""
    look = LOOKS.get(status, UNKNOWN)
    return Text(f"{look.glyph} {printable(status)}", style=look.style)
