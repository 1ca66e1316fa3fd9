"""`aicmo submit`."""

import sys
from http import HTTPStatus
from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

import typer

from aicmo.briefs import BriefFile, read_brief
from aicmo.commands.arguments import RunIdOption, TimeoutOption, repeatable, run_id_of
from aicmo.commands.watch import watch_run
from aicmo.errors import BadInput
from aicmo.fields import required_text, text
from aicmo.progress import Pace
from aicmo.service import Answer, connect
from aicmo.views.screen import messages, print_line, say

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The brief; - is stdin.", show_default=False)]


def submit(
    file: FileArgument,
    run_id: RunIdOption = None,
    watch: Annotated[bool, typer.Option("--watch", help="Follow the run to its end, on stderr.")] = False,
    timeout: TimeoutOption = None,
) -> None:
    """Submit the brief in FILE (YAML or JSON; - is stdin) and print the run's id on the last line of stdout.

    The file is a bare brief, or {"workflow_run_id": …, "brief": {…}}; --run-id goes before the id in the file.
    Submitting the same brief under the same id again starts nothing new.
    """
    brief = read_brief(_content(file), file.name)
    for name in brief.ignored:
        say(f"ignored: {name} (only workflow_run_id and brief are read)", "yellow")
    chosen = run_id or _run_id_in(brief) or uuid4()
    answer = _send(brief, chosen)
    started = required_text(answer.body, "workflow_run_id")
    say(
        "already submitted; nothing new was started" if answer.status == HTTPStatus.OK else _acceptance(answer), "green"
    )
    print_line(started)
    if watch:
        raise typer.Exit(watch_run(run_id_of(started), Pace(timeout=timeout), messages()))


def _content(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}") from error


def _run_id_in(brief: BriefFile) -> UUID | None:
    return run_id_of(brief.run_id) if brief.run_id else None


def _send(brief: BriefFile, run_id: UUID) -> Answer:
    """Post the brief under an id chosen here at the latest, so that sending it again cannot start a second run."""
    request = brief.request(str(run_id))
    with connect("onboarding") as onboarding, repeatable(run_id):
        return onboarding.post("/v1/briefs", request)


def _acceptance(answer: Answer) -> str:
    score = text(answer.body, "completeness")
    return f"accepted, completeness {score} of 100" if score else "accepted"
