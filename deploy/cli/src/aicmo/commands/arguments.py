"""Arguments and options that several commands share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

import typer

from aicmo.errors import BadInput, Unreachable


def run_id_of(words: str) -> UUID:
    """Read a run's id; raises BadInput where it is none."""
    try:
        return UUID(words)
    except ValueError as error:
        raise BadInput(f"{words!r} is no run id: it must be a UUID.") from error


def parsed_run_id(words: str) -> UUID:
    """Read a run's id where it stands among the arguments."""
    try:
        return run_id_of(words)
    except BadInput as error:
        raise typer.BadParameter(error.message) from error


RunArgument = Annotated[
    UUID, typer.Argument(metavar="RUN", parser=parsed_run_id, help="The run's id.", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout, as the service said it.")]
TimeoutOption = Annotated[
    float | None,
    typer.Option("--timeout", min=0.0, metavar="SECONDS", help="Stop after so long, with code 6.", show_default=False),
]
RunIdOption = Annotated[
    UUID | None,
    typer.Option(
        "--run-id",
        metavar="UUID",
        parser=parsed_run_id,
        help="Choose the new run's id; else it is made here.",
        show_default=False,
    ),
]


@contextmanager
def repeatable(run_id: UUID) -> Iterator[None]:
    """Say, where the answer is lost, under which id the same thing can be asked again without starting a second run."""
    try:
        yield
    except Unreachable as error:
        again = f"It may have arrived all the same: repeating it with --run-id {run_id} cannot start a second run."
        raise Unreachable(f"{error.message} {again}") from error
