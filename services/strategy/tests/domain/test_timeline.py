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


@pytest.mark.parametrize("weeks", WEEKS)
def test_the_launch_comes_after_approval_and_content_and_within_a_fortnight(weeks: int) -> None:
    timeline = a_strategy(a_brief(duration_weeks=weeks)).timeline
    approved, ready, launched = (
        next(place for place, one in enumerate(timeline) if said in one.title)
        for said in ("approved", "tracking tested", "Launch on")
    )
    assert approved < ready < launched
    assert timeline[launched].due - timeline[0].due <= timedelta(days=14)


@pytest.mark.parametrize("weeks", WEEKS)
def test_launch_half_time_and_final_report_are_marked_once_each(weeks: int) -> None:
    timeline = a_strategy(a_brief(duration_weeks=weeks)).timeline
    marked = {one.kind: one for one in timeline if one.kind not in (None, "review")}
    assert set(marked) == {"launch", "half_time", "final_report"}
    assert sum(one.kind in marked for one in timeline) == 3
    assert marked["launch"].title.startswith("Launch on")
    assert marked["half_time"].title.startswith("Half time")
    assert marked["final_report"] == timeline[-1]


@pytest.mark.parametrize(
    ("constraint", "day"),
    [
        ("The hall is closed on 14 February 2026", "2026-02-14"),
        ("Closed from 1 to 9 March", "2026-03-01"),
        ("Doors open March 3rd, 2026", "2026-03-03"),
        ("Stock arrives 2026-03-20", "2026-03-20"),
    ],
)
def test_a_day_that_a_constraint_names_is_a_milestone_of_the_client(constraint: str, day: str) -> None:
    named = [one for one in a_strategy(a_brief(constraints=(constraint,))).timeline if one.title == constraint]
    assert [(one.due.isoformat(), one.owner) for one in named] == [(day, "Lotus Move")]


@pytest.mark.parametrize("constraint", ["Closed on 30 February 2026", "Opened on 1 May 2025", "14 people a class"])
def test_a_day_outside_the_campaign_or_the_calendar_is_no_milestone(constraint: str) -> None:
    assert constraint not in [one.title for one in a_strategy(a_brief(constraints=(constraint,))).timeline]


def test_a_day_that_the_brief_names_at_length_is_told_up_to_its_first_pause() -> None:
    named = "Stock of the winter edition arrives on 2 February 2026 by ship from the roasting house in the harbour"
    brief = a_brief(constraints=(f"{named}, and nothing may be promised before the customs office has released it",))
    titles = [one.title for one in a_strategy(brief).timeline]
    assert named in titles
    assert not any("…" in title for title in titles)
