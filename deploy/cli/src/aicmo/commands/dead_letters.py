"""`aicmo dead-letters list|show|replay|discard`."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from aicmo.addresses import SERVICES
from aicmo.commands.arguments import JsonOption
from aicmo.dead_letters import Survey, dead_letter_of, find, path_of, survey
from aicmo.errors import ExitCode
from aicmo.fields import text
from aicmo.service import connect
from aicmo.views.dead_letters import dead_letter_table, dead_letter_view
from aicmo.views.screen import print_json, results, say, show_error


class ServiceName(StrEnum):
    """The services that keep dead letters."""

    ONBOARDING = "onboarding"
    STRATEGY = "strategy"
    PRODUCTION = "production"
    QC = "qc"
    DELIVERY = "delivery"
    ORCHESTRATOR = "orchestrator"


ServiceOption = Annotated[
    ServiceName | None,
    typer.Option("--service", case_sensitive=False, help="Whose; else all are asked.", show_default=False),
]
StatusOption = Annotated[
    str | None,
    typer.Option(
        metavar="STATUS",
        help="parked (what a service lists unless told), retrying, replayed, discarded or all.",
        show_default=False,
    ),
]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The dead letter's id.", show_default=False)]


def list_dead_letters(
    service: ServiceOption = None,
    status: StatusOption = None,
    limit: Annotated[int, typer.Option(min=1, help="How many of each service at most.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List dead letters over all services; ends with code 1 where one of them could not be asked."""
    found = survey([service] if service else SERVICES, status, limit)
    if as_json:
        reasons = {name: error.message for name, error in found.unanswered.items()}
        print_json({"dead_letters": found.records, "unanswered": reasons})
    else:
        _print_table(found)
    for error in found.unanswered.values():
        show_error(error)
    if found.unanswered:
        raise typer.Exit(_code_of(found))


def _print_table(found: Survey) -> None:
    console = results()
    letters = [dead_letter_of(record) for record in found.records]
    if letters:
        console.print(dead_letter_table(letters, datetime.now(UTC), console.width))
    elif not found.unanswered:
        say("no dead letters", "green")


def _code_of(found: Survey) -> ExitCode:
    """Keep the code of a mistake that every service refused alike, such as a status that does not exist."""
    codes = {error.exit_code for error in found.unanswered.values()}
    return codes.pop() if len(codes) == 1 else ExitCode.UNEXPECTED


def show_dead_letter(identity: IdArgument, service: ServiceOption = None, as_json: JsonOption = False) -> None:
    """Show one dead letter with its headers and body."""
    record = find(identity, service)
    if as_json:
        print_json(record)
        return
    results().print(dead_letter_view(dead_letter_of(record)))


def replay_dead_letter(identity: IdArgument, service: ServiceOption = None, as_json: JsonOption = False) -> None:
    """Have a dead letter handled again by its service."""
    _order("replay", identity, service, as_json)


def discard_dead_letter(identity: IdArgument, service: ServiceOption = None, as_json: JsonOption = False) -> None:
    """Give a dead letter up: it will not be handled."""
    _order("discard", identity, service, as_json)


def _order(action: str, identity: str, service: str | None, as_json: bool) -> None:
    holder = text(find(identity, service), "service")
    with connect(holder) as connection:
        body = connection.post(f"{path_of(identity)}/{action}").body
    say(f"{holder} took the {action} of {identity}", "green")
    if as_json:
        print_json({"service": holder, **body})
