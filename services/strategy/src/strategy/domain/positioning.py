"""The first, second and fourth layer: how the client earns, where its market stands, and what it promises."""

from typing import Literal

from contracts.brief import Brief
from contracts.strategy import AvoidedChannel, BusinessReality, MarketTruth, ValueArchitecture
from strategy.domain.angles import angles_of, industry_name, industry_of, objective_of
from strategy.domain.catalogue import CATALOGUE
from strategy.domain.objectives import Bottleneck
from strategy.domain.wording import inside, listed, money, number, phrases, sentence, words

_HARD_TO_COPY = words(
    "patent patented only own exclusive certified proprietary in-house licence license licensed clinical clinically"
)
_DOUBT = words(
    "trust work works proof prove scam security secure safe risk risky real really reliable sceptical skeptical"
)


def business_reality(brief: Brief) -> BusinessReality:
    """Say how the client earns money, at which price, and what holds growth back."""
    industry = industry_of(brief)
    return BusinessReality(
        model=f"{angles_of(brief).client} works in {industry_name(brief)}: it {industry.model}.",
        revenue_streams=(angles_of(brief).offer, *industry.revenue),
        unit_economics=_unit_economics(brief),
        pricing_logic=sentence(brief.pricing) if brief.pricing else "The brief names no price yet.",
        growth_constraint=sentence("; ".join(phrases((industry.constraint, *brief.constraints)))),
        bottleneck=bottleneck_of(brief),
    )


def bottleneck_of(brief: Brief) -> Bottleneck:
    """Name what holds growth back: trust where half the objections voice doubt, else what the objective meets first."""
    doubtful = [text for text in brief.objections if words(text) & _DOUBT]
    if doubtful and 2 * len(doubtful) >= len(brief.objections):
        return "trust"
    return objective_of(brief).bottleneck


def market_truth(brief: Brief, avoided: tuple[AvoidedChannel, ...]) -> MarketTruth:
    """Say where the category stands, what is left open in it, and what this campaign leaves undone."""
    channels = (f"No budget for {CATALOGUE[left_out.channel].name}: {inside(left_out.reason)}" for left_out in avoided)
    return MarketTruth(
        category_maturity=sentence(f"{industry_name(brief)} is {industry_of(brief).maturity}"),
        white_space=_white_space(brief),
        what_not_to_do=(
            f"No {industry_of(brief).hollow}.",
            *(f"Nothing that says or implies: {text}." for text in phrases(brief.must_avoid)),
            *(f"{text}." for text in channels),
        ),
    )


def value_architecture(brief: Brief) -> ValueArchitecture:
    """Say what is promised, what is given up for it, and whether a competitor could copy the difference."""
    kind = _kind_of_difference(brief)
    return ValueArchitecture(
        core_promise=angles_of(brief).promise,
        sacrifice=_sacrifice(brief),
        differentiation=_differentiation(brief, kind),
        differentiation_kind=kind,
    )


def _unit_economics(brief: Brief) -> str:
    order, lifetime = brief.average_order_value, brief.lifetime_value
    limit = f"winning a customer may cost up to {money(lifetime / 3, brief)} (assumed: a third)" if lifetime else ""
    if order and lifetime:
        times = f"{number(lifetime / order)} times the average order of {money(order, brief)}"
        return f"Lifetime value {money(lifetime, brief)}, {times}; {limit}."
    if lifetime:
        return f"Lifetime value {money(lifetime, brief)}; {limit}."
    if order:
        return f"Average order {money(order, brief)}; without a lifetime value, a first order has to pay for itself."
    return "The brief names neither order value nor lifetime value; the client measures both by the first review."


def _white_space(brief: Brief) -> str:
    angles, rivals = angles_of(brief), phrases(brief.competitors)
    against = f"Against {listed(rivals)}" if rivals else "Against what the audience does today"
    return f"{against}, the open ground is this: {angles.difference}, for {angles.audience} (to be checked in week 1)."


def _sacrifice(brief: Brief) -> str:
    later = phrases(brief.desired_outcomes)[1:]
    postponed = f" {sentence(f'Kept in the background: {listed(later)}')}" if later else ""
    return f"One promise to one audience: nobody but {angles_of(brief).audience} is addressed.{postponed}"


def _kind_of_difference(brief: Brief) -> Literal["structural", "cosmetic"]:
    claimed = words(" ".join(brief.differentiators))
    return "structural" if claimed & _HARD_TO_COPY else "cosmetic"


def _differentiation(brief: Brief, kind: str) -> str:
    claimed = phrases(brief.differentiators)
    if not claimed:
        return "The brief names no difference; until it does, the way of working is shown instead of claimed."
    verdict = (
        "hard for a competitor to copy"
        if kind == "structural"
        else "open to copying, so it has to be shown first and often"
    )
    return f"{sentence(listed(claimed))} This is {verdict}."
