"""`aicmo cancel` and `aicmo retry`."""

import json
from typing import Annotated
from uuid import uuid4

import typer

from aicmo.commands.arguments import JsonOption, RunArgument, RunIdOption, repeatable
from aicmo.fields import required_text, text
from aicmo.service import connect
from aicmo.views.screen import print_json, print_line, say

ReasonOption = Annotated[str | None, typer.Option(metavar="WORDS", help="Kept with the run.", show_default=False)]


def cancel(run: RunArgument, reason: ReasonOption = None, as_json: JsonOption = False) -> None:
    """Cancel a run: what it has done is undone in every service. Refused with code 3 where that is too late."""
    with connect("orchestrator") as orchestrator:
        body = orchestrator.post(f"/v1/runs/{run}/cancel", _json({"reason": reason}) if reason else None).body
    say(f"cancelling: the run is {text(body, 'status')}; `aicmo watch {run}` follows it", "green")
    if as_json:
        print_json(body)


def retry(run: RunArgument, run_id: RunIdOption = None, as_json: JsonOption = False) -> None:
    """Start the brief of an undone run again and print the new run's id on the last line of stdout."""
    chosen = run_id or uuid4()
    with connect("orchestrator") as orchestrator, repeatable(chosen):
        body = orchestrator.post(f"/v1/runs/{run}/retry", _json({"workflow_run_id": str(chosen)})).body
    started = required_text(body, "workflow_run_id")
    say(f"started again, as {started}", "green")
    if as_json:
        print_json(body)
    else:
        print_line(started)


def _json(body: dict[str, str]) -> bytes:
    return json.dumps(body).encode()
