"""The client's numbers as lines of a section: KPIs with their way, stop rules, what a channel may spend."""

from contracts.brief import KpiTarget
from contracts.strategy import ChannelPlan, Kpi
from production.domain.economics import bearable_cost, channel_week, last_day, money, planned_cost, total_of, weekly
from production.domain.funnel import Funnel, funnel_of, numbers_of, stage_share
from production.domain.material import Material
from production.domain.platforms import label
from production.domain.wording import leading, listed, measured, number, opened, plain, sentence

MOST_NUMBERS = 4


def number_lines(material: Material, *stages: str) -> list[str]:
    """Give the KPIs of the stages, each from where to where by when, and whether the target is assumed."""
    found = [kpi for stage in stages for kpi in numbers_of(material, stage)][:MOST_NUMBERS]
    return [kpi_line(material, kpi) for kpi in found] or [
        f"{material.client} has named no number for {listed(stages)}; week 1 measures where it stands."
    ]


def kpi_line(material: Material, kpi: Kpi) -> str:
    """Write one KPI: "New members: from 0 to 200 members by 4 April 2027"."""
    start = "baseline from week 1" if kpi.baseline is None else f"from {number(kpi.baseline)}"
    assumed = " (assumed)" if kpi.basis.startswith("Assumption") else ""
    end = measured(kpi.target, plain(kpi.unit))
    return f"{plain(kpi.name)}: {start}, target {end} by {last_day(material.brief)}{assumed}."


def way_of(target: KpiTarget) -> str:
    """Write a target with its way: "Monthly churn from 12 to 7 %"; a unit that the metric names isn't said again."""
    metric, unit = plain(target.metric), plain(target.unit)
    start = f" from {number(target.baseline)}" if target.baseline is not None else ""
    shown = "" if unit.casefold() in metric.casefold() else unit
    return f"{metric}{start} to {measured(target.target, shown)}"


def stop_line(material: Material, plan: ChannelPlan) -> str:
    """Write when a channel stops and what it has at stake, or an empty line where the strategy doesn't say."""
    stake = f"{label(plan.channel)} has {channel_week(material.brief, plan)} a week at stake."
    rule = sentence(leading(plain(plan.kill_criteria), 260))
    return f"{stake} {rule}" if rule else ""


_STAGES = ("awareness", "consideration", "conversion", "retention")


def stage_money(material: Material, stage: int) -> str:
    """Say what part of the money works for a stage."""
    share, total = stage_share(material, stage), total_of(material.brief)
    amount = f"{money(material.brief, total * share / 100)} of {money(material.brief, total)}, " if total else ""
    return f"At {material.client} {amount}{number(round(share))} % of all money, works for {_STAGES[stage]} (assumed)."


def result_lines(material: Material) -> list[str]:
    """Say how many visits bring how many results a week, what one costs, and what one may cost."""
    brief, funnel = material.brief, funnel_of(material)
    cost, bearable, order = planned_cost(brief), bearable_cost(brief), brief.average_order_value
    return [
        *(_rate_line(material, funnel) if funnel else ()),
        f"Cost: {money(brief, cost)} for each of {funnel.goal.in_words}, all money counted." if funnel and cost else "",
        f"Limit: {money(brief, bearable)}, a third of what one brings over time (assumed)." if bearable else "",
        _order_line(material, order, cost) if order else "",
    ]


def _rate_line(material: Material, funnel: Funnel) -> list[str]:
    visits, results = (round(weekly(material.brief, count)) for count in (funnel.visits, funnel.goal.added))
    return [
        f"Rate: {number(funnel.visit_rate)} of 100 visitors ({funnel.visit_basis}); {number(visits)} visits a week "
        f"bring {number(max(results, 1))} {funnel.goal.noun}."
    ]


def _order_line(material: Material, order: float, cost: float | None) -> str:
    worth = f"First order: {money(material.brief, order)} on average"
    if cost and order > cost:
        return f"{worth}, {number(round(order / cost, 1))} times what a result may cost."
    return f"{worth}; the margin of {material.client} decides what a visit may cost."


def rivals(material: Material) -> str:
    """List the competitors that may be named; empty where the brief names none."""
    named = material.guard.allowed(plain(rival) for rival in material.brief.competitors)[:4]
    return listed(named)


def price(material: Material) -> str:
    """Give the price as the brief states it, or an empty text."""
    return opened(material.guard.first([leading(plain(material.brief.pricing or ""), 140)]))


def requirements(material: Material) -> list[str]:
    """Give what law and client demand of every piece, word for word."""
    brief = material.brief
    return [plain(text) for text in (*brief.compliance_requirements, *brief.required_disclaimers)][:5]
