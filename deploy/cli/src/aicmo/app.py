"""The command line as a whole: its commands and its help."""

from typing import Final

import typer

from aicmo.commands import control, dead_letter_changes, dead_letters, download, runs, submit, watch
from aicmo.errors import MEANINGS
from aicmo.reporting import reporting

HELP: Final = """\
The campaign production line: submit a brief, follow its run, fetch the package.

Services are found by ONBOARDING_HTTP_URL … ORCHESTRATOR_HTTP_URL, else by the nearest .local/env that `make up` wrote.
Results go to stdout, messages to stderr."""


def build_app() -> typer.Typer:
    """Put the command line together."""
    app = typer.Typer(help=HELP, epilog=_exit_codes(), no_args_is_help=True, pretty_exceptions_show_locals=False)
    app.command("submit")(reporting(submit.submit))
    app.command("runs")(reporting(runs.runs))
    app.command("show")(reporting(runs.show))
    app.command("watch")(reporting(watch.watch))
    app.command("cancel")(reporting(control.cancel))
    app.command("retry")(reporting(control.retry))
    app.command("download")(reporting(download.download_package))
    app.add_typer(_dead_letters(), name="dead-letters")
    return app


def _dead_letters() -> typer.Typer:
    group = typer.Typer(help="Records that a service could not handle.", no_args_is_help=True)
    group.command("list")(reporting(dead_letters.list_dead_letters))
    group.command("show")(reporting(dead_letters.show_dead_letter))
    group.command("edit")(reporting(dead_letter_changes.edit_dead_letter))
    group.command("replay")(reporting(dead_letter_changes.replay_dead_letters))
    group.command("discard")(reporting(dead_letter_changes.discard_dead_letters))
    return group


def _exit_codes() -> str:
    return "\n".join(["Exit codes", *(f"  {code.value}  {meaning}" for code, meaning in MEANINGS.items())])
