"""`aicmo dead-letters edit|replay|discard`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from aicmo.addresses import SERVICES
from aicmo.commands.arguments import JsonOption
from aicmo.commands.dead_letter_arguments import (
    IdArgument,
    OptionalId,
    ReasonOption,
    RunOption,
    ServiceOption,
    TypeOption,
    filters_of,
)
from aicmo.dead_letter_changes import Changes, change_many, edit_request
from aicmo.dead_letters import Filters, code_of, find, path_of
from aicmo.errors import BadInput
from aicmo.fields import text
from aicmo.service import connect
from aicmo.views.screen import print_json, say, show_error

BodyOption = Annotated[
    Path | None, typer.Option("--body", metavar="FILE", help="The new body; - is stdin.", show_default=False)
]
HeaderOption = Annotated[
    list[str] | None, typer.Option("--header", metavar="NAME=VALUE", help="Set a header.", show_default=False)
]
DropOption = Annotated[
    list[str] | None, typer.Option("--drop-header", metavar="NAME", help="Leave a header out.", show_default=False)
]


def edit_dead_letter(
    identity: IdArgument,
    body: BodyOption = None,
    header: HeaderOption = None,
    drop_header: DropOption = None,
    service: ServiceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Have a parked dead letter say something else, which `replay` then uses; what came is kept.

    Refused with code 2, and every problem, where it would be no message of its topic.
    """
    content = None if body is None else _content(body)
    record = find(identity, service)
    holder = text(record, "service")
    with connect(holder) as connection:
        changed = connection.post(
            f"{path_of(identity)}/edit", edit_request(record, content, header or (), drop_header or ())
        )
    say(f"{holder} took the edit of {identity}; `aicmo dead-letters replay {identity}` uses it", "green")
    if as_json:
        print_json({"service": holder, **changed.body})


def replay_dead_letters(
    identity: OptionalId = None,
    every: Annotated[bool, typer.Option("--all", help="All that are parked.")] = False,
    reason: ReasonOption = None,
    kind: TypeOption = None,
    run: RunOption = None,
    service: ServiceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Have a dead letter handled again by its service, or all that are parked and match (--all, --reason, …)."""
    filters = filters_of(reason=reason, type=kind, run=run)
    if _is_one(identity, bool(filters) or every, "--all, --reason, --type or --run"):
        _order("replay", str(identity), service, as_json)
    else:
        _order_many("replay", filters, service, as_json)


def discard_dead_letters(
    identity: OptionalId = None,
    reason: ReasonOption = None,
    kind: TypeOption = None,
    run: RunOption = None,
    service: ServiceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a dead letter up: it will not be handled. Or all of a reason that are parked (--reason)."""
    filters = filters_of(reason=reason, type=kind, run=run)
    if _is_one(identity, bool(filters), "--reason"):
        _order("discard", str(identity), service, as_json)
    elif reason is None:
        raise BadInput("say --reason: only what is known by its reason is given up by the dozen.")
    else:
        _order_many("discard", filters, service, as_json)


def _is_one(identity: str | None, many: bool, options: str) -> bool:
    if (identity is None) != many:
        raise BadInput(f"say which: an ID, or {options}.")
    return identity is not None


def _order(action: str, identity: str, service: str | None, as_json: bool) -> None:
    holder = text(find(identity, service), "service")
    with connect(holder) as connection:
        body = connection.post(f"{path_of(identity)}/{action}").body
    say(f"{holder} took the {action} of {identity}", "green")
    if as_json:
        print_json({"service": holder, **body})


def _order_many(action: str, filters: Filters, service: str | None, as_json: bool) -> None:
    changes = change_many([service] if service else SERVICES, action, filters)
    if as_json:
        reasons = {name: error.message for name, error in changes.unanswered.items()}
        print_json({f"{action}ed": changes.counts, "unanswered": reasons})
    _report(action, changes)
    if changes.unanswered:
        raise typer.Exit(code_of(changes.unanswered))


def _report(action: str, changes: Changes) -> None:
    for service, count in changes.counts.items():
        say(f"{service} {action}ed {count}", "green" if count else "dim")
    for error in changes.unanswered.values():
        show_error(error)


def _content(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}") from error
