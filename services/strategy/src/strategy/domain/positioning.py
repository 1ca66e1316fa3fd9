"""The first, second and fourth layer: how the client earns, where its market stands, and what it promises."""

from typing import Literal

from contracts.brief import Brief
from contracts.strategy import AvoidedChannel, BusinessReality, MarketTruth, ValueArchitecture
from strategy.domain.angles import angles_of, field_named, industry_name, industry_of
from strategy.domain.bottleneck import bottleneck_of, bottleneck_reason, stance_of
from strategy.domain.catalogue import CATALOGUE
from strategy.domain.economics import unit_economics
from strategy.domain.phrasing import clause, inside, proper_names
from strategy.domain.timeline import first_review
from strategy.domain.wording import day, listed, phrase, phrases, quoted, sentence, words

_HARD_TO_COPY = words(
    "patent patented only own exclusive certified proprietary in-house licence license licensed clinical clinically "
    "audited published"
)


def business_reality(brief: Brief) -> BusinessReality:
    """Say how the client earns money, at which price, and what holds growth back."""
    industry, client = industry_of(brief), phrase(brief.client_name)
    limits = phrases((industry.constraint, *brief.constraints))
    return BusinessReality(
        model=f"{client}{field_named(brief)} {industry.model}.",
        revenue_streams=(sentence(angles_of(brief).offer)[:-1], *industry.revenue),
        unit_economics=unit_economics(brief),
        pricing_logic=sentence(brief.pricing) if brief.pricing else "The brief names no price yet.",
        growth_constraint=f"{sentence(bottleneck_reason(brief))} {sentence('Limits: ' + '; '.join(limits))}",
        bottleneck=bottleneck_of(brief),
    )


def market_truth(brief: Brief, avoided: tuple[AvoidedChannel, ...]) -> MarketTruth:
    """Say where the category stands, what is left open in it, and what this campaign leaves undone."""
    angles = angles_of(brief)
    hollow = sentence(f"No {industry_of(brief).hollow}; it would contradict this: {angles.difference}")
    channels = [CATALOGUE[left_out.channel].name for left_out in avoided]
    left_out = (f"{angles.client} spends nothing on {listed(channels)} in these weeks.",) if channels else ()
    avoid = tuple(f"Nothing that says or implies: {text}." for text in phrases(brief.must_avoid))
    return MarketTruth(
        category_maturity=_maturity(brief),
        white_space=_white_space(brief),
        what_not_to_do=(hollow, *avoid, *left_out),
    )


def _maturity(brief: Brief) -> str:
    category = industry_name(brief)
    return f"{sentence(industry_of(brief).maturity)}{f' Category: {category}.' if category else ''}"


def value_architecture(brief: Brief) -> ValueArchitecture:
    """Say what is promised, what is given up for it, and whether a competitor could copy the difference."""
    return ValueArchitecture(
        core_promise=angles_of(brief).promise,
        sacrifice=_sacrifice(brief),
        differentiation=_differentiation(brief),
        differentiation_kind="structural" if _structural(brief) else "cosmetic",
    )


def kind_of_difference(text: str) -> Literal["structural", "cosmetic"]:
    """Say whether a competitor could copy what a differentiator names."""
    return "structural" if words(text) & _HARD_TO_COPY else "cosmetic"


def _structural(brief: Brief) -> tuple[str, ...]:
    return tuple(text for text in phrases(brief.differentiators) if kind_of_difference(text) == "structural")


def _white_space(brief: Brief) -> str:
    angles, hard = angles_of(brief), _structural(brief)
    ground = inside(clause(hard[0]), proper_names(brief)) if hard else angles.difference
    check = angles.fill(stance_of(brief).ground)
    return f"Open ground beside {angles.rivals}: {ground}. To be confirmed by {day(first_review(brief))}: {check}."


def _sacrifice(brief: Brief) -> str:
    angles, later = angles_of(brief), phrases(brief.desired_outcomes)[1:]
    given_up = listed([quoted(text) for text in phrases(brief.must_avoid)])
    postponed = f" {sentence('Kept for later pieces: ' + '; '.join(later))}" if later else ""
    without = f" {angles.client} does without {given_up}." if given_up else ""
    return f"{sentence(angles.fill(stance_of(brief).sacrifice))}{postponed}{without}"


def _differentiation(brief: Brief) -> str:
    claimed, hard = phrases(brief.differentiators), _structural(brief)
    if not claimed:
        return "The brief names no difference; until it does, the way of working is shown instead of claimed."
    open_to_copying = [text for text in claimed if text not in hard]
    parts = (
        sentence(f"Hard for {_a_rival(brief)} to copy: {'; '.join(hard)}") if hard else "",
        sentence(f"Open to copying: {'; '.join(open_to_copying)}") if open_to_copying else "",
    )
    return " ".join(part for part in parts if part)


def _a_rival(brief: Brief) -> str:
    return next(iter(phrases(brief.competitors)), "a competitor")
