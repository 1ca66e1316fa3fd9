"""What every e-mail shares: its one tracked link, its signature, what must be said, and the way out."""

from collections.abc import Iterable

from contracts.draft import Email
from production.domain.calls import call_to_action
from production.domain.links import Source, tracked
from production.domain.material import Material
from production.domain.wording import clip, opened, plain, sentence

LONGEST_SUBJECT = 60
LONGEST_PREHEADER = 90
INTRODUCTION = "introduction"

_SIGNATURES = (
    "The team at {client}",
    "Yours, {client}",
    "{client}, in person",
    "Until the next letter, {client}",
    "From the people at {client}",
    "With thanks, {client}",
    "So long, {client}",
)
"""One a letter of a series, so that no line of a package stands twice."""


def first_email(material: Material) -> Email:
    """Write the e-mail that introduces the offer; required disclaimers and the unsubscribe line close it."""
    subjects = [f"{opened(pain)}?" for pain in material.pains[:1]] + [material.promise, material.client]
    subject = clip(opened(material.guard.first(subjects) or material.client), LONGEST_SUBJECT)
    preheader = clip(f"{material.client}: {opened(material.promise)}", LONGEST_PREHEADER)
    body = joined((*_letter(material), required(material), way_out(material)))
    return Email(name=INTRODUCTION, subject=subject, preheader=preheader, body=body)


def joined(paragraphs: Iterable[str]) -> str:
    """Put the paragraphs that have words under each other."""
    return "\n\n".join(filter(None, paragraphs))


def _letter(material: Material) -> list[str]:
    pain = material.pains[0] if material.pains else material.audience
    outcome = material.outcomes[0] if material.outcomes else material.promise
    return [
        greeting(material),
        material.say(f"Perhaps you know this: {sentence(pain)}", f"{material.client} is at work on it."),
        material.say(f"What we offer: {sentence(material.offer)}", f"What you can expect: {sentence(outcome)}"),
        _because(material),
        " ".join(sentence(plain(text)) for text in material.brief.must_include),
        call_line(material, INTRODUCTION, 2),
        signature(material),
    ]


def greeting(material: Material) -> str:
    """Greet the reader."""
    return material.guard.first(("Hello,", "Good day,"))


def call_line(material: Material, name: str, turn: int) -> str:
    """Ask for one thing and lead to it; without a website, to a reply."""
    link, call = email_link(material, name), call_to_action(material, turn)
    return f"{call}: {link}" if link else f"{call}. A reply to this e-mail reaches us."


def signature(material: Material, turn: int = 0) -> str:
    """Sign the e-mail; what follows is its footer."""
    signed = material.guard.allowed(text.format(client=material.client) for text in _SIGNATURES)
    return signed[turn % len(signed)] if signed else material.client


def signatures(material: Material) -> frozenset[str]:
    """Give every way in which this client signs."""
    return frozenset(signature(material, turn) for turn in range(len(_SIGNATURES)))


def _because(material: Material) -> str:
    reasons, proofs = material.differentiators[:2], material.proofs[:1]
    works = f"How we work: {sentence('; '.join(opened(reason) for reason in reasons))}" if reasons else ""
    return material.say(works, *(f"You can check it: {sentence(proof)}" for proof in proofs))


def required(material: Material) -> str:
    """Say what the client must say, word for word."""
    return " ".join(sentence(plain(text)) for text in material.brief.required_disclaimers)


def email_link(material: Material, name: str) -> str | None:
    """Give the tracked link of an e-mail's one call."""
    return tracked(material.brief, Source("email", "email", name))


def way_out(material: Material, because: str = "") -> str:
    """Write the unsubscribe line (CAN-SPAM Act, GDPR article 7(3)); `because` says why the reader gets the e-mail."""
    address = material.brief.contact_email
    how = f"write unsubscribe to {address}" if address else "reply with the word unsubscribe"
    reason = because or f"You get this e-mail because you asked {material.client} for news."
    return f"{reason} To unsubscribe, {how}; one line is enough."
