"""The audience: what it knows and doubts, who stands for it, and what answers its objections."""

from contracts.brief import Brief, Channel
from contracts.strategy import AudiencePsychology, ChannelPlan, Messaging, Persona
from strategy.domain.angles import angles_of, industry_of, objective_of
from strategy.domain.answers import is_about_price_or_effort, rebuttals
from strategy.domain.people import Archetype, people_of
from strategy.domain.phrasing import inside, proper_names
from strategy.domain.wording import phrases, sentence


def psychology(brief: Brief) -> AudiencePsychology:
    """Say what the audience knows, what it objects (in the brief's order) and what it believes."""
    angles = angles_of(brief)
    assumed = f"{angles.objection} (assumed: the brief names no objection)"
    believed = f"{sentence(industry_of(brief).trust)[:-1]} (assumed from the industry: the brief names no proof)"
    return AudiencePsychology(
        awareness_state=angles.fill(objective_of(brief).awareness_state),
        objection_hierarchy=brief.objections or (assumed,),
        trust_transfer=phrases(brief.proof_assets) or (believed,),
    )


def personas(brief: Brief, channels: tuple[ChannelPlan, ...]) -> tuple[Persona, ...]:
    """Draw the people of this industry with the pains, objections and goals of this brief dealt out among them."""
    people = people_of(brief)
    return tuple(_drawn(brief, person, turn, channels) for turn, person in enumerate(people))


def messaging(brief: Brief) -> Messaging:
    """Say what is promised, what proves it, and what answers each objection of the brief."""
    proof = phrases((*brief.proof_assets, *brief.differentiators))
    return Messaging(
        core_promise=angles_of(brief).promise,
        proof_points=proof or (f"{industry_of(brief).trust} (to be supplied by {angles_of(brief).client})",),
        rebuttals=rebuttals(brief),
    )


def _drawn(brief: Brief, person: Archetype, turn: int, channels: tuple[ChannelPlan, ...]) -> Persona:
    angles = angles_of(brief, turn)
    who = inside(brief.target_audience, proper_names(brief)) if turn == 0 else angles.audience
    return Persona(
        name=person.name,
        description=f"{angles.fill(person.stance)} Found among: {who}.",
        goals=_dealt(phrases(brief.desired_outcomes), turn) or (angles.outcome,),
        pains=_dealt(phrases(brief.pain_points), turn) or (angles.pain,),
        objections=_objections(brief, turn),
        channels=_channels(channels, turn),
    )


def _dealt(texts: tuple[str, ...], turn: int) -> tuple[str, ...]:
    """Deal texts alternately to two; a third gets the first and the last."""
    return texts[turn::2] if turn < 2 else tuple(dict.fromkeys((*texts[:1], *texts[-1:])))


def _objections(brief: Brief, turn: int) -> tuple[str, ...]:
    """Give the first person what is said of price and effort, the second what is doubted; none goes without."""
    practical = tuple(text for text in brief.objections if is_about_price_or_effort(text))
    doubting = tuple(text for text in brief.objections if text not in practical)
    return ((practical, doubting, brief.objections[:2])[min(turn, 2)]) or brief.objections[turn : turn + 1]


def _channels(channels: tuple[ChannelPlan, ...], turn: int) -> tuple[Channel, ...]:
    half = (len(channels) + 1) // 2
    kept = channels[len(channels) // 2 :] if turn == 1 else channels[:half]
    return tuple(plan.channel for plan in kept)
