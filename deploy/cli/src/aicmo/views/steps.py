"""The five steps of a run, as a table that `show` prints once and `watch` draws again and again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from rich.console import RenderableType
from rich.progress_bar import ProgressBar
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from aicmo.moments import clock_time, duration
from aicmo.runs import Run, Step
from aicmo.views.screen import words
from aicmo.views.statuses import LOOKS, UNKNOWN, badge
from aicmo.views.tables import empty_table

MOVING: Final = frozenset({"running", "compensating"})
BAR: Final = 24
BACKGROUND: Final = "grey23"


def step_table(steps: Sequence[Step], now: datetime, moving: Spinner | None = None) -> Table:
    """Show steps in their order; `moving` is the spinner of what is under way, if the table will be redrawn."""
    table = empty_table()
    table.add_column("step", min_width=11)
    table.add_column("status", min_width=14, no_wrap=True)
    table.add_column("share", min_width=5, max_width=BAR)
    table.add_column("took", justify="right", min_width=8, no_wrap=True)
    table.add_column("tries", justify="right", no_wrap=True)
    table.add_column("started", no_wrap=True)
    table.add_column("deadline", no_wrap=True)
    longest = max((elapsed(step, now) or 0 for step in steps), default=0)
    for step in steps:
        table.add_row(*_cells(step, now, longest, moving))
    return table


def elapsed(step: Step, now: datetime) -> float | None:
    """Give the seconds a step took, or has taken until now; None where it has not begun."""
    if step.elapsed is not None:
        return step.elapsed
    if step.started_at is None:
        return None
    return max(((step.finished_at or now) - step.started_at).total_seconds(), 0)


def _cells(step: Step, now: datetime, longest: float, moving: Spinner | None) -> tuple[RenderableType, ...]:
    took = elapsed(step, now)
    begun = step.status != "waiting"
    return (
        words(step.service, "" if begun else "dim"),
        _status(step, moving),
        _bar(took, longest, step.status),
        duration(took) if took is not None else "",
        str(step.attempts) if step.attempts else "",
        clock_time(step.started_at),
        clock_time(step.deadline_at) if step.status in MOVING | {"waiting", "parked"} else "",
    )


def _status(step: Step, moving: Spinner | None) -> RenderableType:
    if moving is None or step.status not in MOVING:
        return badge(step.status)
    row = Table.grid(padding=(0, 1))
    row.add_row(moving, Text(step.status, style=LOOKS[step.status].style))
    return row


def _bar(took: float | None, longest: float, status: str) -> RenderableType:
    if not took or not longest:
        return ""
    style = LOOKS.get(status, UNKNOWN).style
    return ProgressBar(longest, took, style=BACKGROUND, complete_style=style, finished_style=style)


def headline(run: Run, now: datetime) -> Text:
    """Show in one line whose run it is, where it stands and how long it has taken."""
    taken = duration(((run.ended_at or now) - run.started_at).total_seconds()) if run.started_at else ""
    parts = (badge(run.status), words(run.client_name, "bold"), words(run.package), Text(taken), words(run.id, "dim"))
    return Text("  ").join(part for part in parts if part)
