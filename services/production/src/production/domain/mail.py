"""The campaign's first e-mail: the problem, the offer, the proof, one call, and the way out."""

from contracts.draft import Email
from production.domain.calls import call_to_action
from production.domain.links import Source, tracked
from production.domain.material import Material
from production.domain.wording import clip, opened, plain, sentence

LONGEST_SUBJECT = 60
LONGEST_PREHEADER = 90


def first_email(material: Material) -> Email:
    """Write the e-mail that introduces the offer; required disclaimers and the unsubscribe line close it."""
    subjects = [f"{opened(pain)}?" for pain in material.pains[:1]] + [material.promise, material.client]
    subject = clip(opened(material.guard.first(subjects) or material.client), LONGEST_SUBJECT)
    preheader = clip(f"{material.client}: {opened(material.promise)}", LONGEST_PREHEADER)
    paragraphs = (*_letter(material), _required(material), way_out(material))
    return Email(name="introduction", subject=subject, preheader=preheader, body="\n\n".join(filter(None, paragraphs)))


def _letter(material: Material) -> list[str]:
    pain = material.pains[0] if material.pains else material.audience
    outcome = material.outcomes[0] if material.outcomes else material.promise
    link, call = email_link(material), call_to_action(material, 2)
    return [
        material.guard.first(("Hello,", "Good day,")),
        material.say(f"Perhaps you know this: {sentence(pain)}", f"{material.client} is at work on it."),
        material.say(f"What we offer: {sentence(material.offer)}", f"What you can expect: {sentence(outcome)}"),
        _because(material),
        " ".join(sentence(plain(text)) for text in material.brief.must_include),
        f"{call}: {link}" if link else f"{call}. A reply to this e-mail reaches us.",
        signature(material),
    ]


def signature(material: Material) -> str:
    """Sign the e-mail; what follows is its footer."""
    return f"The team at {material.client}"


def _because(material: Material) -> str:
    reasons, proofs = material.differentiators[:2], material.proofs[:1]
    works = f"How we work: {sentence('; '.join(opened(reason) for reason in reasons))}" if reasons else ""
    return material.say(works, *(f"You can check it: {sentence(proof)}" for proof in proofs))


def _required(material: Material) -> str:
    return " ".join(sentence(plain(text)) for text in material.brief.required_disclaimers)


def email_link(material: Material) -> str | None:
    """Give the tracked link of the e-mail's one call."""
    return tracked(material.brief, Source("email", "email", "introduction"))


def way_out(material: Material) -> str:
    """Write the unsubscribe line (CAN-SPAM Act, GDPR article 7(3))."""
    address = material.brief.contact_email
    how = f"write unsubscribe to {address}" if address else "reply with the word unsubscribe"
    return (
        f"You get this e-mail because you asked {material.client} for news. To unsubscribe, {how}; one line is enough."
    )
