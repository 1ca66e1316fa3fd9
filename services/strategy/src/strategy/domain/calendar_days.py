"""The days that a brief names in its constraints: a release, a closing or a holiday belongs on the calendar."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from contracts.brief import Brief
from strategy.domain.wording import phrases

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = "|".join(_MONTHS)
_WRITTEN = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?(?: (?:to|and|-|–) \d{{1,2}})? ({_MONTH})(?: (\d{{4}}))?")
_AMERICAN = re.compile(rf"({_MONTH}) (\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:,? (\d{{4}}))?")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day within the campaign and what the brief says of it."""

    day: date
    text: str


def named_days(brief: Brief, last: date) -> tuple[NamedDay, ...]:
    """Find the days from the start to `last` that constraints name; of a span, its first day."""
    found = {
        NamedDay(day, text): None
        for text in phrases(brief.constraints)
        for day in sorted(_days_in(text, brief.start_date, last))
    }
    return tuple(found)


def _days_in(text: str, first: date, last: date) -> set[date]:
    return {day for parts in _parts(text) for day in _possible(parts, first, last) if first <= day <= last}


def _parts(text: str) -> Iterator[tuple[str, str, str | None]]:
    for day, month, year in _WRITTEN.findall(text):
        yield day, month, year
    for month, day, year in _AMERICAN.findall(text):
        yield day, month, year
    for year, month, day in _ISO.findall(text):
        yield day, month, year


def _possible(parts: tuple[str, str, str | None], first: date, last: date) -> Iterator[date]:
    """Give the day in its year, or where none is written in each year that the campaign touches."""
    day, month, year = parts
    number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
    for candidate in (int(year),) if year else range(first.year, last.year + 1):
        try:
            yield date(candidate, number, int(day))
        except ValueError:
            continue
