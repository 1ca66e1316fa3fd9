"""Runs as a table, one a line."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from aicmo.moments import age, duration
from aicmo.runs import Run, RunStatus
from aicmo.views.screen import words
from aicmo.views.statuses import badge
from aicmo.views.tables import Column, fitted_table

COLUMNS: Final = (
    Column("run"),
    Column("status"),
    Column("client", flexible=True),
    Column("step", from_width=90),
    Column("started", right=True),
    Column("took", from_width=120, right=True),
    Column("failure", from_width=120, flexible=True),
)


def run_table(runs: Sequence[Run], now: datetime, width: int) -> Table:
    """Show runs; steps, durations and reasons of failure only where the terminal is `width` enough for them."""
    return fitted_table(COLUMNS, (_cells(run, now) for run in runs), width)


def _cells(run: Run, now: datetime) -> tuple[RenderableType, ...]:
    took = duration((run.ended_at - run.started_at).total_seconds()) if run.ended_at and run.started_at else ""
    failure = run.failure
    reason = ": ".join(part for part in (failure.service, failure.reason) if part) if failure else ""
    return (
        words(run.id),
        badge(run.status),
        words(run.client_name),
        words(run.current_step),
        age(run.started_at, now),
        took,
        words(" ".join(reason.split()), "dim"),
    )


def stalled_lines(runs: Sequence[Run]) -> list[Text]:
    """Say, of each run that needs a person, in full what it waits for: a table would cut it."""
    stalled = [run for run in runs if run.status == RunStatus.STALLED and run.waits_for]
    return [words(f"{run.id} waits for: {' '.join(run.waits_for.split())}", "magenta") for run in stalled]
