"""The timeline lies within the campaign, in order, and every milestone has an owner."""

from datetime import date, timedelta

import pytest
from strategy_builders import a_brief, a_strategy

from strategy.domain.timeline import stop_week

WEEKS = [1, 2, 3, 6, 12, 13, 26, 52]


@pytest.mark.parametrize("weeks", WEEKS)
def test_milestones_are_dated_within_the_campaign_in_order_and_owned(weeks: int) -> None:
    start = date(2026, 2, 27)
    timeline = a_strategy(a_brief(start_date=start, duration_weeks=weeks)).timeline
    assert [one.due for one in timeline] == sorted(one.due for one in timeline)
    assert all(start <= one.due <= start + timedelta(weeks=weeks) and one.owner for one in timeline)
    assert all(one.week == (one.due - start).days // 7 + 1 for one in timeline)
    assert (timeline[0].week, timeline[-1].week) == (1, weeks)


@pytest.mark.parametrize("weeks", [2, 3, 6, 12, 13, 26, 52])
def test_the_stop_rules_are_first_applied_in_a_week_that_has_a_milestone(weeks: int) -> None:
    brief = a_brief(duration_weeks=weeks)
    assert {one.week for one in a_strategy(brief).timeline} & {stop_week(brief), stop_week(brief) + 1}


def test_half_time_and_the_client_s_approval_are_on_the_calendar() -> None:
    titles = [one.title for one in a_strategy().timeline]
    assert any(title.startswith("Half time") for title in titles)
    assert any(one.owner == "Lotus Move" for one in a_strategy().timeline)
