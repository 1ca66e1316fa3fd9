"""The strategist: puts the layers of a strategy together."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from contracts.brief import Brief, PackageName
from contracts.payload import RunId
from contracts.strategy import BusinessReality, ChannelPlan, Messaging, Strategy, ValueArchitecture
from strategy.domain.angles import angles_of, objective_of
from strategy.domain.audience import messaging, personas, psychology
from strategy.domain.catalogue import CATALOGUE
from strategy.domain.channels import Selection, plan_channels
from strategy.domain.kpis import plan_kpis
from strategy.domain.measurement import definition_of_success, measurement
from strategy.domain.narrative import guardrails, narrative, pillars
from strategy.domain.positioning import bottleneck_of, business_reality, market_truth, value_architecture
from strategy.domain.timeline import timeline
from strategy.domain.wording import budget_range, day, listed, weeks

NAMESPACE = UUID("6b0f7c1e-5a0d-4c55-9f0e-2a4a7f0f9d31")
"""Under which strategy ids are derived from run ids."""


@dataclass(frozen=True, slots=True)
class Document:
    """A strategy, the run that made it, and its version among those of one brief."""

    strategy_id: UUID
    run: RunId
    brief_id: UUID
    version: int
    brief: Brief
    strategy: Strategy


def strategy_id(run: RunId) -> UUID:
    """Give the id of this run's strategy; the same run always gives the same id."""
    return uuid5(NAMESPACE, f"{run}/strategy")


def draft(brief: Brief, selection: Selection) -> Strategy:
    """Derive the strategy; `selection` holds one channel at least. A light package gets the least that is valid."""
    return _light(brief, selection) if brief.package is PackageName.LIGHT else _full(brief, selection)


def _full(brief: Brief, selection: Selection) -> Strategy:
    channels, kpis = plan_channels(brief, selection), plan_kpis(brief)
    return Strategy(
        executive_summary=_summary(brief, channels, definition_of_success(brief, kpis)),
        business=business_reality(brief),
        market=market_truth(brief, selection.avoided),
        audience=psychology(brief),
        value=value_architecture(brief),
        narrative=narrative(brief),
        channels=channels,
        avoided_channels=selection.avoided,
        guardrails=guardrails(brief),
        measurement=measurement(brief, channels, kpis),
        personas=personas(brief, channels),
        messaging=messaging(brief),
        pillars=pillars(brief),
        kpis=kpis,
        timeline=timeline(brief, channels),
    )


def _light(brief: Brief, selection: Selection) -> Strategy:
    angles = angles_of(brief)
    return Strategy(
        executive_summary=f"{angles.client}: {angles.promise}.",
        business=BusinessReality(model=angles.offer, bottleneck=objective_of(brief).bottleneck),
        value=ValueArchitecture(core_promise=angles.promise),
        channels=plan_channels(brief, selection),
        messaging=Messaging(core_promise=angles.promise),
    )


def _summary(brief: Brief, channels: tuple[ChannelPlan, ...], success: str) -> str:
    angles, objective = angles_of(brief), objective_of(brief)
    split = listed([f"{CATALOGUE[plan.channel].name} {plan.budget_share_percent} %" for plan in channels])
    budget = f"The budget of {budget_range(brief.budget)}" if brief.budget else "The budget, not yet named,"
    return " ".join(
        (
            f"From {day(brief.start_date)} {angles.client} has {weeks(brief.duration_weeks)}"
            f" to {objective.purpose} with {angles.offer}, in {angles.place}.",
            f"It speaks to {angles.audience}, whose first problem is this: {angles.pain}.",
            f"The bottleneck is {bottleneck_of(brief)}; the promise that answers it is “{angles.promise}”.",
            f"{budget} is split: {split}.",
            f"Success: {success}",
        )
    )
