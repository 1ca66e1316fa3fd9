"""The audit of what each channel earns and of where the money lies."""

from contracts.strategy import ChannelPlan
from production.domain import quotes
from production.domain.economics import (
    bearable_cost,
    channel_week,
    money,
    planned_cost,
    shift_in,
    total_of,
)
from production.domain.markdown import body, bullets, heading, table
from production.domain.material import Material
from production.domain.platforms import label
from production.domain.programmes.audit_accounts import ACCOUNTS
from production.domain.programmes.checks import Check, checks_table
from production.domain.programmes.figures import stop_line
from production.domain.wording import leading, listed, number, opened, plain, sentence
from production.domain.work import Work

MARGINS = (30, 40, 50, 60)
POINTS = 10


def channel_checks(material: Material) -> tuple[Check, ...]:
    """Give one check a channel: its money, its number, and what is decided."""
    return tuple(_channel_check(material, plan) for plan in material.strategy.channels)


def _channel_check(material: Material, plan: ChannelPlan) -> Check:
    kpi = material.guard.first([leading(plain(plan.kpi), 110)]) or "visits"
    return Check(
        f"{label(plan.channel)}, {plan.role}",
        f"{channel_week(material.brief, plan)} a week: {kpi}",
        "its part of the goal" if plan.role == "primary" else "three quarters of its part",
        "new opening, then less money" if plan.role == "primary" else "money to the strongest",
    )


def channel_review(work: Work) -> str:
    """Show what each channel must bring, what it is asked to do, and when it stops."""
    material = work.material
    tactics = [
        f"Looked for on {label(plan.channel)}: {listed([plain(text) for text in plan.content_types[:3]])}, "
        f"and whether “{quotes.pain(material, turn)}” opens them."
        for turn, plan in enumerate(material.strategy.channels[:5])
        if plan.content_types
    ]
    return body(
        f"Which channels of {material.client} earn their place, each held to its own number.",
        checks_table(material, channel_checks(material)),
        bullets(material, tactics),
        heading("When a channel stops"),
        bullets(
            material, [*(stop_line(material, plan) for plan in material.strategy.channels), *_reading_order(material)]
        ),
    )


def _reading_order(material: Material) -> list[str]:
    first = material.strategy.channels[0]
    return [
        f"{opened(ACCOUNTS[first.channel])}: the first to be read, as it takes {first.budget_share_percent} % of "
        f"the money of {material.client}.",
        f"Where {material.client} has no stop rule yet, it gets one: no result in 14 days, or twice the planned cost.",
    ]


def budget_checks(material: Material) -> tuple[Check, ...]:
    """Give one check a channel: its share and amount, and what the amount should buy."""
    return tuple(_budget_check(material, plan) for plan in material.strategy.channels)


def _budget_check(material: Material, plan: ChannelPlan) -> Check:
    brief, cost = material.brief, planned_cost(material.brief)
    amount = money(brief, plan.budget_amount) if plan.budget_amount is not None else "no amount"
    bought = f"{number(round((plan.budget_amount or 0) / cost))} results" if cost else "its share of results"
    return Check(
        f"{label(plan.channel)} spend",
        f"{plan.budget_share_percent} %, {amount}",
        f"{bought} by the end",
        f"{POINTS} points moved at most",
    )


def budget_review(work: Work) -> str:
    """Show what each channel's money should buy, where the break-even lies, and what moving money means."""
    material = work.material
    return body(
        f"Whether the money of {material.client} lies where it buys most.",
        checks_table(material, budget_checks(material)),
        heading("Break-even"),
        *_break_even(material),
        heading("What moving money means"),
        bullets(material, _moving(material)),
    )


def _break_even(material: Material) -> tuple[str, ...]:
    brief, returns = material.brief, shift_in(material.brief, "roas")
    order, bearable = brief.average_order_value, bearable_cost(brief)
    lines = [
        f"A customer of {material.client} may cost {money(brief, bearable)}: a third of lifetime value (assumed share)."
        if bearable
        else "",
        f"Paid from the first order alone, {money(brief, order)} times the margin is the limit." if order else "",
        f"{material.client} states its margin before the first change of a bid.",
    ]
    if not order and not returns:
        return (bullets(material, lines),)
    header = ("Margin", "Break-even ROAS", *(("Limit a first order",) if order else ()))
    rows = [
        (f"{margin} %", number(round(100 / margin, 2)), *((money(brief, order * margin / 100),) if order else ()))
        for margin in MARGINS
    ]
    return bullets(material, lines), table(header, rows)


def _moving(material: Material) -> list[str]:
    brief, total, cost = material.brief, total_of(material.brief), planned_cost(material.brief)
    strongest, weakest = material.strategy.channels[0], material.strategy.channels[-1]
    names = f"from {label(weakest.channel)} to {label(strongest.channel)}"
    points = money(brief, total * POINTS / 100) if total else f"{POINTS} % of the whole"
    return [
        f"{POINTS} points {names} are {points}." if weakest is not strongest else f"{POINTS} points are {points}.",
        f"At {money(brief, cost)} a result, {number(round((total or 0) * POINTS / 100 / cost))} results hang on it."
        if cost
        else "",
        *(f"A ceiling of the client's: {sentence(plain(text))}" for text in brief.constraints[:3]),
        f"Nothing moves at {material.client} before two reviews agree.",
    ]
