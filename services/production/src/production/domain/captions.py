"""The text under a post's hook: the angle in a few sentences, what the client must say, and no more than fits."""

from dataclasses import dataclass

from contracts.brief import Channel
from production.domain.angles import Angle
from production.domain.material import Material
from production.domain.phrases import OPENINGS, PLAIN_OPENINGS, QUESTIONS
from production.domain.wording import clip, inside, opened, plain, sentence, shortened

OPT_OUT = "Reply STOP to opt out."
UNSUBSCRIBE = "Unsubscribe any time: reply with the word unsubscribe."
LONGEST_CAPTION = 700
SHORTEST_CAPTION = 24


@dataclass(frozen=True, slots=True)
class Space:
    """Where a caption stands: its platform, its turn in the calendar, which wording to take, its characters."""

    platform: Channel
    turn: int
    wording: int
    characters: int


def caption(material: Material, angle: Angle, space: Space) -> str:
    """Write one paragraph of at most `space.characters`; what the law or the client demands goes before the rest."""
    demanded = _fitting(_demanded(material, space.platform), space.characters)
    room = min(space.characters, LONGEST_CAPTION) - sum(len(text) + 1 for text in demanded)
    opening = _opening(material, angle, space)
    if len(opening) >= room:
        return " ".join([*_short(material, angle, space.wording, room), *demanded])
    return " ".join([*_fitting((opening, *_sentences(material, angle, space)), room), *demanded])


def _short(material: Material, angle: Angle, wording: int, room: int) -> list[str]:
    """Tell the subject alone, and what stands behind it when the angle comes a second time."""
    left = room - len(material.client) - len(": .")
    told = angle.within(left) if wording % 2 == 0 else shortened(angle.detail, left)
    return [clip(sentence(f"{material.client}: {opened(told)}"), room - 1)] if room >= SHORTEST_CAPTION else []


def _demanded(material: Material, platform: Channel) -> list[str]:
    closing = {Channel.SMS: OPT_OUT, Channel.WHATSAPP: OPT_OUT, Channel.EMAIL: UNSUBSCRIBE}.get(platform)
    disclaimers = [sentence(plain(text)) for text in material.brief.required_disclaimers]
    return [closing, *disclaimers] if closing else disclaimers


def _opening(material: Material, angle: Angle, space: Space) -> str:
    patterns = OPENINGS[angle.kind]
    words = {"client": material.client, "subject": opened(angle.subject), "inside": inside(angle.subject)}
    usual, spare = (
        material.guard.allowed(sentence(pattern.format(**words)) for pattern in group)
        for group in (patterns, PLAIN_OPENINGS)
    )
    allowed = usual if len(usual) == len(patterns) else (*usual, *spare)
    return allowed[space.wording % len(allowed)] if allowed else f"{material.client}."


def _sentences(material: Material, angle: Angle, space: Space) -> list[str]:
    required = material.brief.must_include
    demanded = [sentence(plain(required[space.turn // 3 % len(required)]))] if required and space.turn % 3 == 0 else []
    question = QUESTIONS[space.wording % len(QUESTIONS)]
    said = [sentence(angle.detail), *demanded, *_support(material, angle, space.turn), question]
    return list(material.guard.allowed(said))


def _support(material: Material, angle: Angle, turn: int) -> list[str]:
    told = f"{angle.subject} {angle.detail}".casefold()
    groups = {
        "How we work": material.differentiators,
        "To back it up": material.proofs,
        "What you can expect": material.outcomes,
        "What we offer": (material.product,),
    }
    new = {name: [text for text in texts if text.casefold() not in told] for name, texts in groups.items()}
    facts = [f"{name}: {opened(texts[turn % len(texts)])}" for name, texts in new.items() if texts]
    return [sentence(fact) for fact in facts[turn % 2 : turn % 2 + 2]]


def _fitting(sentences: list[str] | tuple[str, ...], room: int) -> list[str]:
    kept: list[str] = []
    for text in sentences:
        if len(text) + 1 <= room:
            kept.append(text)
            room -= len(text) + 1
    return kept
