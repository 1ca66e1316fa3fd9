"""The one place where what a command cannot do becomes words on stderr and an exit code, never a traceback."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import typer

from aicmo.errors import CliError
from aicmo.views.screen import show_error

Arguments = ParamSpec("Arguments")


def reporting(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Wrap a command so that it reports its errors, and those of the files it reads and writes."""

    @wraps(command)
    def reported(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except CliError as error:
            show_error(error)
            raise typer.Exit(error.exit_code) from error
        except BrokenPipeError:
            # Whoever reads stdout has gone: typer ends quietly then.
            raise
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            show_error(CliError(f"{place}{error.strerror or error}"))
            raise typer.Exit(CliError.exit_code) from error

    return reported
