"""One run with everything known of it."""

from collections.abc import Iterator
from datetime import datetime

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from aicmo.moments import clock_time, date_and_time
from aicmo.runs import Failure, Run
from aicmo.views.evidence import evidence_view
from aicmo.views.screen import words
from aicmo.views.steps import headline, step_table


def run_view(run: Run, now: datetime) -> Group:
    """Show a run: its headline, facts, steps, failure with evidence, and timeline."""
    return Group(*_parts(run, now))


def _parts(run: Run, now: datetime) -> Iterator[RenderableType]:
    yield headline(run, now)
    yield _facts(run)
    if run.steps:
        yield step_table(run.steps, now)
    if run.failure:
        yield _failure_panel(run.failure)
    if run.timeline:
        yield Text("timeline", style="bold")
        yield _timeline(run)


def _facts(run: Run) -> Table:
    table = Table.grid(padding=(0, 2))
    rows = {
        "started": date_and_time(run.started_at),
        "ended": date_and_time(run.ended_at),
        "retry of": run.retry_of,
        "waits for": run.waits_for,
        "retried as": ", ".join(run.retried_as),
    }
    for name, value in rows.items():
        if value:
            table.add_row(words(name, "dim"), words(value))
    return table


def _failure_panel(failure: Failure) -> Panel:
    parts: list[RenderableType] = [words(failure.reason)]
    if failure.evidence:
        parts += [Text(""), evidence_view(failure.evidence)]
    title = Text.assemble(" ", words(f"{failure.service} {failure.kind}".strip()), " ")
    return Panel(Group(*parts), title=title, title_align="left", border_style="red", box=box.ROUNDED)


def _timeline(run: Run) -> Table:
    table = Table.grid(padding=(0, 2))
    for entry in run.timeline:
        detail = words(entry.detail, "dim")
        table.add_row(Text(clock_time(entry.at), style="dim"), words(entry.service), words(entry.event), detail)
    return table
