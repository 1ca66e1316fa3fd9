"""What a letter of a series says, by its part in it: subject, preheader and paragraphs in the client's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from production.domain import quotes
from production.domain.economics import on_day
from production.domain.material import Material
from production.domain.wording import leading, opened, plain, sentence


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter without its frame: `subject` and `preheader` may be longer than is shown."""

    subject: str
    preheader: str
    paragraphs: tuple[str, ...]


Writing = Callable[[Material], Letter]


_in = quotes.within


def _price(material: Material) -> str:
    return opened(material.guard.first([leading(plain(material.brief.pricing or ""), 140)]))


def _welcome(material: Material) -> Letter:
    return Letter(
        f"{material.client}: what happens now",
        f"Why we write: {quotes.pain(material, 0)}",
        (
            f"Thank you for asking {material.client} about {quotes.product(material)}. You get a few letters.",
            "Each is about one thing.",
            f"The reason for the first: {sentence(quotes.pain(material, 0))} What we work towards: "
            f"{_in(material, quotes.outcome(material, 0))}.",
            "Replies reach a person.",
        ),
    )


def _problem(material: Material) -> Letter:
    second = quotes.pain(material, 1) if len(material.pains) > 1 else ""
    return Letter(
        f"{quotes.pain(material, 0)}?",
        f"What {material.client} would change first",
        (
            f"{sentence(quotes.pain(material, 0))} It need not stay so.",
            f"It seldom comes alone. {sentence(second)}" if second else "",
            f"What we would change first: {_in(material, quotes.answering(material, quotes.pain(material, 0)))}.",
            f"What we work towards: {_in(material, quotes.outcome(material, 1))}.",
        ),
    )


def _difference(material: Material) -> Letter:
    shown = quotes.proof(material, 0)
    return Letter(
        quotes.difference(material, 0),
        f"Why {material.client} works this way",
        (
            f"One decision explains most of what {material.client} does: "
            f"{_in(material, quotes.difference(material, 0))}.",
            f"A second follows from it: {_in(material, quotes.difference(material, 1))}."
            if len(material.differentiators) > 1
            else "",
            f"What you get from both: {_in(material, quotes.outcome(material, 1))}.",
            f"Whether it holds, you can check. {sentence(shown)}" if shown else "",
        ),
    )


def _evidence(material: Material) -> Letter:
    if not material.proofs:
        return Letter(
            f"{material.client}: look for yourself",
            quotes.difference(material, 0),
            (
                f"{material.client} has no figures to show yet, so it claims none.",
                f"What you can look at instead: {_in(material, quotes.difference(material, 0))}.",
                f"Tell us what you see of {quotes.product(material)}.",
            ),
        )
    return Letter(
        quotes.proof(material, 0),
        f"What {material.client} can show, and what it can't",
        (
            f"No adjectives today. {sentence(material.proofs[0])}",
            *(sentence(text) for text in material.proofs[1:2]),
            f"What this doesn't show: whether {quotes.product(material)} is right for you. Ask us.",
        ),
    )


def _doubt(material: Material) -> Letter:
    if not material.rebuttals:
        return Letter(
            f"{material.client}: what should we answer?",
            quotes.pain(material, 0),
            (
                f"What keeps you from {quotes.product(material)}? {material.client} would rather know than guess.",
                f"Is it still this: {sentence(quotes.pain(material, 0))}",
                "One line in reply is enough.",
            ),
        )
    pair = material.rebuttals[0]
    return Letter(
        f"“{pair.objection}”",
        f"The answer of {material.client}",
        (
            f"“{pair.objection}” – a fair doubt, which {material.client} would rather answer than leave open.",
            sentence(pair.answer),
            *(
                f"The next one is “{other.objection}” – reply, and we answer it for your case."
                for other in material.rebuttals[1:2]
            ),
        ),
    )


def _use(material: Material) -> Letter:
    return Letter(
        quotes.outcome(material, 0),
        f"How {quotes.product(material)} gets there",
        (
            f"{sentence(quotes.outcome(material, 0))} This is what {quotes.product(material)} is for.",
            f"How it works at {material.client}: {_in(material, quotes.difference(material, 0))}.",
            f"And after a while: {_in(material, quotes.outcome(material, 1))}." if len(material.outcomes) > 1 else "",
        ),
    )


def _price_letter(material: Material) -> Letter:
    cost = _price(material)
    return Letter(
        f"{opened(quotes.product(material))}: price and next step",
        cost or f"{material.client} names the price first",
        (
            f"What {quotes.product(material)} costs: {_in(material, cost)}."
            if cost
            else f"{material.client} names the price of {quotes.product(material)} before you decide anything.",
            f"What stands behind it: {_in(material, quotes.difference(material, 0))}.",
            f"If it isn't for you, do nothing: with this letter the series of {material.client} ends.",
        ),
    )


def _start(material: Material) -> Letter:
    asked = quotes.doubt(material, 0)
    return Letter(
        f"Your first week with {quotes.product(material)}",
        f"Three things to look for, from {material.client}",
        (
            f"Your first week with {quotes.product(material)}, in three steps.",
            f"First, look for this: {_in(material, quotes.outcome(material, 0))}.",
            f"Second, tell us at once if you meet this: {_in(material, quotes.pain(material, 0))}.",
            f"Third, should you think “{asked}”, say it aloud." if asked else "",
        ),
    )


def _check(material: Material) -> Letter:
    return Letter(
        f"Does {quotes.product(material)} fit so far?",
        f"{material.client} asks one question",
        (
            f"One question from {material.client}: does {quotes.product(material)} fit so far?",
            "Reply with yes, no or not yet.",
            f"If it is this, we can change it: {_in(material, quotes.pain(material, 1))}.",
        ),
    )


def _letter_of_questions(material: Material) -> Letter:
    kept = [_in(material, text) for text in material.differentiators[:3]]
    return Letter(
        f"{material.client}: what should stay?",
        quotes.difference(material, 0),
        (
            f"A season with {quotes.product(material)} is over, and {material.client} asks before it changes anything.",
            f"Which of these would you keep? {'; '.join(opened(text) for text in kept)}." if kept else "",
            f"And does this still happen: {_in(material, quotes.pain(material, 0))}?",
        ),
    )


def _pass_on(material: Material) -> Letter:
    return Letter(
        f"Who else knows this: {quotes.pain(material, 0)}?",
        f"A letter of {material.client} to pass on",
        (
            f"You may know somebody who lives with this: {_in(material, quotes.pain(material, 0))}.",
            f"Pass this letter on. It holds what {material.client} would say first: "
            f"{_in(material, quotes.difference(material, 0))}.",
        ),
    )


def _return(material: Material) -> Letter:
    return Letter(
        f"{material.client}: was it this?",
        quotes.pain(material, 0),
        (
            f"You have left {material.client}. One question: was it this? {sentence(quotes.pain(material, 0))}",
            f"What we do about it: {_in(material, quotes.answering(material, quotes.pain(material, 0)))}.",
            "A yes or a no helps.",
        ),
    )


def _last(material: Material) -> Letter:
    shown = quotes.proof(material, 0) or quotes.difference(material, 1)
    return Letter(
        f"The last letter from {material.client}",
        f"{opened(quotes.product(material))}, whenever it suits",
        (
            f"After this letter {material.client} takes your address off its lists.",
            f"Should you want {quotes.product(material)} again, begin on the day that suits you.",
            f"How it stands today: {_in(material, shown)}.",
        ),
    )


def _announcement(material: Material) -> Letter:
    brief = material.brief
    opening = on_day(brief, brief.duration_weeks * 7 * 45 // 100)
    return Letter(
        f"You hear it first: {quotes.product(material)}",
        f"{material.client} opens on {opening}",
        (
            f"On {opening} {material.client} opens {quotes.product(material)} to everyone. You hear of it first.",
            f"Why it was made: {_in(material, quotes.pain(material, 0))}.",
            f"What changes with it: {_in(material, quotes.outcome(material, 0))}.",
        ),
    )


def _opening(material: Material) -> Letter:
    cost, shown = _price(material), quotes.proof(material, 0)
    return Letter(
        f"Open today: {quotes.product(material)}",
        quotes.outcome(material, 0),
        (
            f"It is open: {quotes.product(material)}, from {material.client}.",
            f"What it costs: {_in(material, cost)}." if cost else "",
            f"What has been measured so far: {_in(material, shown)}." if shown else "",
            f"What you should notice: {_in(material, quotes.outcome(material, 1))}.",
        ),
    )


WRITINGS: Mapping[str, Writing] = MappingProxyType(
    {
        "welcome": _welcome,
        "problem": _problem,
        "difference": _difference,
        "evidence": _evidence,
        "doubt": _doubt,
        "use": _use,
        "price": _price_letter,
        "start": _start,
        "check": _check,
        "questions": _letter_of_questions,
        "pass on": _pass_on,
        "return": _return,
        "last": _last,
        "announcement": _announcement,
        "opening": _opening,
    }
)
"""How each part of a series is written."""
