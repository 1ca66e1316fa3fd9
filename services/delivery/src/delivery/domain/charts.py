"""The two charts of a campaign: how the budget is shared, and from where to where each KPI is to go."""

from contracts.brief import Budget
from contracts.strategy import ChannelPlan, Kpi, Strategy
from delivery.domain.blocks import Bar, Chart, Goal, Goals
from delivery.domain.words import channel_name, money, number


def budget_chart(strategy: Strategy, total: Budget | None) -> Chart:
    """One bar a channel, the largest share first."""
    currency = total.currency if total else ""
    plans = sorted(strategy.channels, key=lambda plan: -plan.budget_share_percent)
    bars = (Bar(channel_name(plan.channel), plan.budget_share_percent, _amount(plan, currency)) for plan in plans)
    return Chart("Budget by channel", tuple(bars))


def kpi_chart(strategy: Strategy) -> Goals:
    """Baseline and target of every KPI, in the strategy's order."""
    return Goals(tuple(_goal(kpi) for kpi in strategy.kpis))


def _amount(plan: ChannelPlan, currency: str) -> str:
    share = f"{plan.budget_share_percent}%"
    if plan.budget_amount is None or not currency:
        return share
    return f"{share}, {money(plan.budget_amount, currency)}"


def _goal(kpi: Kpi) -> Goal:
    largest = max(abs(kpi.target), abs(kpi.baseline or 0.0)) or 1.0
    return Goal(
        label=kpi.name,
        baseline=number(kpi.baseline, kpi.unit),
        target=number(kpi.target, kpi.unit),
        start=None if kpi.baseline is None else round(100 * abs(kpi.baseline) / largest),
        end=round(100 * abs(kpi.target) / largest),
    )
