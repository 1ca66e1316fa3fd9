"""`aicmo dead-letters list|show`."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from aicmo.addresses import SERVICES
from aicmo.commands.arguments import JsonOption
from aicmo.commands.dead_letter_arguments import (
    IdArgument,
    ReasonOption,
    RunOption,
    ServiceOption,
    TypeOption,
    filters_of,
)
from aicmo.dead_letters import Survey, code_of, dead_letter_of, find, survey
from aicmo.views.dead_letters import dead_letter_table, dead_letter_view
from aicmo.views.screen import print_json, results, say, show_error

StatusOption = Annotated[
    str | None,
    typer.Option(
        metavar="STATUS",
        help="parked (what a service lists unless told), retrying, replayed, discarded or all.",
        show_default=False,
    ),
]


def list_dead_letters(
    service: ServiceOption = None,
    status: StatusOption = None,
    reason: ReasonOption = None,
    kind: TypeOption = None,
    run: RunOption = None,
    limit: Annotated[int, typer.Option(min=1, help="How many of each service at most.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List dead letters over all services; ends with code 1 where one of them could not be asked."""
    filters = filters_of(status=status, reason=reason, type=kind, run=run)
    found = survey([service] if service else SERVICES, filters, limit)
    if as_json:
        reasons = {name: error.message for name, error in found.unanswered.items()}
        print_json({"dead_letters": found.records, "unanswered": reasons})
    else:
        _print_table(found)
    for error in found.unanswered.values():
        show_error(error)
    if found.unanswered:
        raise typer.Exit(code_of(found.unanswered))


def _print_table(found: Survey) -> None:
    console = results()
    letters = [dead_letter_of(record) for record in found.records]
    if letters:
        console.print(dead_letter_table(letters, datetime.now(UTC), console.width))
    elif not found.unanswered:
        say("no dead letters", "green")


def show_dead_letter(identity: IdArgument, service: ServiceOption = None, as_json: JsonOption = False) -> None:
    """Show one dead letter with its headers and body, and what people did with it."""
    record = find(identity, service)
    if as_json:
        print_json(record)
        return
    results().print(dead_letter_view(dead_letter_of(record)))
