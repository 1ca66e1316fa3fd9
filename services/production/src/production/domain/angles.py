"""The angles a campaign can be told from, each taken from something the brief or the strategy says."""

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from contracts.english import located
from production.domain import quotes
from production.domain.material import Material, is_goal
from production.domain.wording import bared, clip, leading, opened, plain, shortened

Kind = Literal[
    "pain",
    "outcome",
    "difference",
    "proof",
    "doubt",
    "topic",
    "person",
    "offer",
    "promise",
    "price",
    "place",
    "choice",
    "voice",
    "change",
    "word",
]


LONGEST_CHANGE = 90
_CLAUSE = re.compile(r", | because | so that ")

QUOTED: tuple[Kind, ...] = ("proof", "price", "doubt", "voice", "change")
"""Evidence, prices and what others say: shortened, they must show that something is missing."""


@dataclass(frozen=True, slots=True)
class Angle:
    """What one post is about: the client's words, and a sentence on what stands behind them."""

    kind: Kind
    subject: str
    detail: str

    def within(self, limit: int) -> str:
        """Give the subject in at most `limit` characters."""
        if self.kind == "voice":
            return _whole_sentences(self.subject, limit) or clip(self.subject, limit)
        return clip(self.subject if self.kind in QUOTED else shortened(self.subject, limit), limit)


def _whole_sentences(text: str, limit: int) -> str:
    ends = [place + 1 for place, sign in enumerate(text) if sign in ".!?" and place < limit]
    return text[: ends[-1]] if ends else ""


def angles(material: Material) -> tuple[Angle, ...]:
    """Give all angles of a campaign, the kinds alternating, no subject twice; there are at least four."""
    groups = (
        _pains(material),
        _differences(material),
        _doubts(material),
        _outcomes(material),
        _proofs(material),
        _constants(material),
        _topics(material),
        _voices(material),
        _changes(material),
    )
    mixed = [angle for row in zip_longest(*groups) for angle in row if angle and material.guard.allows(angle.subject)]
    return tuple({angle.subject.casefold(): angle for angle in reversed(mixed)}.values())[::-1]


_TOWARDS = ("What should change", "What we work for instead", "Where it should lead")
_MEANS = ("How we go about it", "What makes it possible", "What it rests on here")
_AIMS = ("What it is for", "What you get from it", "Why we do it")


def _turned(wordings: tuple[str, ...], place: int) -> str:
    return wordings[place % len(wordings)]


def _voices(material: Material) -> list[Angle]:
    spoken = material.guard.allowed(leading(plain(text), 120) for text in material.brief.voice_examples)
    said = material.guard.allowed(bared(leading(plain(text), 100)) for text in material.brief.must_include)
    behind = (*material.differentiators, *material.outcomes, material.product)
    return [
        *(Angle("voice", text, f"Behind it: {opened(behind[turn % len(behind)])}") for turn, text in enumerate(spoken)),
        *(Angle("word", text, f"What it belongs to: {opened(material.product)}") for text in said),
    ]


def _changes(material: Material) -> list[Angle]:
    """Give the way from a problem's first clause to the outcome that shares most words with it, if one does."""
    found = []
    for turn, pain in enumerate(material.pains):
        nearest = max(material.outcomes, key=lambda outcome: quotes.kinship(pain, outcome), default="")
        start = _CLAUSE.split(pain)[0]
        way = f"From “{start}” to “{nearest}”"
        if start != pain and quotes.kinship(pain, nearest) and len(way) <= LONGEST_CHANGE:
            found.append(Angle("change", way, f"What carries you: {opened(quotes.difference(material, turn))}"))
    return found


def _pains(material: Material) -> list[Angle]:
    answers = material.outcomes or (material.product,)
    return [
        Angle("pain", pain, f"{_turned(_TOWARDS, place)}: {opened(answers[place % len(answers)])}")
        for place, pain in enumerate(material.pains)
    ]


def _outcomes(material: Material) -> list[Angle]:
    means = material.differentiators or (material.product,)
    return [
        Angle("outcome", outcome, f"{_turned(_MEANS, place)}: {opened(means[place % len(means)])}")
        for place, outcome in enumerate(material.outcomes)
    ]


def _differences(material: Material) -> list[Angle]:
    aims = material.outcomes or (material.product,)
    return [
        Angle("difference", difference, f"{_turned(_AIMS, place)}: {opened(aims[place % len(aims)])}")
        for place, difference in enumerate(material.differentiators)
    ]


def _proofs(material: Material) -> list[Angle]:
    return [Angle("proof", proof, f"What it speaks for: {opened(material.promise)}") for proof in material.proofs]


def _doubts(material: Material) -> list[Angle]:
    rivals = [plain(rival).casefold() for rival in material.brief.competitors]
    return [
        Angle("doubt", pair.objection, bared(pair.answer))
        for pair in material.rebuttals
        if not any(rival in f"{pair.objection} {pair.answer}".casefold() for rival in rivals if rival)
    ]


def _topics(material: Material) -> list[Angle]:
    told = [*material.pains, *material.outcomes, *material.differentiators, *material.proofs]
    told += [bared(pair.objection) for pair in material.rebuttals]
    return [
        Angle("topic", topic, f"It belongs to one promise: {opened(material.promise)}")
        for pillar in material.pillars
        for topic in pillar.topics[:3]
        if not is_goal(topic) and not any(subject.casefold() in topic.casefold() for subject in told)
    ]


def _constants(material: Material) -> list[Angle]:
    offer, audience = opened(quotes.product(material)), material.audience
    evidence = (*material.proofs, *material.differentiators, offer)[0]
    price = material.guard.first([bared(leading(plain(material.brief.pricing or ""), 120))])
    place = located(leading(plain(material.brief.geography), 60))
    found = [
        Angle("offer", offer, f"Made for {material.inside(audience)}"),
        Angle("promise", material.promise, f"What it rests on: {opened(evidence)}"),
        Angle("person", bared(audience), f"What is on offer: {opened(offer)}"),
        Angle("choice", f"Choosing {quotes.product(material)}", f"Our own answer: {opened(evidence)}"),
        Angle("place", f"{material.client} in {place}", f"Here for {material.inside(audience)}"),
    ]
    return [*found, Angle("price", price, f"It pays for this: {opened(offer)}")] if price else found
