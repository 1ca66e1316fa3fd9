"""The two streams: results on stdout, messages on stderr; and text of others made harmless for a terminal."""

import json
import os
import re
import sys
from typing import Final, TextIO

from rich.console import Console
from rich.text import Text

from aicmo.errors import CliError, FieldProblem

WIDTH_WITHOUT_TERMINAL: Final = 200
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def results() -> Console:
    """Make the console of what was asked for: stdout."""
    return _console(sys.stdout)


def messages() -> Console:
    """Make the console of everything else: stderr."""
    return _console(sys.stderr)


def _console(stream: TextIO) -> Console:
    # A pipe has no width; rich would assume 80 and cut the columns that a script is looking for.
    width = None if stream.isatty() or "COLUMNS" in os.environ else WIDTH_WITHOUT_TERMINAL
    return Console(file=stream, width=width, highlight=False, emoji=False)


def printable(text: str) -> str:
    """Show control characters as � so that what a client called itself cannot steer the terminal."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def words(text: str, style: str = "") -> Text:
    """Make text of others showable: no markup in it is obeyed."""
    return Text(printable(text), style=style)


def say(text: str, style: str = "") -> None:
    """Write a message to the person, on stderr."""
    messages().print(words(text, style), soft_wrap=True)


def print_line(text: str) -> None:
    """Write a line of result as it is, at once, however wide the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def print_json(body: object) -> None:
    """Write a result for machines."""
    print_line(json.dumps(body, indent=2, ensure_ascii=False))


def show_error(error: CliError) -> None:
    """Write an error, with its problems one a line, on stderr."""
    console = messages()
    console.print(Text.assemble(("error ", "bold red"), words(error.message)), soft_wrap=True)
    width = max((len(problem.field) for problem in error.problems), default=0)
    for problem in error.problems:
        console.print(_problem_line(problem, width), soft_wrap=True)


def _problem_line(problem: FieldProblem, width: int) -> Text:
    line = Text.assemble("  ", words(f"{problem.field:<{width}}", "bold yellow"), "  ", words(problem.message))
    if problem.value is not None:
        line.append_text(words(f"  (it says {shortened(problem.value)})", "dim"))
    return line


def shortened(value: object, limit: int = 80) -> str:
    """Write a JSON value in at most `limit` characters."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
