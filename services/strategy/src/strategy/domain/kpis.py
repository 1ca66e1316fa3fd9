"""The numbers to watch: the client's targets word for word, then the industry's set with what each assumes."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from contracts.brief import Brief, KpiTarget
from contracts.strategy import Kpi
from strategy.domain.angles import industry_of
from strategy.domain.industries import KpiSet
from strategy.domain.targets import Stage, headline, stage_of
from strategy.domain.wording import day, money, number, phrase, weeks

FROM_BRIEF = "Target from the brief."
_COST_OF_THOUSAND = MappingProxyType({"USD": 8, "EUR": 7, "GBP": 6, "CAD": 10, "AUD": 11, "INR": 150})
_BUSINESS_AUDIENCE_FACTOR = 4
_PAID_PERCENT = 40
_UNPAID_A_WEEK = 1500

Measure = Callable[[Brief], Kpi | None]
"""Gives a KPI, or None where the brief holds too little to put a number on it."""


def plan_kpis(brief: Brief) -> tuple[Kpi, ...]:
    """List the brief's targets, then the industry's KPIs that they don't name; five at least, one for every stage."""
    asked = tuple(_from_brief(wanted, brief) for wanted in brief.kpi_targets)
    named = {_key(kpi.name) for kpi in asked}
    measured = (measure(brief) for measure in (*_UNIVERSAL, *_SETS[industry_of(brief).kpis]))
    added = (kpi for kpi in measured if kpi is not None and _key(kpi.name) not in named)
    return (*asked, *added)


def _from_brief(wanted: KpiTarget, brief: Brief) -> Kpi:
    return Kpi(
        name=wanted.metric,
        stage=stage_of(wanted.metric),
        baseline=wanted.baseline,
        target=wanted.target,
        unit=wanted.unit or phrase(wanted.metric),
        window=_window(brief),
        basis=FROM_BRIEF,
    )


def _assumed(name: str, stage: Stage, target: float, unit: str, basis: str) -> Measure:
    def measure(brief: Brief) -> Kpi:
        return _kpi(brief, (name, stage, unit), target, basis)

    return measure


def _kpi(brief: Brief, what: tuple[str, Stage, str], target: float, basis: str) -> Kpi:
    name, stage, unit = what
    return Kpi(
        name=name,
        stage=stage,
        target=target,
        unit=unit,
        window=_window(brief),
        basis=f"Assumption until the first review: {basis}.",
    )


def _impressions(brief: Brief) -> Kpi:
    what: tuple[str, Stage, str] = ("Impressions", "awareness", "impressions")
    price = _price_of_thousand(brief)
    if brief.budget is None or price is None:
        basis = f"{number(_UNPAID_A_WEEK)} a week unpaid, as the price of paid ones is not known for this budget"
        return _kpi(brief, what, _UNPAID_A_WEEK * brief.duration_weeks, basis)
    spent = brief.budget.maximum * _PAID_PERCENT // 100
    basis = f"{_PAID_PERCENT} % of the budget buys them at {money(price, brief)} a thousand"
    return _kpi(brief, what, spent * 1000 // price, basis)


def _price_of_thousand(brief: Brief) -> int | None:
    price = _COST_OF_THOUSAND.get(brief.budget.currency) if brief.budget else None
    return price * _BUSINESS_AUDIENCE_FACTOR if price and industry_of(brief).to_business else price


def _acquisition_cost(brief: Brief) -> Kpi | None:
    wanted = headline(brief)
    if wanted is None or brief.budget is None:
        return None
    basis = f"{money(brief.budget.maximum, brief)} for {number(wanted.target)} {wanted.noun}; an upper limit"
    return _kpi(brief, ("CAC", "conversion", _currency(brief)), round(brief.budget.maximum / wanted.target, 2), basis)


def _order_value(brief: Brief) -> Kpi | None:
    value = brief.average_order_value
    if value is None:
        return None
    kpi = _kpi(
        brief, ("AOV", "conversion", _currency(brief)), round(value * 1.1, 2), "10 % above the brief's order value"
    )
    return kpi.model_copy(update={"baseline": value})


def _lifetime_value(brief: Brief) -> Kpi | None:
    value = brief.lifetime_value
    if value is None:
        return None
    kpi = _kpi(
        brief, ("LTV", "retention", _currency(brief)), round(value * 1.05, 2), "5 % above the brief's lifetime value"
    )
    return kpi.model_copy(update={"baseline": value})


def _currency(brief: Brief) -> str:
    return brief.budget.currency if brief.budget else "currency of the price list"


def _window(brief: Brief) -> str:
    return f"{weeks(brief.duration_weeks)} from {day(brief.start_date)}"


def _key(name: str) -> str:
    folded = " ".join(re.findall(r"\w+", name.casefold()))
    return _SYNONYMS.get(folded, folded)


_SYNONYMS: Mapping[str, str] = MappingProxyType(
    {
        "customer acquisition cost": "cac",
        "average order value": "aov",
        "lifetime value": "ltv",
        "customer lifetime value": "ltv",
        "return on ad spend": "roas",
        "ctr": "click through rate",
    }
)

_UNIVERSAL: tuple[Measure, ...] = (
    _impressions,
    _assumed("Engagement rate", "engagement", 3, "%", "3 of 100 who see a post react"),
    _assumed("Click-through rate", "engagement", 1.5, "%", "mean over owned and paid channels"),
)

_SETS: Mapping[KpiSet, tuple[Measure, ...]] = MappingProxyType(
    {
        KpiSet.SOFTWARE: (
            _assumed("Demo bookings", "conversion", 20, "% of qualified leads", "one in five takes a demonstration"),
            _assumed("Lead to customer", "conversion", 5, "%", "5 of 100 qualified leads sign"),
            _acquisition_cost,
            _lifetime_value,
            _assumed("Renewal rate", "retention", 90, "%", "9 in 10 customers renew"),
        ),
        KpiSet.COMMERCE: (
            _assumed("ROAS", "conversion", 2, "x", "paid channels return twice their cost"),
            _order_value,
            _acquisition_cost,
            _lifetime_value,
            _assumed("Repeat purchase rate", "retention", 25, "%", "one in four orders again in 90 days"),
        ),
        KpiSet.LOCAL: (
            _assumed("Visits booked", "conversion", 5, "% of website visitors", "5 of 100 visitors book"),
            _acquisition_cost,
            _assumed("New reviews", "retention", 2, "reviews a week", "each week two of the customers asked write one"),
            _assumed("Rating", "retention", 4.6, "stars", "below it, ratings cost bookings"),
        ),
        KpiSet.COACHING: (
            _assumed("Subscribers", "engagement", 4, "% of website visitors", "4 of 100 visitors leave their address"),
            _assumed("First talks", "conversion", 10, "% of subscribers", "one in ten subscribers asks for a talk"),
            _acquisition_cost,
            _assumed("Referrals", "retention", 10, "% of clients", "one in ten clients brings another"),
        ),
    }
)
