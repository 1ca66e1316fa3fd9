"""What is told of paid placements, places and reviews keeps to the launch, the plan, and the client's own name.

Mutants: `_compared` and `_local_checks` counted from the start -> their day; `_first_review` a fixed week -> version 1
is closed on another day than the review's; `_unpaid` that always adds e-mail -> a second address that the client
avoids; evidence through `inside` without the client -> a small letter in its name; `a visit to` before the next step.
"""

import pytest
from production_builders import a_brief, a_channel, a_milestone, a_strategy, material, reviewed

from contracts.brief import Brief, Channel, Objective
from contracts.strategy import Strategy
from production.domain.calendar import calendar
from production.domain.campaign.writers import WRITERS
from production.domain.hashtags import hashtags
from production.domain.work import Work

LATE = a_strategy(timeline=reviewed(12))
"""Its launch is on 16 March, a fortnight after the start; its first review on 29 March."""


def section(name: str, brief: Brief | None = None, strategy: Strategy | None = None) -> str:
    words = material(brief, strategy)
    tags = hashtags(words)
    return WRITERS[name](Work(words, calendar(words, tags), tags))


@pytest.mark.parametrize("budgeted", [True, False])
def test_concepts_are_compared_a_fortnight_after_the_launch(budgeted: bool) -> None:
    brief = a_brief() if budgeted else a_brief(budget=None)
    compared = section("ad_concepts", brief, LATE).partition("### What is compared")[2]
    assert "stay as they are until 30 March 2026." in compared
    assert ("among the three, read on 30 March 2026." in compared) or budgeted


def test_places_are_split_a_fortnight_after_the_launch_and_within_the_campaign() -> None:
    assert "On 30 March 2026 the numbers are split by place" in section("localisation", a_brief(), LATE)
    short = section("localisation", a_brief(duration_weeks=3), LATE)
    assert "On 22 March 2026 the numbers are split by place" in short


def test_the_first_review_closes_version_one_and_half_time_does_where_there_is_no_other() -> None:
    assert "The first review on 29 March 2026 closes version 1." in section("governance", a_brief(), LATE)
    half = a_strategy(timeline=(a_milestone(48, "Half time", "half_time"),))
    assert "The first review on 19 April 2026 closes version 1." in section("governance", a_brief(), half)


@pytest.mark.parametrize(("avoided", "where"), [((), "Instagram and E-mail"), ((Channel.EMAIL,), "Instagram")])
def test_a_second_address_without_paid_placements_keeps_off_what_the_client_avoids(
    avoided: tuple[Channel, ...], where: str
) -> None:
    unpaid = a_strategy(channels=(a_channel(Channel.INSTAGRAM, 100, 12_000),))
    plan = section("retargeting_plan", a_brief(avoid_platforms=avoided), unpaid)
    assert f"that means {where}, since the plan holds no paid placements" in plan


def test_evidence_in_the_original_language_keeps_the_client_s_capital() -> None:
    brief = a_brief(client_name="Ida", proof_assets=("Ida bakes at four, says the Bristol Post",))
    assert "The evidence: Ida bakes at four" in section("localisation", brief)


def test_what_somebody_reads_before_leaving_ends_with_the_next_step_itself() -> None:
    plan = section("retargeting_plan", a_brief(objective=Objective.HIRING))
    assert "a visit to" not in plan and "applicants" not in plan
    assert "Staff and suppliers of Harbour & Vine, whose visits are excluded by address." in plan
