"""The arithmetic of a plan: counted back from the goal, never from a number that nobody gave.

Mutants: visits without the rate -> counted back; a ROAS taken for a count -> rates aren't counted; the cost of a result
from the target instead of what is missing -> what is missing decides.
"""

import pytest
from production_builders import a_brief, a_channel, a_strategy, material

from contracts.brief import Budget, Channel, KpiTarget
from contracts.strategy import Kpi
from production.domain.economics import bearable_cost, goal_of, money, on_day, planned_cost, shift_in
from production.domain.funnel import AWARENESS, CONVERSION, RETENTION, SPLITS, funnel_of, stage_rows, stage_share
from production.domain.programmes.causes import cause_of
from production.domain.quotes import answering, audience, kinship, product

LEADS = KpiTarget(metric="Qualified leads", target=500, baseline=100, unit="leads")
ROAS = KpiTarget(metric="ROAS", target=3.5, baseline=1.8, unit="x")
BUDGET = Budget(minimum=6_000, maximum=8_000, currency="GBP")


def test_what_is_missing_decides_what_one_result_may_cost() -> None:
    brief = a_brief(kpi_targets=(LEADS,), budget=BUDGET, lifetime_value=300)
    goal = goal_of(brief)
    assert goal is not None
    assert goal.in_words == "400 leads"
    assert planned_cost(brief) == 20
    assert bearable_cost(brief) == 100


def test_rates_prices_and_ratings_are_not_counted() -> None:
    rating = KpiTarget(metric="Google rating", target=4.5, baseline=4.1, unit="stars")
    churn = KpiTarget(metric="Monthly churn", target=7, baseline=12, unit="%")
    opens = KpiTarget(metric="Open rate", target=40, baseline=20, unit="%")
    assert goal_of(a_brief(kpi_targets=(ROAS, rating, churn, opens))) is None
    assert shift_in(a_brief(kpi_targets=(ROAS, rating)), "rating") == rating


def test_a_wanted_return_says_what_an_order_may_cost() -> None:
    assert planned_cost(a_brief(kpi_targets=(ROAS,), average_order_value=70)) == 20
    assert planned_cost(a_brief(kpi_targets=(), average_order_value=70)) is None


def test_visits_and_impressions_are_counted_back_from_the_goal() -> None:
    rates = (
        Kpi(name="Visits booked", stage="conversion", target=5, unit="% of website visitors", window="12 weeks"),
        Kpi(name="Click-through rate", stage="engagement", target=2, unit="%", window="12 weeks"),
    )
    funnel = funnel_of(material(a_brief(kpi_targets=(LEADS,)), a_strategy(kpis=rates)))
    assert funnel is not None
    assert (funnel.visits, funnel.impressions) == (8_000, 400_000)
    assert funnel.visit_basis == "KPI Visits booked"
    assert funnel_of(material(a_brief(kpi_targets=()))) is None


def test_a_rate_that_nobody_gave_is_marked_as_assumed() -> None:
    funnel = funnel_of(material(a_brief(kpi_targets=(LEADS,)), a_strategy(kpis=())))
    assert funnel is not None
    assert (funnel.visit_basis, funnel.click_basis) == ("assumed", "assumed")


@pytest.mark.parametrize("channel", list(Channel))
def test_each_channels_money_is_split_over_the_stages_without_a_rest(channel: Channel) -> None:
    assert sum(SPLITS[channel]) == 100
    words = material(a_brief(), a_strategy(channels=(a_channel(channel, 100, 12_000),)))
    assert sum(stage_share(words, stage) for stage in range(RETENTION + 1)) == 100


def test_a_stages_rows_show_the_part_of_a_channels_money_a_week() -> None:
    words = material(a_brief(duration_weeks=10), a_strategy(channels=(a_channel(Channel.GOOGLE_ADS, 100, 10_000),)))
    assert stage_rows(words, CONVERSION) == [("Google Ads", "post", "60 %", "600 GBP")]
    assert stage_rows(words, RETENTION) == []
    assert stage_rows(words, AWARENESS)[0][2] == "15 %"


def test_amounts_have_cents_below_a_hundred_only_where_there_are_any() -> None:
    brief = a_brief(budget=BUDGET)
    assert [money(brief, amount) for amount in (4.2, 21, 1234.6)] == ["4.20 GBP", "21 GBP", "1,235 GBP"]
    assert on_day(brief, 29) == "31 March 2026"


@pytest.mark.parametrize(
    ("offer", "name"),
    [
        ("Pre-order of the Quirl One, a blender that weighs", "the Quirl One"),
        ("Inspected used cars from ₹3.2 lakh to ₹11 lakh", "inspected used cars"),
        ("Harbour's wind-proof jackets for minus 15 degrees", "Harbour's wind-proof jackets"),
        ("The Calm Barrier Set: a cleanser and a serum", "the Calm Barrier Set"),
    ],
)
def test_the_product_is_named_without_its_additions(offer: str, name: str) -> None:
    assert product(material(a_brief(primary_offer=offer))) == name


def test_the_audience_is_named_without_what_else_is_true_of_it() -> None:
    long = "Couples and young families of 28 to 42 in flats with thin walls who make smoothies, soup or baby food"
    assert audience(material(a_brief(target_audience=long))) == (
        "couples and young families of 28 to 42 in flats with thin walls"
    )


def test_a_problem_is_answered_by_what_shares_its_words() -> None:
    words = material(a_brief(differentiators=("Roast date on every bag", "Skip a delivery in one message")))
    assert answering(words, "Deliveries that nobody can skip") == "Skip a delivery in one message"
    assert kinship("Bags pile up", "The last bag runs out") == 1
    assert kinship("A price that changes", "Nobody answers") == 0


def test_a_complaint_leads_to_its_usual_cause_and_an_unknown_one_to_a_question() -> None:
    assert cause_of("A price that changes twice").cause == "price told late or in parts"
    assert cause_of("Purple elephants").cause == "not known; asked in week 1"
    assert len({cause_of("Purple elephants", turn).cause for turn in range(3)}) == 3
