"""Every way a command can end, with the exit code that scripts rely on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final


class ExitCode(IntEnum):
    """What a command's exit code says; the numbers are part of the interface."""

    OK = 0
    UNEXPECTED = 1
    BAD_INPUT = 2
    CONFLICT = 3
    COMPENSATED = 4
    STALLED = 5
    TIMED_OUT = 6
    NOT_FOUND = 7


MEANINGS: Final[Mapping[ExitCode, str]] = {
    ExitCode.OK: "done",
    ExitCode.UNEXPECTED: "unexpected answer, or a service cannot be reached",
    ExitCode.BAD_INPUT: "bad input: arguments, file, or a brief with problems",
    ExitCode.CONFLICT: "the state does not allow it (HTTP 409)",
    ExitCode.COMPENSATED: "the run was undone (watch)",
    ExitCode.STALLED: "the run needs a person (watch --until-stalled)",
    ExitCode.TIMED_OUT: "the run had not ended in time (watch --timeout)",
    ExitCode.NOT_FOUND: "there is no such run, package or dead letter",
}


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing wrong with one field of what was sent; `value` is what stood there, None if nothing did."""

    field: str
    message: str
    value: object = None


class CliError(Exception):
    """A command cannot do what it was asked: one sentence for the person, and the problems by field if known."""

    exit_code: ExitCode = ExitCode.UNEXPECTED

    def __init__(self, message: str, problems: Sequence[FieldProblem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)


class Unreachable(CliError):
    """A service does not answer now, or with an error of its own; asking again later may succeed."""


class BadInput(CliError):
    """What the person gave cannot be used."""

    exit_code = ExitCode.BAD_INPUT


class Conflict(CliError):
    """The state does not allow it."""

    exit_code = ExitCode.CONFLICT


class NotFound(CliError):
    """There is no such thing."""

    exit_code = ExitCode.NOT_FOUND
