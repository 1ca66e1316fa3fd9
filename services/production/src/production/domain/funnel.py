"""From a goal back to what has to be seen: results, visits, impressions, and how channels share the stages' work."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from types import MappingProxyType

from contracts.brief import Channel, Objective
from contracts.strategy import ChannelPlan, Kpi
from production.domain.economics import Goal, channel_week, goal_of
from production.domain.material import Material
from production.domain.platforms import label
from production.domain.wording import plain

Stage = int
AWARENESS, CONSIDERATION, CONVERSION, RETENTION = range(4)

SPLITS: Mapping[Channel, tuple[int, int, int, int]] = MappingProxyType(
    {
        Channel.LINKEDIN: (40, 40, 20, 0),
        Channel.INSTAGRAM: (55, 25, 10, 10),
        Channel.FACEBOOK: (50, 20, 15, 15),
        Channel.X: (60, 30, 0, 10),
        Channel.TIKTOK: (80, 15, 5, 0),
        Channel.YOUTUBE: (50, 40, 10, 0),
        Channel.PINTEREST: (55, 25, 20, 0),
        Channel.EMAIL: (0, 30, 35, 35),
        Channel.SMS: (0, 0, 50, 50),
        Channel.WHATSAPP: (0, 20, 40, 40),
        Channel.WEBINAR: (10, 60, 30, 0),
        Channel.GOOGLE_ADS: (15, 25, 60, 0),
        Channel.META_ADS: (45, 25, 25, 5),
        Channel.GOOGLE_MAPS: (20, 30, 40, 10),
        Channel.BLOG: (50, 40, 10, 0),
    }
)
"""How much of a channel's money works for each stage, in percent: an assumption that the first review corrects."""

_RATES = {
    Objective.AWARENESS: 3.0,
    Objective.LEADS: 4.0,
    Objective.SALES: 2.5,
    Objective.HIRING: 6.0,
    Objective.PARTNERSHIPS: 3.0,
    Objective.RETENTION: 10.0,
}
_RATES_BY_NOUN = {"downloads": 25.0, "installs": 25.0}
_CLICK_RATE = 1.5


@dataclass(frozen=True, slots=True)
class Funnel:
    """What the goal asks for, counted backwards; rates in percent, `basis` says where they come from."""

    goal: Goal
    visit_rate: float
    visit_basis: str
    click_rate: float
    click_basis: str

    @property
    def visits(self) -> int:
        """Visits that the goal takes at the assumed rate."""
        return ceil(self.goal.added * 100 / self.visit_rate)

    @property
    def impressions(self) -> int:
        """Times that something has to be seen so that these visits come; three digits, as rates are rough."""
        seen = ceil(self.visits * 100 / self.click_rate)
        return round(seen, 3 - len(str(seen)))


def funnel_of(material: Material) -> Funnel | None:
    """Count back from the goal; None where the brief counts nothing."""
    goal = goal_of(material.brief)
    if goal is None:
        return None
    usual = _RATES_BY_NOUN.get(goal.noun, _RATES[material.brief.objective])
    stated = None if goal.noun in _RATES_BY_NOUN else _visit_kpi(material)
    clicks = next((kpi for kpi in material.strategy.kpis if kpi.name == "Click-through rate" and kpi.target > 0), None)
    return Funnel(
        goal,
        stated.target if stated else usual,
        f"KPI {plain(stated.name)}" if stated else "assumed",
        clicks.target if clicks else _CLICK_RATE,
        "the plan's KPI" if clicks else "assumed",
    )


def _visit_kpi(material: Material) -> Kpi | None:
    return next((kpi for kpi in material.strategy.kpis if "of website visitors" in kpi.unit and kpi.target > 0), None)


def plans_for(material: Material, stage: Stage) -> list[ChannelPlan]:
    """Give the channels that work for a stage, the one with most money for it first; all where none does."""
    working = [plan for plan in material.strategy.channels if SPLITS[plan.channel][stage]]
    return sorted(working, key=lambda plan: -plan.budget_share_percent * SPLITS[plan.channel][stage])


def stage_share(material: Material, stage: Stage) -> float:
    """Give the stage's share of the whole budget, in percent."""
    return sum(plan.budget_share_percent * SPLITS[plan.channel][stage] / 100 for plan in material.strategy.channels)


def stage_rows(material: Material, stage: Stage) -> list[tuple[str, ...]]:
    """Give one row a channel: its name, what it shows, the part of its money, and that a week."""
    return [_stage_row(material, plan, stage) for plan in plans_for(material, stage)]


def _stage_row(material: Material, plan: ChannelPlan, stage: Stage) -> tuple[str, ...]:
    shown = material.guard.allowed(plain(text) for text in plan.content_types)
    split = SPLITS[plan.channel][stage]
    what = shown[stage % len(shown)] if shown else "post"
    return (label(plan.channel), what, f"{split} %", channel_week(material.brief, plan, split))


def numbers_of(material: Material, stage: str) -> list[Kpi]:
    """Give the KPIs of a stage that may be named."""
    return [kpi for kpi in material.strategy.kpis if kpi.stage == stage and material.guard.allows(kpi.name)]
