"""The strategist: puts the layers of a strategy together."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from contracts.brief import Brief, PackageName
from contracts.payload import RunId
from contracts.strategy import BusinessReality, Messaging, Strategy, ValueArchitecture
from strategy.domain.angles import objective_of
from strategy.domain.audience import messaging, personas, psychology
from strategy.domain.channels import Selection
from strategy.domain.kpis import plan_kpis
from strategy.domain.measurement import definition_of_success, measurement
from strategy.domain.media import plan_channels, whole_budget_on
from strategy.domain.narrative import guardrails, narrative, pillars
from strategy.domain.positioning import business_reality, market_truth, value_architecture
from strategy.domain.summary import executive_summary
from strategy.domain.timeline import timeline
from strategy.domain.wording import phrase

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
    channels = plan_channels(brief, selection)
    kpis = plan_kpis(brief, tuple(plan.channel for plan in channels))
    return Strategy(
        executive_summary=executive_summary(brief, channels, definition_of_success(brief, kpis)),
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
    offer = phrase(brief.primary_offer)
    promise = f"{offer}: {phrase(brief.desired_outcomes[0])}"
    return Strategy(
        executive_summary=f"{phrase(brief.client_name)}: {promise}.",
        business=BusinessReality(model=offer, bottleneck=objective_of(brief).bottleneck),
        value=ValueArchitecture(core_promise=promise),
        channels=(whole_budget_on(brief, selection.chosen[0]),),
        messaging=Messaging(core_promise=promise),
    )
