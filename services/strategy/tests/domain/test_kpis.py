"""KPIs: the brief's numbers stand as they are, the rest says what it assumes, and every stage is covered."""

import pytest
from strategy_builders import a_brief, a_strategy

from contracts.brief import Brief, Budget, Industry, KpiTarget
from contracts.strategy import Kpi
from strategy.domain.kpis import FROM_BRIEF
from strategy.domain.targets import headline, stage_of

STAGES = {"awareness", "engagement", "conversion", "retention"}


def plan_kpis(brief: Brief) -> tuple[Kpi, ...]:
    return a_strategy(brief).kpis


def test_the_briefs_targets_are_taken_over_with_their_numbers() -> None:
    churn = KpiTarget(metric="Monthly churn", target=7, unit="%", baseline=12)
    asked = plan_kpis(a_brief(kpi_targets=(churn,)))[0]
    assert (asked.name, asked.target, asked.unit, asked.baseline) == ("Monthly churn", 7, "%", 12)
    assert (asked.stage, asked.basis) == ("retention", FROM_BRIEF)


@pytest.mark.parametrize("industry", list(Industry))
def test_a_brief_without_any_number_has_five_kpis_over_all_stages_each_with_its_assumption(industry: Industry) -> None:
    bare = a_brief(industry=industry, kpi_targets=(), budget=None, average_order_value=None, lifetime_value=None)
    kpis = plan_kpis(bare)
    assert len(kpis) >= 5
    assert {kpi.stage for kpi in kpis} == STAGES
    assert all(kpi.basis.startswith("Assumption") and kpi.unit and kpi.window for kpi in kpis)


@pytest.mark.parametrize("industry", list(Industry))
def test_a_kpi_that_the_brief_names_is_not_assumed_again_and_no_stage_is_lost(industry: Industry) -> None:
    names = [kpi.name for kpi in plan_kpis(a_brief(industry=industry, kpi_targets=()))]
    kpis = plan_kpis(a_brief(industry=industry, kpi_targets=tuple(KpiTarget(metric=one, target=9) for one in names)))
    assert [kpi.name for kpi in kpis if kpi.basis == FROM_BRIEF] == names
    assert len({kpi.name for kpi in kpis}) == len(kpis) >= 5
    assert {kpi.stage for kpi in kpis} == STAGES


def test_the_cost_of_a_customer_follows_from_budget_and_target() -> None:
    brief = a_brief(
        kpi_targets=(KpiTarget(metric="downloads", target=10_000, unit="downloads"),),
        budget=Budget(minimum=1, maximum=25_000, currency="EUR"),
    )
    cost = next(kpi for kpi in plan_kpis(brief) if kpi.name == "CAC")
    assert (cost.target, cost.unit) == (2.5, "EUR")
    assert "25,000 EUR for 10,000 downloads" in cost.basis


def test_impressions_are_not_priced_in_a_currency_whose_price_is_unknown() -> None:
    seen = impressions(a_brief(budget=Budget(minimum=1, maximum=10**6, currency="XOF")))
    assert seen.target == 1_500 * 12
    assert "XOF" not in seen.basis


@pytest.mark.parametrize("maximum", [0, 2])
def test_no_number_to_watch_is_zero_where_there_is_no_money(maximum: int) -> None:
    bookings = KpiTarget(metric="bookings", target=50, unit="bookings")
    per_booking = KpiTarget(metric="Cost per booking", target=10, unit="USD")
    budget = Budget(minimum=0, maximum=maximum, currency="USD")
    brief = a_brief(budget=budget, kpi_targets=(bookings, per_booking), lifetime_value=900, average_order_value=30)
    assert min(kpi.target for kpi in plan_kpis(brief)) > 0
    assert impressions(brief).target == 1_500 * 12
    assert "the budget buys none" in impressions(brief).basis


def test_a_business_audience_costs_more_to_reach() -> None:
    consumers, businesses = (impressions(a_brief(industry=one)) for one in (Industry.FITNESS, Industry.SAAS))
    assert consumers.target == 4 * businesses.target == 1_000_000


def impressions(brief: Brief) -> Kpi:
    return next(kpi for kpi in plan_kpis(brief) if kpi.name == "Impressions")


@pytest.mark.parametrize(
    ("metric", "stage"),
    [
        ("Instagram followers", "awareness"),
        ("CTR", "engagement"),
        ("Click-through rate", "engagement"),
        ("Qualified leads", "conversion"),
        ("Repeat purchase rate", "retention"),
    ],
)
def test_a_metric_belongs_to_the_stage_its_words_name(metric: str, stage: str) -> None:
    assert stage_of(metric) == stage


@pytest.mark.parametrize(
    ("metric", "unit"), [("ROAS", "x"), ("Churn", "%"), ("Order value", "USD"), ("Followers", "followers")]
)
def test_a_ratio_a_price_or_a_count_of_viewers_is_no_headline(metric: str, unit: str) -> None:
    assert headline(a_brief(kpi_targets=(KpiTarget(metric=metric, target=5, unit=unit),))) is None


def test_the_headline_counts_what_comes_on_top_of_the_baseline() -> None:
    found = headline(a_brief(kpi_targets=(KpiTarget(metric="Clients", target=200, unit="clients", baseline=150),)))
    assert found is not None
    assert (found.target, found.noun) == (50, "clients")
