"""Readers: each takes a field's path and the value sent, and gives a clean value or raises Unreadable.

A reader accepts what it gives: reading its own result (as JSON) gives the same again. Retries of a run depend on that.
"""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from contracts.messages import Problem
from onboarding.domain import limits
from onboarding.domain.unreadable import Unreadable, kind, problem, unreadable

T = TypeVar("T")
Reader = Callable[[str, Any], T]
Split = Callable[[str], list[str]]

_NOT_GIVEN = frozenset({"", "n/a", "tbd", "tba", "todo", "none", "unknown", "null", "-", "--", "\u2014", "?"})
_BULLET = re.compile(r"^\s*(?:[-*•\u2013]|\d{1,2}[.)])\s+")
_SEPARATOR = re.compile(r"[,;\n\r]+")
_LEGAL_FORM = re.compile(r",\s*(?=(?:Inc|LLC|Ltd|GmbH|Co|Corp|Pty)\b)")
_AND = re.compile(r"[,;/&\n\r]+|\band\b|\+")
_DAY_FIRST = re.compile(
    r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -](?P<month>[A-Z]{3,9})\.?,?[ -](?P<year>\d{4})",
    re.ASCII | re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[A-Z]{3,9})\.?[ -](?P<day>\d{1,2})(?:st|nd|rd|th)?,?[ -](?P<year>\d{4})", re.ASCII | re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})", re.ASCII)
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|r|rs|ur)?(?:day)?[.,]* ", re.IGNORECASE)
_WEEKDAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: place for place, name in enumerate(_MONTH_NAMES, start=1)}
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?")


def is_blank(value: Any) -> bool:
    """Whether nothing was said: no value, no printable character, a stopgap such as "TBD", or only such items."""
    if value is None:
        return True
    if isinstance(value, str):
        seen = any(character.isprintable() and not character.isspace() for character in value)
        return not seen or value.strip().lower() in _NOT_GIVEN
    if isinstance(value, (list, tuple)):
        return all(is_blank(item) for item in value)
    return bool(value == {})


def clean(text: str) -> str:
    """The text on one line, trimmed, each gap one space."""
    return " ".join(text.split())


def text(longest: int) -> Reader[str]:
    """Read text of at most `longest` characters."""

    def read(field: str, value: Any) -> str:
        if not isinstance(value, str):
            raise unreadable(field, f"must be text, not {kind(value)}", value)
        words = clean(value)
        if len(words) > longest:
            raise unreadable(field, f"is too long: {len(words)} characters, at most {longest} fit", value)
        return words

    return read


def lines(written: str) -> list[str]:
    """The lines of a text field, or of one line the parts between semicolons, without the bullets before them."""
    parts = written.splitlines()
    return [_BULLET.sub("", line) for line in (parts if len(parts) > 1 else written.split(";"))]


def words(written: str) -> list[str]:
    """The entries of a text field, parted by commas, semicolons or line ends."""
    return [part.replace("\0", ", ") for part in _SEPARATOR.split(_LEGAL_FORM.sub("\0", written))]


def spoken_words(written: str) -> list[str]:
    """The entries of a text field of names that hold no `and` themselves: `English and Spanish`."""
    return _AND.split(written)


def listed(read: Reader[T], *, split: Split = lines, most: int = limits.LIST_ITEMS) -> Reader[tuple[T, ...]]:
    """Read a list, or one text that stands for a list, leaving out blanks and repetitions."""

    def read_all(field: str, value: Any) -> tuple[T, ...]:
        found, problems = _each(read, _items(field, value, split))
        if len(found) > most:
            problems.append(problem(field, f"has {len(found)} entries, at most {most} fit", value))
        if problems:
            raise Unreadable(*problems)
        return found

    return read_all


def read_parts(readers: Mapping[str, Reader[Any]], field: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    """Read the given ones among an object's fields; raises one Unreadable for all that is wrong in them."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, read in readers.items():
        try:
            if not is_blank(parts.get(name)):
                found[name] = read(f"{field}.{name}" if field else name, parts[name])
        except Unreadable as error:
            problems.extend(error.problems)
    if problems:
        raise Unreadable(*problems)
    return found


def member(choices: Mapping[str, T], thing: str) -> Reader[T]:
    """Read one of `choices`, which are keyed by `words_of` of everything that means them."""

    def read(field: str, value: Any) -> T:
        name = text(limits.NAME_CHARACTERS)(field, value)
        chosen = choices.get(words_of(name))
        if chosen is None:
            known = ", ".join(dict.fromkeys(str(choice) for choice in choices.values()))
            raise unreadable(field, f"is no {thing} that we know; choose from {known}", name)
        return chosen

    return read


def words_of(name: str) -> str:
    """A name without case, accents of spelling and punctuation: "E-mail " and "e_mail" are both "e mail"."""
    return " ".join(re.sub(r"[\W_]+", " ", name.casefold()).split())


def whole_number(lowest: int, highest: int) -> Reader[int]:
    """Read a whole number within bounds, also one written as text."""

    def read(field: str, value: Any) -> int:
        written = value.strip() if isinstance(value, str) else value
        if isinstance(written, str) and re.fullmatch(r"[+-]?\d{1,15}", written, re.ASCII):
            written = int(written)
        if isinstance(written, bool) or not isinstance(written, (int, float)) or written != int(written):
            raise unreadable(field, f"must be a whole number, not {kind(value)}", value)
        if not lowest <= written <= highest:
            raise unreadable(field, f"must lie between {lowest} and {highest}", value)
        return int(written)

    return read


def day(field: str, value: Any) -> date:
    """Read a day written as YYYY-MM-DD, a time of day after it left out, or with its month as a word."""
    written = text(limits.NAME_CHARACTERS)(field, value)
    weekday = _WEEKDAY.match(written)
    match = _DAY.fullmatch(_iso(written[weekday.end() :] if weekday else written))
    try:
        found = date.fromisoformat(match.group(1)) if match else None
    except ValueError as error:
        raise unreadable(field, "is no day of the calendar", written) from error
    if found is None:
        raise unreadable(field, "must be one day, written as YYYY-MM-DD or 1 March 2027, or left out", written)
    if weekday and weekday[1].lower() != _WEEKDAY_NAMES[found.weekday()]:
        raise unreadable(field, f"names another weekday than that of {found}", written)
    if not limits.EARLIEST_START <= found <= limits.LATEST_START:
        raise unreadable(field, f"must lie between {limits.EARLIEST_START} and {limits.LATEST_START}", written)
    return found


def _iso(written: str) -> str:
    """Give a day whose month is a word, or that begins with its year, as YYYY-MM-DD; any other text as it is."""
    found = _DAY_FIRST.fullmatch(written) or _MONTH_FIRST.fullmatch(written) or _YEAR_FIRST.fullmatch(written)
    if found is None:
        return written
    month = int(found["month"]) if found["month"].isdigit() else _MONTHS.get(found["month"][:3].lower())
    return f"{found['year']}-{month:02}-{int(found['day']):02}" if month is not None else written


def _items(field: str, value: Any, split: Split) -> list[tuple[str, Any]]:
    match value:
        case str():
            return [(field, item) for item in split(value)]
        case list() | tuple():
            return [(f"{field}[{place}]", item) for place, item in enumerate(value)]
        case _:
            return [(field, value)]


def _each(read: Reader[T], items: Iterable[tuple[str, Any]]) -> tuple[tuple[T, ...], list[Problem]]:
    found: dict[Hashable, T] = {}
    problems: list[Problem] = []
    for field, item in items:
        try:
            if not is_blank(item):
                value = read(field, item)
                found.setdefault(_same(value), value)
        except Unreadable as error:
            problems.extend(error.problems)
    return tuple(found.values()), problems


def _same(value: Any) -> Hashable:
    return unicodedata.normalize("NFC", value).casefold() if isinstance(value, str) else value
