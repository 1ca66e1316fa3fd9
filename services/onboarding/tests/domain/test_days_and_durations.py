"""Days and durations are read as people write them; what could mean several is told how to be written."""

from datetime import date
from typing import Any

import pytest
from onboarding_builders import a_brief, a_form, problem_fields, problems_of


def test_a_campaign_starts_a_week_after_the_brief_and_lasts_twelve_weeks() -> None:
    brief = a_brief()
    assert (brief.start_date, brief.duration_weeks) == (date(2026, 12, 1), 12)


@pytest.mark.parametrize(
    "written",
    ["03/04/2027", "2027-02-30", "next week", "1887-01-01", 20270301, "Q1 2027", "March 2027", "asap", "2027/13/01"],
)
def test_a_day_that_is_none_or_ambiguous_is_a_problem(written: Any) -> None:
    assert problem_fields(start_date=written) == ["start_date"]


@pytest.mark.parametrize("weeks", [0, -3, 105, 2.5, True, "twelve", "3 years", "0 weeks", "-3"])
def test_a_duration_outside_its_bounds_is_a_problem(weeks: Any) -> None:
    assert problem_fields(duration_weeks=weeks) == ["duration_weeks"]


@pytest.mark.parametrize("written", ["6-8 weeks", "ongoing", "half a year", "2.5 months", "²  weeks"])
def test_a_duration_that_says_no_number_is_told_how_to_write_one(written: str) -> None:
    assert "write 12, 90 days or 3 months" in problems_of(a_form(duration_weeks=written))["duration_weeks"].message


@pytest.mark.parametrize(
    ("written", "weeks"),
    [
        *(("12 weeks", 12), ("90 days", 13), ("3 months", 13), ("1 month", 4), ("8", 8)),
        *(("ninety days", 13), ("Twelve weeks", 12), ("12 wks.", 12), ("12w", 12), ("90d", 13), ("3 mths", 13)),
        *(("a quarter", 13), ("one year", 52), ("90-day", 13)),
    ],
)
def test_a_duration_may_name_its_unit(written: str, weeks: int) -> None:
    assert a_brief(duration_weeks=written).duration_weeks == weeks


@pytest.mark.parametrize(
    "written",
    [
        *("1 February 2027", "February 1, 2027", "1st Feb 2027", "2027-02-01T09:00:00Z"),
        *("1st of February 2027", "the 1st of February 2027", "Monday, 1 February 2027", "Mon Feb 1, 2027"),
        *("01-Feb-2027", "2027/02/01", "2027.2.1", "2027-2-1"),
    ],
)
def test_a_day_whose_month_is_a_word_or_whose_year_is_first_is_not_ambiguous(written: str) -> None:
    assert a_brief(start_date=written).start_date == date(2027, 2, 1)


def test_a_day_on_another_weekday_is_a_problem() -> None:
    assert "weekday" in problems_of(a_form(start_date="Tuesday, 1 February 2027"))["start_date"].message
