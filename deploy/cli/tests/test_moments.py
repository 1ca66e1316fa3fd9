"""Times as people write and read them."""

from datetime import UTC, datetime, timedelta

import pytest

from aicmo.errors import BadInput
from aicmo.moments import age, duration, since

NOW = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("90s", datetime(2026, 3, 8, 11, 58, 30, tzinfo=UTC)),
        ("30m", datetime(2026, 3, 8, 11, 30, tzinfo=UTC)),
        (" 2H ", datetime(2026, 3, 8, 10, 0, tzinfo=UTC)),
        ("1w", datetime(2026, 3, 1, 12, 0, tzinfo=UTC)),
        ("2026-03-01T09:00:00+05:30", datetime(2026, 3, 1, 3, 30, tzinfo=UTC)),
        ("2026-03-01T09:00:00Z", datetime(2026, 3, 1, 9, 0, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_as_a_person_means_it(words: str, expected: datetime) -> None:
    assert since(words, NOW) == expected


@pytest.mark.parametrize("words", ["", "yesterday", "5", "5y", "-3h", "999999w", "2026-13-01"])
def test_what_is_no_time_is_refused(words: str) -> None:
    with pytest.raises(BadInput):
        since(words, NOW)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-1, "0 ms"),
        (0.04, "40 ms"),
        (0.9996, "1.0 s"),
        (1.44, "1.4 s"),
        (59.97, "1 min 00 s"),
        (125, "2 min 05 s"),
        (3599.7, "1 h 00 min"),
        (11400, "3 h 10 min"),
        (352800, "4 d 02 h"),
    ],
)
def test_a_duration_has_the_units_that_matter(seconds: float, expected: str) -> None:
    assert duration(seconds) == expected


def test_an_age_has_its_largest_unit_and_is_never_negative() -> None:
    passed = (timedelta(seconds=-5), timedelta(minutes=5), timedelta(hours=2, minutes=59), timedelta(days=2, hours=1))
    ages = [age(NOW - each, NOW) for each in passed]
    assert ages == ["0 s ago", "5 min ago", "2 h ago", "2 d ago"]
