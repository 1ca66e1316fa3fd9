"""The progress of a run: a picture that redraws itself in a terminal, a line a change everywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from aicmo.progress import Change, Display, changes
from aicmo.runs import Run
from aicmo.views.screen import printable, words
from aicmo.views.statuses import LOOKS, UNKNOWN
from aicmo.views.steps import headline, step_table

FRAMES_A_SECOND: Final = 10


@contextmanager
def display_on(console: Console) -> Iterator[Display]:
    """Choose the picture for a terminal, lines for anything else, and put the terminal back at the end."""
    if not console.is_terminal:
        yield Lines(console)
        return
    picture = Picture()
    with Live(get_renderable=picture.render, console=console, refresh_per_second=FRAMES_A_SECOND):
        yield picture


@dataclass(slots=True)
class Lines:
    """A line for each change, written at once."""

    console: Console
    last: Run | None = None
    said: str = ""

    def show(self, run: Run) -> None:
        """Write what changed since the last look."""
        for change in changes(self.last, run):
            self.console.print(_line(change), soft_wrap=True)
        self.console.file.flush()
        self.last, self.said = run, ""

    def trouble(self, reason: str) -> None:
        """Write the reason, once for as long as it is the same."""
        if reason != self.said:
            self.console.print(words(f"{'':8} waiting: {reason}"), soft_wrap=True)
            self.console.file.flush()
        self.said = reason


def _line(change: Change) -> Text:
    look = LOOKS.get(change.status, UNKNOWN if change.subject == "run" else LOOKS["failed"])
    line = Text(f"{change.at:<8} {printable(change.subject):<12} ")
    line.append(f"{printable(change.status):<12}", style=look.style)
    line.append(f" {printable(change.detail)}")
    line.rstrip()
    return line


@dataclass(slots=True)
class Picture:
    """The five steps, redrawn while they move."""

    run: Run | None = None
    reason: str = ""
    spinner: Spinner = field(default_factory=lambda: Spinner("dots", style="cyan"))

    def show(self, run: Run) -> None:
        """Draw the run from now on."""
        self.run, self.reason = run, ""

    def trouble(self, reason: str) -> None:
        """Draw the reason under what was last known."""
        self.reason = reason

    def render(self) -> RenderableType:
        """Draw what is known at this moment."""
        now = datetime.now(UTC)
        parts: list[RenderableType] = []
        if self.run:
            parts += [headline(self.run, now), step_table(self.run.steps, now, self.spinner), *_remarks(self.run)]
        if self.reason:
            parts.append(words(f"waiting: {self.reason}", "yellow"))
        return Group(*parts) if parts else Text("asking …", style="dim")


def _remarks(run: Run) -> Iterator[Text]:
    if run.failure:
        what = f"{run.failure.service} {run.failure.kind}: ".lstrip()
        yield Text.assemble(words(what, "bold red"), words(run.failure.reason))
    if run.waits_for and not run.ended_at:
        yield Text.assemble(("waits for ", "dim"), words(run.waits_for))
