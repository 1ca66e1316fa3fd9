"""The text under a post's hook: the angle in a few sentences, what the client must say, and no more than fits."""

from dataclasses import dataclass
from datetime import timedelta

from contracts.brief import Channel
from production.domain.angles import Angle
from production.domain.material import Material
from production.domain.phrases import OPENINGS, PLAIN_OPENINGS, QUESTIONS, SUPPORT
from production.domain.wording import clip, opened, plain, sentence, shortened

OPT_OUT = "Reply STOP to opt out."
UNSUBSCRIBE = "Unsubscribe any time: reply with the word unsubscribe."
LONGEST_CAPTION = 700
SHORTEST_SUBJECT = 20


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
    if space.platform == Channel.SMS:
        return _text_message(material, space)
    if len(opening) >= room:
        return " ".join([*_short(material, angle, space, room), *demanded])
    return " ".join([*_fitting((opening, *_sentences(material, angle, space)), room), *demanded])


def _text_message(material: Material, space: Space) -> str:
    """Say how to opt out, who sends it and, where there is room, on which day; the hook says the rest."""
    left = space.characters - len(OPT_OUT) - 1
    dated, named = f"{material.client}, {_day(material, space)}.", f"{material.client}."
    sender = next((text for text in (dated, named) if len(text) < left), "")
    disclaimers = [sentence(plain(text)) for text in material.brief.required_disclaimers]
    return " ".join(filter(None, (sender, OPT_OUT, *_fitting(disclaimers, left - len(sender) - 1))))


def _day(material: Material, space: Space) -> str:
    day = material.begins + timedelta(days=space.turn)
    return f"{day.day} {day:%B}"


def _short(material: Material, angle: Angle, space: Space, room: int) -> list[str]:
    """Tell the subject alone, and what stands behind it when the angle comes a second time.

    Where that leaves no whole word, the day stands there: no caption is like another.
    """
    left = room - len(material.client) - len(": .")
    if left < SHORTEST_SUBJECT:
        day = _day(material, space)
        return [text for text in (f"{material.client}, {day}.", f"{opened(day)}.") if len(text) < room][:1]
    told = angle.within(left) if space.wording % 2 == 0 else shortened(angle.detail, left)
    return [clip(sentence(f"{material.client}: {opened(told)}"), room - 1)]


def _demanded(material: Material, platform: Channel) -> list[str]:
    closing = {Channel.SMS: OPT_OUT, Channel.WHATSAPP: OPT_OUT, Channel.EMAIL: UNSUBSCRIBE}.get(platform)
    disclaimers = [sentence(plain(text)) for text in material.brief.required_disclaimers]
    return [closing, *disclaimers] if closing else disclaimers


def _opening(material: Material, angle: Angle, space: Space) -> str:
    patterns = OPENINGS[angle.kind]
    words = {"client": material.client, "subject": opened(angle.subject), "inside": material.inside(angle.subject)}
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
        "difference": material.differentiators,
        "proof": material.proofs,
        "outcome": material.outcomes,
        "offer": (material.product,),
    }
    new = {
        SUPPORT[kind][turn % len(SUPPORT[kind])]: [text for text in texts if text.casefold() not in told]
        for kind, texts in groups.items()
    }
    facts = [f"{name}: {opened(texts[turn % len(texts)])}" for name, texts in new.items() if texts]
    return [sentence(fact) for fact in facts[turn % 2 : turn % 2 + 2]]


def _fitting(sentences: list[str] | tuple[str, ...], room: int) -> list[str]:
    kept: list[str] = []
    for text in sentences:
        if len(text) + 1 <= room:
            kept.append(text)
            room -= len(text) + 1
    return kept
