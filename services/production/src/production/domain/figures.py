"""The campaign's arithmetic: weeks, money a week, what the goal asks for and what one result may cost."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.brief import Brief, KpiTarget
from contracts.strategy import Kpi, Strategy, publishing_begins
from production.domain.guard import Guard
from production.domain.wording import measured, number, plain

_RATIO_WORDS = frozenset(
    [
        "cost",
        "costs",
        "roas",
        "rate",
        "share",
        "churn",
        "rating",
        "cac",
        "ltv",
        "value",
        "margin",
        "ratio",
        "conversion",
        "satisfaction",
        "score",
    ]
)
_RATIO_UNITS = frozenset(("x", "times", "stars", "points", "days", "hours", "minutes"))
FEWEST_COUNTED = 5
CUSTOMER_SHARE = 3
"""A customer may cost a third of what it brings over its lifetime: the strategy's assumption, too."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The number that decides; `extra` is how many more of it are needed, None where it can't be counted."""

    name: str
    baseline: float | None
    target: float
    unit: str
    extra: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """`total` is the most that may be spent, in whole units of `currency`; `half` the day of its half-time review."""

    weeks: int
    start: date
    launch: date
    half: date
    end: date
    total: int | None
    currency: str
    goal: Goal | None
    order: float | None
    lifetime: float | None

    def money(self, amount: float) -> str:
        """Write an amount, whole from a hundred up."""
        return f"{number(round(amount) if abs(amount) >= 100 else amount)} {self.currency}".strip()

    @property
    def a_result(self) -> float | None:
        """What one result costs if the whole budget brings just the goal."""
        extra = self.goal.extra if self.goal else None
        return self.total / extra if self.total and extra else None

    @property
    def ceiling(self) -> float | None:
        """What winning one customer may cost."""
        return self.lifetime / CUSTOMER_SHARE if self.lifetime else None

    @property
    def break_even(self) -> int | None:
        """How many average orders bring in as much as the campaign spends."""
        return math.ceil(self.total / self.order) if self.total and self.order else None

    def day(self, week: int) -> date:
        """Give the first day of a week, counted from 1."""
        return self.start + timedelta(weeks=week - 1)

    def after_launch(self, week: int) -> date:
        """Give the day so many weeks after the launch, the last day at most."""
        return min(self.launch + timedelta(weeks=week), self.end)


def figures(brief: Brief, strategy: Strategy, guard: Guard) -> Figures:
    """Do the sums of a brief and its strategy."""
    budget, days = brief.budget, brief.duration_weeks * 7
    middle = brief.start_date + timedelta(days=(days - 1) // 2)
    return Figures(
        weeks=brief.duration_weeks,
        start=brief.start_date,
        launch=publishing_begins(brief, strategy),
        half=next((stone.due for stone in strategy.timeline if stone.kind == "half_time"), middle),
        end=brief.start_date + timedelta(days=days - 1),
        total=budget.maximum if budget and budget.maximum > 0 else None,
        currency=budget.currency if budget else "",
        goal=_goal(brief, strategy, guard),
        order=brief.average_order_value or None,
        lifetime=brief.lifetime_value or None,
    )


def dated(day: date) -> str:
    """Write a day in full."""
    return f"{day.day} {day:%B %Y}"


def weeks(count: int) -> str:
    """Write a number of weeks."""
    return measured(count, "weeks")


def per_variant(rate: float, lift: float) -> int:
    """Give the sample a variant needs: 16 p (1 - p) / d², for 80 % power at 5 % error (Lehr, 1992).

    `rate` is the present share, `lift` the relative improvement that should be seen.
    """
    difference = rate * lift
    return math.ceil(16 * rate * (1 - rate) / (difference * difference))


def _goal(brief: Brief, strategy: Strategy, guard: Guard) -> Goal | None:
    stated = [goal_from(target) for target in brief.kpi_targets] or [goal_from(kpi) for kpi in _judged(strategy)]
    allowed = [goal for goal in stated if guard.allows(f"{goal.name} {goal.unit}")]
    return allowed[0] if allowed else None


def _judged(strategy: Strategy) -> list[Kpi]:
    return sorted(strategy.kpis, key=lambda kpi: kpi.stage != "conversion")


def goal_from(stated: KpiTarget | Kpi) -> Goal:
    """Read a target as a goal; `extra` is given where results are counted, not where a rate or an amount moves."""
    name = plain(stated.metric if isinstance(stated, KpiTarget) else stated.name)
    unit, base = plain(stated.unit), stated.baseline
    extra = stated.target - (base or 0)
    words = {*name.casefold().split(), *unit.casefold().split()}
    counted = _RATIO_WORDS.isdisjoint(words) and _RATIO_UNITS.isdisjoint(words) and "%" not in unit
    is_money = unit.isupper() and len(unit) == 3
    return Goal(
        name, base, stated.target, unit, extra if counted and not is_money and extra >= FEWEST_COUNTED else None
    )


def moved(goal: Goal) -> str:
    """Write from where to where the goal moves."""
    target = measured(goal.target, goal.unit)
    return target if goal.baseline is None else f"from {number(goal.baseline)} to {target}"
