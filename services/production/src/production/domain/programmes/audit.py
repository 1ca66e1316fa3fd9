"""The audit's findings in waiting: what comes first, and every part that consists of checks."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from contracts.brief import KpiTarget
from production.domain import quotes
from production.domain.economics import (
    money,
    on_day,
    shifts_of,
)
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.material import Material
from production.domain.platforms import label
from production.domain.programmes.audit_accounts import account_checks, account_structure, audit_scope
from production.domain.programmes.audit_audience import (
    audience_checks,
    audience_review,
    creative_checks,
    creative_review,
)
from production.domain.programmes.audit_money import budget_checks, budget_review, channel_checks, channel_review
from production.domain.programmes.audit_search import (
    landing_page_review,
    page_checks,
    search_and_bidding,
    search_checks,
)
from production.domain.programmes.audit_tracking import tracking_check, tracking_checks
from production.domain.programmes.checks import Check, checks_csv
from production.domain.programmes.figures import way_of
from production.domain.programmes.known import sources
from production.domain.wording import measured, number, opened
from production.domain.work import Work, Writer


def findings_and_priorities(work: Work) -> str:
    """Rank what the brief suggests, say what it shows by itself, and give the order of work with dates."""
    material = work.material
    return body(
        f"What the brief of {material.client} suggests before access, strongest first; each line is to be confirmed.",
        table(
            ("Priority", "To be confirmed", "By which check", "Due", "Effort"), sayable(material, _priorities(material))
        ),
        heading("What the brief alone shows"),
        bullets(material, _shown(material)),
        heading("Order of work"),
        bullets(material, _order(material)),
    )


def _gap(target: KpiTarget) -> float:
    start = target.baseline or target.target
    return abs(target.target - start) / start


def _priorities(material: Material) -> list[tuple[str, ...]]:
    ranked = sorted(shifts_of(material.brief), key=_gap, reverse=True)[:3]
    gaps = [(f"{way_of(target)}: {_asked(target)}", _part_for(target)) for target in ranked]
    pains = [(f"Advertisements pass over “{text}”", "Creative review") for text in material.pains[:2]]
    doubts = [(f"The page leaves “{pair.objection}” open", "Landing page review") for pair in material.rebuttals[:2]]
    own = [
        (f"Money of {material.client} goes to people outside {quotes.place(material)}", "Audience review"),
        (f"Results of {quotes.product(material)} are counted twice or not at all", "Tracking check"),
        (f"{label(material.strategy.channels[0].channel)} is cut into parts too small to learn", "Account structure"),
        (f"{material.client} bids without knowing its margin", "Budget review"),
    ]
    efforts = ("1 day", "2 days", "half a day", "3 days")
    return [
        (str(turn + 1), what, check, on_day(material.brief, 7 + 2 * turn), efforts[turn % len(efforts)])
        for turn, (what, check) in enumerate([*gaps, *pains, *doubts, *own][:9])
    ]


def _part_for(target: KpiTarget) -> str:
    words = set(target.metric.casefold().split())
    parts = {
        "Landing page review": {"conversion", "mobile", "form", "checkout"},
        "Budget review": {"roas", "cost", "cac", "cpa"},
        "Audience review": {"returning", "repeat", "churn", "returned"},
    }
    return next((part for part, marks in parts.items() if words & marks), "Channel review")


def _shown(material: Material) -> list[str]:
    brief = material.brief
    named = [
        f"{opened(way_of(target))} asks for {number(round(_gap(target) * 100))} %." for target in shifts_of(brief)[:4]
    ]
    order, value = brief.average_order_value, brief.lifetime_value
    if order and value:
        named.append(
            f"Lifetime value {money(brief, value)} is {measured(round(value / order, 1), 'orders')} of "
            f"{money(brief, order)}: the second one decides."
        )
    unproved = len(material.differentiators) - len(material.proofs)
    claimed = measured(len(material.differentiators), "differences")
    return [
        *named,
        f"{material.client} claims {claimed} and proves {len(material.proofs)}."
        if unproved > 0
        else f"{material.client} brings {measured(len(material.proofs), 'proofs')}; whether visitors see that is open.",
        *(f"Read before access: {name}." for name in sources(material)[:3]),
    ]


def _asked(target: KpiTarget) -> str:
    more = "more" if target.target > (target.baseline or 0) else "less"
    return f"{number(round(_gap(target) * 100))} % {more} than today"


def _order(material: Material) -> list[str]:
    brief = material.brief
    return [
        f"{on_day(brief, 0)}: access granted by {material.client}.",
        f"{on_day(brief, 4)}: tracking, as every later number hangs on it.",
        f"{on_day(brief, 9)}: accounts, audiences, creative, {label(material.strategy.channels[0].channel)} first.",
        f"{on_day(brief, 13)}: findings with evidence; {material.client} decides what is changed.",
        f"{on_day(brief, min(41, brief.duration_weeks * 7 - 1))}: the same checks again, result beside result.",
    ]


PARTS: tuple[tuple[str, Callable[[Material], tuple[Check, ...]]], ...] = (
    ("Account structure", account_checks),
    ("Tracking check", tracking_checks),
    ("Audience review", audience_checks),
    ("Creative review", creative_checks),
    ("Search and bidding", search_checks),
    ("Landing page review", page_checks),
    ("Channel review", channel_checks),
    ("Budget review", budget_checks),
)
"""Every part that consists of checks, in the order of work."""


def audit_checks(material: Material) -> bytes:
    """Write every check of the audit as a work list."""
    return checks_csv(material, [(part, checks(material)) for part, checks in PARTS])


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "audit_scope": audit_scope,
        "account_structure": account_structure,
        "tracking_check": tracking_check,
        "audience_review": audience_review,
        "creative_review": creative_review,
        "search_and_bidding": search_and_bidding,
        "landing_page_review": landing_page_review,
        "channel_review": channel_review,
        "budget_review": budget_review,
        "findings_and_priorities": findings_and_priorities,
    }
)
