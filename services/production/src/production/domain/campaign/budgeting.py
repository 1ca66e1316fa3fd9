"""The sections on money: numbers and budget side by side, and what changes when money or results do."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.strategy import ChannelPlan, Kpi
from production.domain.campaign.case import Case, case_of
from production.domain.figures import dated, moved, weeks
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.platforms import label
from production.domain.wording import bared, leading, listed, measured, multiple, plain, quoted
from production.domain.work import Work, Writer

MOST_KPIS = 10
RESERVE = 10
SCENARIOS = (("Careful", 70), ("As planned", 100), ("Bold", 130))
"""A name and its share of the planned budget, in percent."""


def kpi_budget_plan(work: Work) -> str:
    """Show the numbers with their targets, the money a channel gets in all and a week, and what ties the two."""
    case, material = case_of(work), work.material
    kpis = [_kpi_row(case, kpi) for kpi in material.strategy.kpis[:MOST_KPIS]]
    channels = [_money_row(case, plan) for plan in material.strategy.channels]
    return body(
        material.say(_purpose(case)),
        heading("Numbers"),
        table(("KPI", "Stage", "Now", "Target", "Basis"), sayable(material, kpis) or _own_kpis(case)),
        heading("Budget"),
        table(("Channel", "Share", "In all", "A week", "Buys"), sayable(material, channels)),
        heading("What ties the two"),
        bullets(material, _ties(case)),
    )


def _purpose(case: Case) -> str:
    goal, total = case.figures.goal, case.figures.total
    aim = f"one movement, {case.inside(goal.name)} {moved(goal)}" if goal else case.aim.results
    money = (
        f"{case.figures.money(total)} over {weeks(case.figures.weeks)}" if total else "shares in percent, no sum yet"
    )
    return f"{case.client} pays for {aim}; at its disposal: {money}."


def _kpi_row(case: Case, kpi: Kpi) -> tuple[str, ...]:
    now = "measured first" if kpi.baseline is None else measured(kpi.baseline, kpi.unit)
    assumed, _, ground = leading(plain(kpi.basis), 130).partition(": ")
    basis = f"assumed for {case.client}: {bared(ground)}" if ground else bared(assumed) or "the strategy"
    return (plain(kpi.name), kpi.stage, now, measured(kpi.target, kpi.unit), basis)


def _own_kpis(case: Case) -> list[tuple[str, ...]]:
    goal = case.figures.goal
    stated = [(goal.name, "conversion", "measured first", moved(goal), "the brief")] if goal else []
    rest = ("Posts published", "awareness", "0 posts", "30 posts in 30 days", "the calendar")
    return [*stated, rest]


def _money_row(case: Case, plan: ChannelPlan) -> tuple[str, ...]:
    amount, figures = plan.budget_amount, case.figures
    in_all = figures.money(amount) if amount else "not set"
    a_week = figures.money(amount / figures.weeks) if amount else "not set"
    bought = listed([plain(kind) for kind in plan.content_types[:2]]) or "production and reach"
    return (label(plan.channel), f"{plan.budget_share_percent} %", in_all, a_week, bought)


def _ties(case: Case) -> list[str]:
    figures, goal = case.figures, case.figures.goal
    lines = []
    if figures.a_result and goal and goal.extra:
        sum_ = f"{figures.money(figures.total or 0)} for {measured(goal.extra, case.units)}"
        lines.append(f"Cost at the target: {sum_} is {figures.money(figures.a_result)} each.")
    if figures.a_result and figures.ceiling:
        lines.append(
            f"Room: the ceiling of {figures.money(figures.ceiling)} is "
            f"{multiple(figures.ceiling, figures.a_result)} that (a third of the lifetime value, assumed)."
        )
    if figures.break_even and figures.order:
        lines.append(f"Turnover: {figures.break_even:,} average orders equal the budget, before the cost of goods.")
    if figures.total:
        reserve = figures.money(figures.total * RESERVE / 100)
        lines.append(
            f"Reserve: {reserve} of the second half's money ({RESERVE} % in all) is committed on {dated(figures.half)}."
        )
    lines.append(f"{case.channel()} is cut last: it carries {quoted(case.pain())}, from which the rest follows.")
    lowest = f"No sum, no promise: until {case.client} names one, this table divides percent."
    return lines if figures.total else [*lines, lowest]


def budget_scenarios(work: Work) -> str:
    """Show three budgets with what each buys, by how much results may miss, and what decides between them."""
    case, material = case_of(work, 1), work.material
    header = ("Scenario", "Budget", "Channels", "Expected", "Fits if")
    return body(
        material.say(
            f"What {case.client} would do with less and with more than planned.",
            "Results are scaled with the money and not better than that: an assumption, and a cautious one upwards.",
        )
        if not case.figures.total
        else material.say(
            f"{case.client} plans {case.figures.money(case.figures.total)}; here is what 30 % less or more changes.",
            f"Above the plan a further result ({case.units}) is taken to cost 20 % more (assumed).",
        ),
        table(header, sayable(material, [_scenario(case, name, share) for name, share in SCENARIOS])),
        heading("If results differ from plan"),
        bullets(material, _sensitivity(case)),
        heading("What decides"),
        bullets(material, _decides(case)),
    )


def _scenario(case: Case, name: str, share: int) -> tuple[str, ...]:
    figures, plans = case.figures, case.material.strategy.channels
    kept = [label(plan.channel) for plan in sorted(plans, key=lambda plan: -plan.budget_share_percent)]
    chosen = kept[: max(1, len(kept) - 2)] if share < 100 else kept
    budget = figures.money(figures.total * share / 100) if figures.total else f"{share} %"
    fits = {
        70: f"{case.client} has not yet shown {quoted(case.shown())} anywhere",
        100: f"{case.trade.threshold} is ready on {dated(figures.day(2))}",
        130: f"a result costs no more than planned until {dated(figures.half)}",
    }[share]
    return (name, budget, listed(chosen), _expected(case, share), fits)


def _expected(case: Case, share: int) -> str:
    goal = case.figures.goal
    if goal is None or not goal.extra:
        return f"{share} % of the reach; {case.inside(goal.name) if goal else case.aim.results} is read, not scaled"
    scaled = share if share <= 100 else 100 + (share - 100) / 1.2
    return measured(round(goal.extra * scaled / 100), case.units)


def _sensitivity(case: Case) -> list[str]:
    figures, goal = case.figures, case.figures.goal
    if not (figures.a_result and goal and goal.extra):
        return [
            f"A fifth below target on {dated(figures.half)}: {case.client} changes the opening, not the sum.",
            f"A fifth above target: {case.channel()} gets the next week's share of the weakest channel.",
        ]
    saved = figures.money((figures.total or 0) / 4)
    lines = [
        f"Each costs 25 % more: {measured(round(goal.extra / 1.25), case.units)} for the same money.",
        f"Each costs 25 % less: {measured(round(goal.extra / 0.75), case.units)}, or {saved} left over.",
    ]
    if figures.order:
        value = figures.money(goal.extra * figures.order)
        lines.append(f"Turnover if each of the {case.units} brings one average order: {value}.")
    return lines


def _decides(case: Case) -> list[str]:
    rules = case.material.strategy.measurement.decision_rules[:1]
    stated = [
        f"Rule of the strategy for {case.client}: {case.closing(bared(leading(plain(rule), 160)))}" for rule in rules
    ]
    return [
        *stated,
        f"Upwards only after two readings in a row; downwards {case.client} may decide at any review.",
        f"A change of scenario keeps {quoted(case.promise)} as the promise.",
    ]


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {"kpi_budget_plan": kpi_budget_plan, "budget_scenarios": budget_scenarios}
)
