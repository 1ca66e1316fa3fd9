"""What a reader says of a value that it cannot take: one problem or several, each with the path of its field."""

from typing import Any

from contracts.messages import Problem
from onboarding.domain import limits

SHOWN_CHARACTERS = 200


class Unreadable(ValueError):
    """A submitted value is wrong; `problems` name each fault in it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.message}" for problem in problems))
        self.problems = problems


def unreadable(field: str, message: str, value: Any) -> Unreadable:
    """Word one problem."""
    return Unreadable(problem(field, message, value))


def problem(field: str, message: str, value: Any) -> Problem:
    """Name what is wrong with a field; shows the start of a long text, and of an object or a list only what it is."""
    path = field if len(field) <= limits.TOLD_PATH_CHARACTERS else f"{field[: limits.TOLD_PATH_CHARACTERS]}…"
    return Problem(field=path, message=message, value=_shown(value))


def kind(value: Any) -> str:
    """What a submitter would call this JSON value."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list() | tuple():
            return "a list"
        case dict():
            return "an object"
        case _:
            return f"a {type(value).__name__}"


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= SHOWN_CHARACTERS else f"{value[:SHOWN_CHARACTERS]}…"
    return value if value is None or isinstance(value, (bool, int, float)) else kind(value)
