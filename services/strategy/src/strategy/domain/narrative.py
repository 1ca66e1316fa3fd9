"""The story: problem, tension and resolution, the themes it is told in, and what its wording may not do."""

from contracts.brief import Brief, RiskTolerance
from contracts.strategy import Guardrails, Narrative, Pillar
from strategy.domain.angles import angles_of, industry_of
from strategy.domain.bottleneck import stance_of
from strategy.domain.phrasing import clause, title
from strategy.domain.wording import phrases, quoted, sentence

_BOLDNESS = {
    RiskTolerance.LOW: "Sober wording: no irony, no provocation, no comparison with {rivals}.",
    RiskTolerance.MEDIUM: "Pointed wording is welcome; {rivals} are not named.",
    RiskTolerance.HIGH: "Bold wording is welcome where {client} can show the claim.",
}


def narrative(brief: Brief) -> Narrative:
    """Tell what hurts, why it persists, and what ends it."""
    angles, second, stance = angles_of(brief), angles_of(brief, 1), stance_of(brief)
    return Narrative(
        problem=sentence(angles.pain),
        tension=sentence(second.fill(stance.tension)),
        resolution=sentence(angles.fill(stance.resolution)),
        enemy=sentence(f"{industry_of(brief).hollow}: {angles.client} sets this against it: {angles.difference}"),
        repetition="; ".join(phrases((*brief.must_include, *brief.voice_examples)) or (angles.promise,)),
    )


def pillars(brief: Brief) -> tuple[Pillar, ...]:
    """Give the themes that content keeps returning to: problem, way, proof and, if there are any, objections."""
    themes = (_problem(brief), _way(brief), _proof(brief))
    return (*themes, _objections(brief)) if brief.objections else themes


def guardrails(brief: Brief) -> Guardrails:
    """Collect every limit that the brief sets to the wording, word for word."""
    boldness = (angles_of(brief).fill(_BOLDNESS[brief.risk_tolerance]),) if brief.risk_tolerance else ()
    return Guardrails(
        tone_boundaries=(*(f"Sounds {tone}." for tone in phrases(brief.tone_of_voice)), *boldness),
        forbidden_language=(*brief.banned_words, *brief.must_avoid),
        claim_boundaries=(*brief.forbidden_claims, _sources(brief)),
        compliance=(*brief.compliance_requirements, *brief.required_disclaimers, *brief.constraints),
    )


def _sources(brief: Brief) -> str:
    at_hand = "; ".join(phrases(brief.proof_assets)) or "none in the brief yet"
    return f"Numbers stand with their source: {at_hand}"


def _problem(brief: Brief) -> Pillar:
    angles, pains = angles_of(brief), phrases(brief.pain_points)
    return Pillar(
        name=sentence(clause(angles.pain))[:-1],
        description=sentence(angles.fill(stance_of(brief).problem_theme)),
        topics=pains or (angles.pain,),
    )


def _way(brief: Brief) -> Pillar:
    angles, claimed = angles_of(brief), phrases(brief.differentiators)
    return Pillar(
        name=sentence(clause(angles.difference))[:-1],
        description=sentence(angles.fill(stance_of(brief).way_theme)),
        topics=claimed or (angles.difference,),
    )


def _proof(brief: Brief) -> Pillar:
    angles = angles_of(brief)
    return Pillar(
        name=sentence(title(angles.proof))[:-1],
        description=sentence(angles.fill(stance_of(brief).proof_theme)),
        topics=phrases((*brief.proof_assets, *brief.desired_outcomes)) or (angles.outcome,),
    )


def _objections(brief: Brief) -> Pillar:
    return Pillar(
        name=quoted(clause(brief.objections[0])),
        description=sentence(angles_of(brief).fill(stance_of(brief).doubt_theme)),
        topics=brief.objections,
    )
