"""`aicmo runs` and `aicmo show`."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from aicmo.commands.arguments import JsonOption, RunArgument
from aicmo.moments import since as moment_since
from aicmo.runs import Run, RunStatus, fetch_run, list_runs, run_of
from aicmo.service import connect
from aicmo.views.run_detail import run_view
from aicmo.views.run_list import run_table, stalled_lines
from aicmo.views.screen import print_json, results, say


class StepName(StrEnum):
    """The steps that a run can be at."""

    ONBOARDING = "onboarding"
    STRATEGY = "strategy"
    PRODUCTION = "production"
    QC = "qc"
    DELIVERY = "delivery"


StatusOption = Annotated[
    RunStatus | None,
    typer.Option(
        metavar="STATUS", case_sensitive=False, help=f"How they stand: {', '.join(RunStatus)}.", show_default=False
    ),
]
StepOption = Annotated[
    StepName | None,
    typer.Option(
        metavar="STEP", case_sensitive=False, help=f"Where they are: {', '.join(StepName)}.", show_default=False
    ),
]
ClientOption = Annotated[str | None, typer.Option(metavar="NAME", help="Whose they are.", show_default=False)]
SinceOption = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="Started since: 30m, 2h, 7d, or 2026-03-01T09:00.", show_default=False),
]


def runs(
    status: StatusOption = None,
    step: StepOption = None,
    client: ClientOption = None,
    since: SinceOption = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many at most.")] = 20,
    every: Annotated[bool, typer.Option("--all", help="All of them, whatever the limit.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List runs, newest first."""
    now = datetime.now(UTC)
    filters = {
        "status": status,
        "step": step,
        "client": client,
        "since": moment_since(since, now).isoformat() if since else None,
    }
    with connect("orchestrator") as orchestrator:
        given = {name: str(value) for name, value in filters.items() if value}
        found, cursor = list_runs(orchestrator, given, None if every else limit)
    if as_json:
        print_json({"runs": found, "next_cursor": cursor})
        return
    _print_table([run_of(body) for body in found], now, cursor)


def show(run: RunArgument, as_json: JsonOption = False) -> None:
    """Show one run: its steps, timeline, and the evidence if it failed."""
    with connect("orchestrator") as orchestrator:
        body = fetch_run(orchestrator, run)
    if as_json:
        print_json(body)
        return
    results().print(run_view(run_of(body), datetime.now(UTC)))


def _print_table(found: list[Run], now: datetime, cursor: str | None) -> None:
    console = results()
    if found:
        console.print(run_table(found, now, console.width))
        for line in stalled_lines(found):
            console.print(line, soft_wrap=True)
    else:
        say("no runs")
    if cursor:
        say("there are more: --limit or --all", "dim")
