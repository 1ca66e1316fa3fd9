"""The client's own arithmetic: what is counted, what a result may cost, what a week has to bring."""

from dataclasses import dataclass
from datetime import timedelta

from contracts.brief import Brief, KpiTarget
from contracts.strategy import ChannelPlan
from production.domain.figures import CUSTOMER_SHARE, dated, goal_from
from production.domain.wording import inside, measured, number, plain

TOLERANCE = 1.5
"""How much more than planned a result may cost before its channel stops; the strategy's own stop rule uses it too."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What the campaign is counted by: `added` results beyond where the client stands, in the client's own words."""

    metric: str
    noun: str
    added: float
    target: float

    @property
    def in_words(self) -> str:
        """The additional results with their noun: "200 members"."""
        return measured(self.added, self.noun)


def goal_of(brief: Brief) -> Goal | None:
    """Give the first target that counts results rather than a rate, a price or a ratio; None where there is none."""
    for wanted in brief.kpi_targets:
        stated = goal_from(wanted)
        if stated.extra:
            return Goal(stated.name, inside(stated.unit or stated.name), stated.extra, stated.target)
    return None


def shifts_of(brief: Brief) -> tuple[KpiTarget, ...]:
    """Give the targets that move a number from a known place to another."""
    return tuple(wanted for wanted in brief.kpi_targets if wanted.baseline)


def shift_in(brief: Brief, *marks: str) -> KpiTarget | None:
    """Give the first such target whose metric has one of these words."""
    return next((wanted for wanted in shifts_of(brief) if _words(wanted.metric) & set(marks)), None)


def currency_of(brief: Brief) -> str:
    """Give the budget's currency; empty where the brief names no budget."""
    return brief.budget.currency if brief.budget else ""


def money(brief: Brief, amount: float) -> str:
    """Write an amount in the client's currency: whole from a hundred on, below it with cents where there are any."""
    if amount >= 100 or round(amount, 2) == round(amount):
        return measured(round(amount), currency_of(brief))
    return f"{amount:.2f} {currency_of(brief)}".strip()


def total_of(brief: Brief) -> int | None:
    """Give the most that the campaign may spend."""
    return brief.budget.maximum if brief.budget else None


def planned_cost(brief: Brief) -> float | None:
    """Give what one result may cost: the budget over the goal, else the order value over the wanted return (ROAS)."""
    goal, total = goal_of(brief), total_of(brief)
    if goal and total:
        return total / goal.added
    returns = shift_in(brief, "roas")
    return brief.average_order_value / returns.target if returns and brief.average_order_value else None


def bearable_cost(brief: Brief) -> float | None:
    """Give what winning a customer may cost: a third of the lifetime value, where the brief names one."""
    return brief.lifetime_value / CUSTOMER_SHARE if brief.lifetime_value else None


def weekly(brief: Brief, amount: float) -> float:
    """Spread an amount over the campaign's weeks."""
    return amount / max(brief.duration_weeks, 1)


def channel_week(brief: Brief, plan: ChannelPlan, percent: float = 100) -> str:
    """Write what a channel, or a part of it, spends a week; its share where there is no budget."""
    if plan.budget_amount is None:
        return f"{number(plan.budget_share_percent * percent / 100)} % of the whole"
    return money(brief, weekly(brief, plan.budget_amount * percent / 100))


def on_day(brief: Brief, offset: int) -> str:
    """Write the date so many days after the start."""
    return dated(brief.start_date + timedelta(days=offset))


def last_day(brief: Brief) -> str:
    """Write the campaign's last day."""
    return on_day(brief, brief.duration_weeks * 7 - 1)


def _words(text: str) -> set[str]:
    return set(plain(text).casefold().replace("-", " ").split())
