"""The executive summary: what is wanted, of whom, what stands in the way, what is done, with which money."""

from contracts.brief import Brief, KpiTarget
from contracts.strategy import ChannelPlan
from strategy.domain.angles import angles_of, objective_of
from strategy.domain.bottleneck import bottleneck_reason
from strategy.domain.catalogue import CATALOGUE
from strategy.domain.economics import leading_finding
from strategy.domain.targets import leading_target
from strategy.domain.wording import budget_range, day, listed, number, phrase, sentence, target, uncapped, weeks


def executive_summary(brief: Brief, channels: tuple[ChannelPlan, ...], success: str) -> str:
    """Sum the strategy up in the brief's words and numbers."""
    parts = (
        _task(brief),
        _audience(brief),
        _answer(brief),
        _money(brief, channels),
        leading_finding(brief),
        f"Success: {success}",
    )
    return " ".join(part for part in parts if part)


def _task(brief: Brief) -> str:
    angles, goal = angles_of(brief), leading_target(brief)
    aim = _aim(goal) if goal else objective_of(brief).purpose
    return (
        f"From {day(brief.start_date)} {angles.client} has {weeks(brief.duration_weeks)} to {aim}, in {angles.place}."
    )


def _aim(goal: KpiTarget) -> str:
    unit = phrase(goal.unit)
    if goal.baseline and unit and unit.casefold() not in goal.metric.casefold():
        return f"move {uncapped(goal.metric)} from {number(goal.baseline)} to {number(goal.target)} {unit}"
    return f"reach {target(goal)}"


def _audience(brief: Brief) -> str:
    angles = angles_of(brief)
    return f"On offer: {angles.offer}, for {angles.audience}. What troubles them first: “{angles.pain}”."


def _answer(brief: Brief) -> str:
    angles = angles_of(brief)
    return f"{sentence(bottleneck_reason(brief))} The answer: {angles.difference}. The promise: {angles.outcome}."


def _money(brief: Brief, channels: tuple[ChannelPlan, ...]) -> str:
    ranked = sorted(channels, key=lambda plan: -plan.budget_share_percent)
    split = listed([f"{CATALOGUE[plan.channel].name} {plan.budget_share_percent} %" for plan in ranked])
    if brief.budget and not brief.budget.maximum:
        return f"There is no money to spend; the work goes to {split}."
    budget = f"The budget of {budget_range(brief.budget)}" if brief.budget else "The budget, not yet named,"
    return f"{budget} goes to {split}."
