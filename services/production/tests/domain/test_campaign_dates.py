"""The dates, rules and tests of a campaign's sections agree with its strategy's and with one another."""

import re
from datetime import datetime
from itertools import pairwise

import pytest
from production_builders import a_brief, a_channel, a_milestone, a_strategy, material, reviewed

from contracts.brief import Brief, Channel, KpiTarget
from contracts.strategy import Strategy
from production.domain.calendar import calendar
from production.domain.campaign.writers import WRITERS
from production.domain.figures import dated
from production.domain.hashtags import hashtags
from production.domain.work import Work


def section(name: str, brief: Brief | None = None, strategy: Strategy | None = None) -> str:
    words = material(brief, strategy)
    tags = hashtags(words)
    return WRITERS[name](Work(words, calendar(words, tags), tags))


@pytest.mark.parametrize(("goal", "fits"), [(200, False), (20_000, True)])
def test_a_test_on_the_page_is_planned_where_its_visits_come_in_time(goal: int, fits: bool) -> None:
    wanted = (KpiTarget(metric="New subscribers", target=goal, unit="subscribers", baseline=0),)
    plan = section("test_plan", a_brief(kpi_targets=wanted, duration_weeks=40))
    assert ("on the page" in plan, "answered at the end" in plan) == (fits, fits)
    assert ("so no test of the page fits in" in plan, "halves of all visitors" in plan) == (not fits, fits)


@pytest.mark.parametrize("weeks", [1, 4, 12, 104])
def test_one_test_is_over_before_the_next_one_begins(weeks: int) -> None:
    plan = section("test_plan", a_brief(duration_weeks=weeks))
    starts = [datetime.strptime(found, "%d %B %Y") for found in re.findall(r", from (\d+ \w+ \d{4}),", plan)]
    longest = int(re.findall(r"at its sample or after (\d+) day", plan)[0])
    assert len(starts) == 4
    assert min((later - sooner).days for sooner, later in pairwise(starts)) >= longest
    assert (starts[-1] - starts[0]).days + longest <= 7 * weeks


def test_no_test_and_no_offer_comes_before_the_launch() -> None:
    strategy = a_strategy(timeline=reviewed(12))
    assert "1. Opening, from 16 March 2026" in section("test_plan", a_brief(), strategy)
    assert "| 16 March 2026 |" in section("promotions", a_brief(), strategy)
    assert "beginning on 16 March 2026" in section("executive_summary", a_brief(), strategy)


def test_a_stop_rule_is_that_of_the_channel_it_names() -> None:
    plans = [
        (Channel.BLOG, 20, "no article grows"),
        (Channel.WEBINAR, 30, "few attend"),
        (Channel.EMAIL, 50, "few click"),
    ]
    channels = [
        a_channel(at, share).model_copy(update={"kill_criteria": f"Stop if {rule}."}) for at, share, rule in plans
    ]
    rules = section("risk_register", None, a_strategy(channels=tuple(channels)))
    for name, rule in (("Blog", "no article grows"), ("Webinar", "few attend"), ("E-mail", "few click")):
        assert f"on {name}: stop if {rule}." in rules


@pytest.mark.parametrize(
    ("weeks", "spans"),
    [
        (1, ["1", "after"]),
        (4, ["1-2", "3-4"]),
        (10, ["1-4", "5-8", "9-10"]),
        (40, ["1-8", "9-16", "17-24", "25-32", "33-40"]),
        (104, ["1-20", "21-40", "41-60", "61-80", "81-100", "101-104"]),
    ],
)
def test_the_roadmap_covers_the_weeks_to_the_last(weeks: int, spans: list[str]) -> None:
    roadmap = section("quarterly_roadmap", a_brief(duration_weeks=weeks))
    assert re.findall(r"^\| ([\d-]+|after) \|", roadmap, re.MULTILINE) == spans


def test_checkpoints_are_the_strategy_s_reviews_and_its_final_report() -> None:
    timeline = reviewed(40)
    roadmap = section("quarterly_roadmap", a_brief(duration_weeks=40), a_strategy(timeline=timeline))
    half = next(stone for stone in timeline if stone.kind == "half_time")
    assert "- 26 April 2026, review 2: 20 expected." in roadmap
    assert f"- {dated(half.due)}, review 5: 50 expected." in roadmap
    assert f"- {dated(timeline[-1].due)}, report." in roadmap


def test_half_time_is_the_day_of_the_strategy_s_review() -> None:
    timeline = (a_milestone(48, "Half time", "half_time"),)
    strategy = a_strategy(timeline=timeline)
    assert "Half time: 19 April 2026" in section("executive_summary", a_brief(), strategy)
