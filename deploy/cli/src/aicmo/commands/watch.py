"""`aicmo watch`."""

import time
from typing import Annotated, Final
from uuid import UUID

import typer
from rich.console import Console

from aicmo.commands.arguments import RunArgument, TimeoutOption
from aicmo.errors import ExitCode
from aicmo.progress import Clock, Pace, follow
from aicmo.runs import fetch_run, run_of
from aicmo.service import connect
from aicmo.views.progress import display_on
from aicmo.views.screen import results, say

ANSWER_LIMIT: Final = 5.0


def watch(
    run: RunArgument,
    timeout: TimeoutOption = None,
    until_stalled: Annotated[
        bool, typer.Option("--until-stalled", help="End with code 5 when the run stalls.")
    ] = False,
    interval: Annotated[float, typer.Option(min=0.01, metavar="SECONDS", help="Between two looks.")] = 0.5,
    patience: Annotated[
        float,
        typer.Option(min=0.0, metavar="SECONDS", help="With a service that is away or does not know the run yet."),
    ] = 10.0,
) -> None:
    """Follow a run until it ends: live in a terminal, one line a change elsewhere.

    Ends with code 0 when the run is COMPLETED, 4 when it is COMPENSATED.
    """
    raise typer.Exit(watch_run(run, Pace(interval, timeout, patience, until_stalled), results()))


def watch_run(run_id: UUID, pace: Pace, console: Console) -> ExitCode:
    """Follow a run on a console and give the code to exit with."""
    clock = Clock(time.monotonic, time.sleep)
    with connect("orchestrator", _answer_limit(pace)) as orchestrator, display_on(console) as display:
        code = follow(lambda: run_of(fetch_run(orchestrator, run_id)), display, pace, clock)
    if code is ExitCode.TIMED_OUT:
        say(f"the run had not ended after {pace.timeout:g} s; it goes on", "yellow")
    return code


def _answer_limit(pace: Pace) -> float:
    """Keep one slow answer from outlasting the person's timeout by much."""
    return min(ANSWER_LIMIT, pace.timeout or ANSWER_LIMIT)
