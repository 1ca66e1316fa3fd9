"""The story: problem, tension and resolution, the themes it is told in, and what its wording may not do."""

from contracts.brief import Brief, RiskTolerance
from contracts.strategy import Guardrails, Narrative, Pillar
from strategy.domain.angles import angles_of
from strategy.domain.wording import listed, phrases, sentence

_BOLDNESS = {
    RiskTolerance.LOW: "Sober wording: no irony, no provocation, no comparison with named competitors.",
    RiskTolerance.MEDIUM: "Pointed wording is welcome; competitors are not named.",
    RiskTolerance.HIGH: "Bold wording is welcome as long as every claim can be shown.",
}


def narrative(brief: Brief) -> Narrative:
    """Tell what hurts, why it persists, and what ends it."""
    angles, pains = angles_of(brief), phrases(brief.pain_points)
    hurdle = next(iter((*pains[1:], *phrases(brief.objections))), "nothing has been worth the change so far")
    return Narrative(
        problem=sentence(angles.pain),
        tension=sentence(f"{angles.audience} would change it, were it not for this: {hurdle}"),
        resolution=sentence(f"{angles.promise}, shown by {angles.proof}"),
        enemy=f"Not a competitor, but the habit of living with this: {angles.pain}.",
        repetition="; ".join((f"{angles.client}: {angles.outcome}", *brief.must_include)),
    )


def pillars(brief: Brief) -> tuple[Pillar, ...]:
    """Give the themes that content keeps returning to: problem, solution, proof and, if there are any, objections."""
    themes = (_problem(brief), _solution(brief), _proof(brief))
    return (*themes, _objections(brief)) if brief.objections else themes


def guardrails(brief: Brief) -> Guardrails:
    """Collect every limit that the brief sets to the wording, word for word."""
    boldness = (_BOLDNESS[brief.risk_tolerance],) if brief.risk_tolerance else ()
    return Guardrails(
        tone_boundaries=(*(f"Sounds {tone}." for tone in phrases(brief.tone_of_voice)), *boldness),
        forbidden_language=(*brief.banned_words, *brief.must_avoid),
        claim_boundaries=(*brief.forbidden_claims, _sources(brief)),
        compliance=(*brief.compliance_requirements, *brief.required_disclaimers, *brief.constraints),
    )


def _sources(brief: Brief) -> str:
    at_hand = listed(phrases(brief.proof_assets)) or "none in the brief yet"
    return f"No number without its source; at hand: {at_hand}"


def _problem(brief: Brief) -> Pillar:
    angles = angles_of(brief)
    return Pillar(
        name=f"The problem: {angles.pain}",
        description=f"Shows {angles.audience} that their situation is understood before anything is offered.",
        topics=tuple(f"{pain}: how it shows, what it costs" for pain in phrases(brief.pain_points)) or (angles.pain,),
    )


def _solution(brief: Brief) -> Pillar:
    angles = angles_of(brief)
    return Pillar(
        name=f"How it works: {angles.offer}",
        description=f"Opens the workings of {angles.client}, so that the promise explains itself.",
        topics=tuple(f"{text}: what it means in use" for text in phrases(brief.differentiators))
        or (angles.difference,),
    )


def _proof(brief: Brief) -> Pillar:
    angles = angles_of(brief)
    return Pillar(
        name=f"The result: {angles.outcome}",
        description="Lets others speak: every piece rests on something that can be checked.",
        topics=phrases((*brief.proof_assets, *brief.desired_outcomes)) or (angles.outcome,),
    )


def _objections(brief: Brief) -> Pillar:
    return Pillar(
        name="Questions before deciding",
        description="Answers in public what keeps people from acting, one question a piece.",
        topics=brief.objections,
    )
