"""The numbers to watch: the client's targets word for word, then the industry's set with what each assumes."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from contracts.brief import Brief, Channel, KpiTarget, Objective
from contracts.strategy import Kpi
from strategy.domain.angles import industry_of
from strategy.domain.catalogue import CATALOGUE
from strategy.domain.economics import lifetime_growth, planned_cost, rounded
from strategy.domain.industries import KpiSet
from strategy.domain.targets import Stage, headline, measured_on, stage_of
from strategy.domain.timeline import first_review
from strategy.domain.wording import counted, day, money, number, phrase, weeks

FROM_BRIEF = "Target from the brief."
_COST_OF_THOUSAND = MappingProxyType(
    {"USD": 8, "EUR": 7, "GBP": 6, "CAD": 10, "AUD": 11, "NZD": 12, "INR": 150, "SEK": 80, "KES": 260, "CHF": 12}
)
_BUSINESS_AUDIENCE_FACTOR = 4
_PAID_PERCENT = 40
_UNPAID_A_WEEK = 1500

Measure = Callable[[Brief], Kpi | None]
"""Gives a KPI, or None where the brief holds too little to put a number on it."""


def plan_kpis(brief: Brief, channels: tuple[Channel, ...]) -> tuple[Kpi, ...]:
    """List the brief's targets, then the industry's KPIs that they don't name; five at least, one for every stage.

    `channels` are those of the campaign, strongest first; the reactions on the first two are watched.
    """
    asked = tuple(_from_brief(wanted, brief) for wanted in brief.kpi_targets)
    named = [_key(kpi.name) for kpi in asked]
    measured = (measure(brief) for measure in (_seen, *_SETS[industry_of(brief).kpis]))
    added = (kpi for kpi in (*measured, *(_reactions(brief, one) for one in channels[:2])) if kpi is not None)
    return (*asked, *(kpi for kpi in added if not _is_among(kpi.name, named)))


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
        basis=f"Assumption until {day(first_review(brief))}: {basis}.",
    )


def _seen(brief: Brief) -> Kpi:
    return _delivered(brief) if brief.objective is Objective.RETENTION else _impressions(brief)


def _delivered(brief: Brief) -> Kpi:
    what: tuple[str, Stage, str] = ("Customers reached each month", "awareness", "% of customers")
    return _kpi(brief, what, 85, f"a message a month reaches 85 of 100 customers of {phrase(brief.client_name)}")


def _reactions(brief: Brief, channel: Channel) -> Kpi | None:
    profile = CATALOGUE[channel]
    if any(measured_on(channel, wanted.metric) for wanted in brief.kpi_targets):
        return None
    rate, unit = profile.rate
    basis = f"planning value for {profile.name}, until {phrase(brief.client_name)} has its own"
    return _kpi(brief, (f"{profile.name} reactions", "engagement", unit), rate, basis)


def _impressions(brief: Brief) -> Kpi:
    what: tuple[str, Stage, str] = ("Impressions", "awareness", "impressions")
    price = _price_of_thousand(brief)
    spent = brief.budget.maximum * _PAID_PERCENT // 100 if brief.budget else 0
    if price is None or not spent:
        why = "the budget buys none" if price else "the price of paid ones is not known for this budget"
        basis = f"{number(_UNPAID_A_WEEK)} a week unpaid, as {why}"
        return _kpi(brief, what, _UNPAID_A_WEEK * brief.duration_weeks, basis)
    basis = f"{money(spent, brief)}, {_PAID_PERCENT} % of the budget, at {money(price, brief)} a thousand"
    return _kpi(brief, what, _planned(spent * 1000 // price), basis)


def _planned(count: int) -> int:
    """Round to three digits: a plan knows no more."""
    digits = max(0, len(str(count)) - 3)
    return round(count, -digits)


def _price_of_thousand(brief: Brief) -> int | None:
    price = _COST_OF_THOUSAND.get(brief.budget.currency) if brief.budget else None
    return price * _BUSINESS_AUDIENCE_FACTOR if price and industry_of(brief).to_business else price


def _acquisition_cost(brief: Brief) -> Kpi | None:
    wanted, planned = headline(brief), planned_cost(brief)
    if wanted is None or planned is None or brief.budget is None:
        return None
    basis = f"{money(brief.budget.maximum, brief)} for {counted(wanted.target, wanted.noun)}; an upper limit"
    return _kpi(brief, ("CAC", "conversion", _currency(brief)), rounded(planned), basis)


def _order_value(brief: Brief) -> Kpi | None:
    value = brief.average_order_value
    if value is None:
        return None
    basis = f"10 % above the brief's {money(value, brief)}"
    kpi = _kpi(brief, ("AOV", "conversion", _currency(brief)), round(value * 1.1, 2), basis)
    return kpi.model_copy(update={"baseline": value})


def _lifetime_value(brief: Brief) -> Kpi | None:
    value = brief.lifetime_value
    if value is None:
        return None
    longer, why = lifetime_growth(brief) or (1.05, "5 % above")
    basis = f"{why} the brief's {money(value, brief)}"
    kpi = _kpi(brief, ("LTV", "retention", _currency(brief)), rounded(value * longer), basis)
    return kpi.model_copy(update={"baseline": value})


def _currency(brief: Brief) -> str:
    return brief.budget.currency if brief.budget else "currency of the price list"


def _window(brief: Brief) -> str:
    return f"{weeks(brief.duration_weeks)} from {day(brief.start_date)}"


def _is_among(name: str, named: list[str]) -> bool:
    """Say whether a KPI is one of those named, or one with a detail added, as in `Repeat purchase rate in 60 days`."""
    key = set(_key(name).split())
    return any(key <= set(other.split()) for other in named)


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
    }
)

_SETS: Mapping[KpiSet, tuple[Measure, ...]] = MappingProxyType(
    {
        KpiSet.SOFTWARE: (
            _assumed("Demo bookings", "conversion", 20, "% of qualified leads", "one lead in five"),
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
            _assumed("Repeat purchase rate", "retention", 25, "%", "one in four orders again"),
        ),
        KpiSet.LOCAL: (
            _assumed("Visits booked", "conversion", 5, "% of website visitors", "5 of 100 visitors book"),
            _acquisition_cost,
            _assumed("New reviews", "retention", 2, "reviews a week", "two of those asked write"),
            _assumed("Rating", "retention", 4.6, "stars", "below it, ratings cost bookings"),
        ),
        KpiSet.COACHING: (
            _assumed("Subscribers", "conversion", 4, "% of website visitors", "4 of 100 leave their address"),
            _assumed("First talks", "conversion", 10, "% of subscribers", "one subscriber in ten asks"),
            _acquisition_cost,
            _assumed("Referrals", "retention", 10, "% of clients", "one client in ten brings another"),
        ),
        KpiSet.EDUCATION: (
            _assumed("Enquiries that apply", "conversion", 20, "% of enquiries", "one in five fills in the form"),
            _assumed("Offers accepted", "conversion", 45, "% of offers", "fees and family decide"),
            _acquisition_cost,
            _assumed("Course completion", "retention", 85, "% of a cohort", "15 of 100 stop before the end"),
        ),
        KpiSet.FINANCE: (
            _assumed("Enquiries that meet", "conversion", 30, "% of enquiries", "three in ten find an evening"),
            _assumed("Meetings that become clients", "conversion", 40, "% of first meetings", "four in ten sign"),
            _acquisition_cost,
            _assumed("Referrals by clients", "retention", 8, "% of clients a year", "8 in 100 name a colleague"),
        ),
        KpiSet.AUTOMOTIVE: (
            _assumed("Enquiries that visit", "conversion", 25, "% of enquiries", "one in four comes to see the car"),
            _assumed("Test drives that sell", "conversion", 22, "% of test drives", "about two in nine"),
            _acquisition_cost,
            _assumed("Buyers returning for service", "retention", 55, "% of buyers", "the warranty brings half back"),
        ),
        KpiSet.APP: (
            _assumed("Store page to download", "conversion", 25, "% of page views", "one viewer in four"),
            _assumed("First use on day one", "conversion", 60, "% of downloads", "four in ten never open it"),
            _acquisition_cost,
            _assumed("Still active after 30 days", "retention", 25, "% of downloads", "three in four are gone"),
        ),
        KpiSet.SUBSCRIPTION: (
            _assumed("Cancellations that become a pause", "conversion", 20, "% of attempts", "one in five"),
            _order_value,
            _lifetime_value,
            _assumed("Third delivery kept", "retention", 70, "% of starters", "seven in ten get that far"),
        ),
    }
)
