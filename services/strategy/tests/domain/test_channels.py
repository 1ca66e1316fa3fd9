"""Channels follow from industry, objective and the brief's wishes; what the brief avoids is never used."""

from typing import Any

import pytest
from strategy_builders import a_brief, a_light_brief, a_strategy, all_channels_but

from contracts.brief import META_PLACES, Brief, Budget, Channel, Industry, KpiTarget, Objective, RiskTolerance
from strategy.domain.channels import MOST_CHANNELS, select_channels


def chosen(brief: Brief) -> list[Channel]:
    return [choice.channel for choice in select_channels(brief).chosen]


@pytest.mark.parametrize(
    ("industry", "first", "second", "avoided"),
    [
        (Industry.FOOD, Channel.INSTAGRAM, {Channel.TIKTOK, Channel.FACEBOOK}, Channel.LINKEDIN),
        (Industry.SAAS, Channel.LINKEDIN, {Channel.EMAIL, Channel.YOUTUBE}, Channel.TIKTOK),
        (Industry.ECOMMERCE, Channel.INSTAGRAM, {Channel.PINTEREST, Channel.EMAIL}, Channel.LINKEDIN),
    ],
)
def test_an_industry_has_its_first_choice_its_second_choices_and_one_to_avoid(
    industry: Industry, first: Channel, second: set[Channel], avoided: Channel
) -> None:
    selection = select_channels(a_brief(industry=industry, objective=Objective.AWARENESS))
    roles = {choice.channel: choice.role for choice in selection.chosen}
    assert roles[first] == "primary"
    assert second <= roles.keys()
    assert avoided not in roles
    assert avoided in {left_out.channel for left_out in selection.avoided}


@pytest.mark.parametrize("industry", list(Industry))
@pytest.mark.parametrize("objective", list(Objective))
def test_every_industry_and_objective_has_channels_with_reason_content_kpi_kill_criteria_and_tactics(
    industry: Industry, objective: Objective
) -> None:
    plans = a_strategy(a_brief(industry=industry, objective=objective)).channels
    assert 3 <= len(plans) <= MOST_CHANNELS
    assert all(
        plan.reason and plan.content_types and plan.kpi and plan.kill_criteria and plan.tactics for plan in plans
    )
    assert len({plan.channel for plan in plans}) == len(plans)


@pytest.mark.parametrize("channel", list(Channel))
def test_a_channel_that_the_brief_avoids_is_never_used(channel: Channel) -> None:
    brief = a_brief(avoid_platforms=(channel,), focus_platforms=tuple(Channel))
    assert channel not in chosen(brief)
    assert len(chosen(brief)) == len(Channel) - 1


def test_meta_ads_are_planned_where_one_of_their_two_places_is_left_and_only_there() -> None:
    wanted = a_brief(focus_platforms=(Channel.META_ADS, Channel.EMAIL))
    both = wanted.model_copy(update={"avoid_platforms": META_PLACES})
    assert Channel.META_ADS not in chosen(both)
    reasons = {left_out.channel: left_out.reason for left_out in select_channels(both).avoided}
    assert "the brief asks to avoid both" in reasons[Channel.META_ADS]
    for avoided, left in ((Channel.INSTAGRAM, "Facebook"), (Channel.FACEBOOK, "Instagram")):
        plans = a_strategy(wanted.model_copy(update={"avoid_platforms": (avoided,)})).channels
        (meta,) = (plan for plan in plans if plan.channel is Channel.META_ADS)
        assert f"They are shown on {left} alone, as the brief asks." in meta.reason
    assert not any("alone, as the brief asks" in plan.reason for plan in a_strategy(wanted).channels)


def test_focus_platforms_come_first_in_the_briefs_order_even_against_the_industry() -> None:
    brief = a_brief(industry=Industry.FITNESS, focus_platforms=(Channel.LINKEDIN, Channel.PINTEREST))
    selection = select_channels(brief)
    assert chosen(brief)[:2] == [Channel.LINKEDIN, Channel.PINTEREST]
    assert "focus platform" in selection.chosen[0].reasons[0]
    assert Channel.LINKEDIN not in {left_out.channel for left_out in selection.avoided}


def test_no_vote_of_industry_or_objective_changes_the_order_of_the_focus_platforms() -> None:
    wanted = (Channel.META_ADS, Channel.TIKTOK, Channel.INSTAGRAM)
    assert chosen(a_brief(industry=Industry.FITNESS, focus_platforms=wanted))[:3] == list(wanted)


def test_a_channel_named_as_focus_and_as_avoided_is_left_out_and_the_contradiction_is_named() -> None:
    selection = select_channels(a_brief(focus_platforms=(Channel.X,), avoid_platforms=(Channel.X,)))
    reasons = {left_out.channel: left_out.reason for left_out in selection.avoided}
    assert "as focus and as to be avoided" in reasons[Channel.X]


def test_hiring_speaks_on_linkedin_where_selling_would_not() -> None:
    assert Channel.LINKEDIN in chosen(a_brief(industry=Industry.FOOD, objective=Objective.HIRING))
    assert Channel.LINKEDIN not in chosen(a_brief(industry=Industry.FOOD, objective=Objective.SALES))


def test_the_last_channel_that_the_brief_leaves_is_used_even_where_the_industry_avoids_it() -> None:
    selection = select_channels(a_brief(industry=Industry.SAAS, avoid_platforms=all_channels_but(Channel.TIKTOK)))
    assert [choice.channel for choice in selection.chosen] == [Channel.TIKTOK]
    assert Channel.TIKTOK not in {left_out.channel for left_out in selection.avoided}


def test_no_channel_is_left_when_the_brief_avoids_all() -> None:
    assert chosen(a_brief(avoid_platforms=tuple(Channel))) == []
    assert chosen(a_light_brief(avoid_platforms=tuple(Channel))) == []


@pytest.mark.parametrize("maximum", [0, 7, 9_999, 20_001, 1_000_003])
@pytest.mark.parametrize("focus", [(), tuple(Channel)])
def test_shares_sum_to_100_and_amounts_to_the_maximum_budget(maximum: int, focus: tuple[Channel, ...]) -> None:
    plans = a_strategy(a_brief(budget=Budget(minimum=0, maximum=maximum), focus_platforms=focus)).channels
    assert sum(plan.budget_share_percent for plan in plans) == 100
    assert sum(plan.budget_amount or 0 for plan in plans) == maximum


def test_without_a_budget_there_are_shares_and_no_amounts() -> None:
    plans = a_strategy(a_brief(budget=None)).channels
    assert sum(plan.budget_share_percent for plan in plans) == 100
    assert {plan.budget_amount for plan in plans} == {None}


def test_kill_criteria_name_the_cost_that_budget_and_target_give() -> None:
    brief = a_brief(
        budget=Budget(minimum=1, maximum=20_000),
        kpi_targets=(KpiTarget(metric="New members", target=200, unit="members"),),
    )
    assert "150 USD (1.5 times the planned 100 USD)" in a_strategy(brief).channels[0].kill_criteria


def test_channels_take_turns_with_the_pains_of_the_brief() -> None:
    pains = ("back pain from desk work", "gyms that feel like a contest", "classes that start too late")
    focus = (Channel.INSTAGRAM, Channel.TIKTOK, Channel.YOUTUBE)
    plans = a_strategy(a_brief(pain_points=pains, focus_platforms=focus)).channels
    assert all(any(pain in " ".join(plan.tactics) for plan in plans) for pain in pains)


@pytest.mark.parametrize(
    "discreet", [{"risk_tolerance": RiskTolerance.LOW}, {"must_avoid": ("Naming a competitor in a post",)}]
)
def test_no_move_names_a_competitor_where_none_may_be_named(discreet: dict[str, Any]) -> None:
    def moves(**fields: Any) -> str:
        plans = a_strategy(a_brief(focus_platforms=(Channel.GOOGLE_ADS, Channel.BLOG), **fields)).channels
        return " ".join(move for plan in plans for move in plan.tactics)

    assert "CorePower" in moves()
    assert "CorePower" not in moves(**discreet)


@pytest.mark.parametrize("objective", Objective)
def test_a_plan_for_e_mail_does_not_count_the_letters_since_the_package_decides_how_many(objective: Objective) -> None:
    channels = a_strategy(a_brief(objective=objective, focus_platforms=(Channel.EMAIL,))).channels
    series = next(plan for plan in channels if plan.channel == Channel.EMAIL).tactics[0]
    assert series.startswith("A series")
    assert not set(series.split(":")[0].split()) & {"three", "four", "five", "six", "seven"}
