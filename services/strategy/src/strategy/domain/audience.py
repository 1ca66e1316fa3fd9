"""The audience: what it knows and doubts, who stands for it, and what answers its objections."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from contracts.brief import Brief, Channel
from contracts.strategy import AudiencePsychology, ChannelPlan, Messaging, Persona, Rebuttal
from strategy.domain.angles import angles_of, industry_of, objective_of
from strategy.domain.wording import listed, phrase, phrases, sentence, words

Answer = Callable[[Brief], str]

_SUBJECTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "price": words("price prices pricey cost costs expensive budget afford fee fees money"),
        "effort": words("time busy long difficult complex complicated effort learn setup migrate migration hard"),
        "rivals": words(
            "already switch switching competitor competitors alternative alternatives another other instead"
        ),
    }
)


def psychology(brief: Brief) -> AudiencePsychology:
    """Say what the audience knows, what it objects (in the brief's order) and what it believes."""
    assumed = "Is it worth the change? (assumed: the brief names no objection)"
    believed = f"{sentence(industry_of(brief).trust)[:-1]} (assumed from the industry: the brief names no proof)"
    return AudiencePsychology(
        awareness_state=sentence(objective_of(brief).awareness_state),
        objection_hierarchy=brief.objections or (assumed,),
        trust_transfer=phrases(brief.proof_assets) or (believed,),
    )


def personas(brief: Brief, channels: tuple[ChannelPlan, ...]) -> tuple[Persona, ...]:
    """Draw the one who feels the problem and the one who compares; with retention, the one who might leave too."""
    drawn = (_feels_it(brief, _first_half(channels)), _compares(brief, _second_half(channels)))
    return (
        (*drawn, _may_leave(brief, _first_half(channels))) if objective_of(brief).bottleneck == "retention" else drawn
    )


def messaging(brief: Brief) -> Messaging:
    """Say what is promised, what proves it, and what answers each objection of the brief."""
    proof = phrases((*brief.proof_assets, *brief.differentiators))
    return Messaging(
        core_promise=angles_of(brief).promise,
        proof_points=proof or (f"{industry_of(brief).trust} (to be supplied by {angles_of(brief).client})",),
        rebuttals=tuple(Rebuttal(objection=text, answer=_answer(brief, text)) for text in brief.objections),
    )


def _feels_it(brief: Brief, channels: tuple[Channel, ...]) -> Persona:
    angles = angles_of(brief)
    return Persona(
        name="Ready to act",
        description=f"One of: {angles.audience}, {angles.place}. Feels it now: {angles.pain}. Wants a way out.",
        goals=phrases(brief.desired_outcomes),
        pains=phrases(brief.pain_points),
        objections=brief.objections[:1],
        channels=channels,
    )


def _compares(brief: Brief, channels: tuple[Channel, ...]) -> Persona:
    angles, rivals = angles_of(brief), phrases(brief.competitors)
    compared = listed(rivals) if rivals else "doing nothing"
    return Persona(
        name="Still comparing",
        description=f"One of: {angles.audience}. Weighs {angles.offer} against {compared}; wants evidence.",
        goals=(f"Certainty before deciding: {angles.outcome}", *phrases(brief.desired_outcomes)[1:2]),
        pains=phrases(brief.pain_points)[1:] or (angles.pain,),
        objections=brief.objections,
        channels=channels,
    )


def _may_leave(brief: Brief, channels: tuple[Channel, ...]) -> Persona:
    angles = angles_of(brief)
    return Persona(
        name="Customer in doubt",
        description=f"Has bought {angles.offer} and asks whether it still keeps its promise: {angles.outcome}.",
        goals=(f"See the result without effort: {angles.outcome}",),
        pains=(angles.pain,),
        objections=brief.objections[:2],
        channels=channels,
    )


def _answer(brief: Brief, objection: str) -> str:
    asked = words(objection)
    subject = next((name for name, marks in _SUBJECTS.items() if asked & marks), "doubt")
    return _ANSWERS[subject](brief)


def _about_price(brief: Brief) -> str:
    angles = angles_of(brief)
    price = (
        f"The price is open ({phrase(brief.pricing)})" if brief.pricing else "The price is named before the first talk"
    )
    return f"{price}. What it buys: {angles.outcome}; what stands behind it: {angles.difference}."


def _about_effort(brief: Brief) -> str:
    angles = angles_of(brief)
    return f"The first step is small: see {angles.offer} at work. What takes the load off: {angles.difference}."


def _about_rivals(brief: Brief) -> str:
    rivals = phrases(brief.competitors)
    against = f"next to {listed(rivals)}" if rivals else "next to what is in use today"
    return f"A fair comparison {against} shows the difference: {angles_of(brief).difference}."


def _about_doubt(brief: Brief) -> str:
    angles = angles_of(brief)
    return f"Nobody has to take a word for it. The evidence: {angles.proof}; the reason it works: {angles.difference}."


_ANSWERS: Mapping[str, Answer] = MappingProxyType(
    {"price": _about_price, "effort": _about_effort, "rivals": _about_rivals, "doubt": _about_doubt}
)


def _first_half(channels: tuple[ChannelPlan, ...]) -> tuple[Channel, ...]:
    return tuple(plan.channel for plan in channels[: (len(channels) + 1) // 2])


def _second_half(channels: tuple[ChannelPlan, ...]) -> tuple[Channel, ...]:
    return tuple(plan.channel for plan in channels[len(channels) // 2 :])
