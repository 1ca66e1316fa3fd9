"""What a post or an advertisement asks its reader to do, by what the campaign counts, else by its objective."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.brief import KpiTarget, Objective
from production.domain import quotes
from production.domain.material import Material
from production.domain.wording import clip


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls of a post in their order, the few words of a button, and calls where the client's name has no room.

    The last of the nameless ones fits a text message. Each says what one gets, for quality control refuses the others.
    """

    posts: tuple[str, ...]
    button: str
    nameless: tuple[str, ...]


CALLS: Mapping[Objective, Calls] = {
    Objective.AWARENESS: Calls(
        (
            "Read how {client} does it",
            "Save this for the day you need it",
            "Send it to someone it fits",
            "Follow {client} for the next part",
        ),
        "Read more",
        (
            "Read all about {product}",
            "Read the story here",
        ),
    ),
    Objective.LEADS: Calls(
        (
            "Book a short call with {client}",
            "Ask {client} about your own case",
            "Send {client} your question",
            "Request the details from {client}",
        ),
        "Book a call",
        (
            "Ask us about {product}",
            "Book a short call with us",
            "Send us your question",
            "Ask us here",
        ),
    ),
    Objective.SALES: Calls(
        (
            "See it at {client}",
            "Choose yours at {client}",
            "Order from {client}",
            "Compare the options at {client}",
        ),
        "See the range",
        (
            "Read all about {product}",
            "Choose yours here",
            "Compare the options",
        ),
    ),
    Objective.HIRING: Calls(
        (
            "See the open roles at {client}",
            "Apply at {client}",
            "Meet the team at {client}",
            "Send {client} your application",
        ),
        "See open roles",
        (
            "See the open roles",
            "Send us your application",
            "Apply here",
        ),
    ),
    Objective.PARTNERSHIPS: Calls(
        (
            "Propose a partnership to {client}",
            "Talk to {client} about working together",
            "Read the partner terms of {client}",
            "Write to the partner team at {client}",
        ),
        "Work with us",
        (
            "Propose a partnership",
            "Talk to us about working together",
            "Write to us here",
        ),
    ),
    Objective.RETENTION: Calls(
        (
            "Log in and see what is new at {client}",
            "Tell {client} what to improve",
            "Renew with {client}",
            "Reply to {client} with your feedback",
        ),
        "See what's new",
        (
            "Tell us what to improve",
            "Reply with your feedback",
            "Answer us here",
        ),
    ),
}

COUNTED: Mapping[str, Calls] = {
    "download": Calls(
        (
            "Download {thing}",
            "Try {product}",
            "See what {thing} shows before you download it",
            "Ask {client} anything first",
        ),
        "Download",
        (
            "Ask us anything first",
            "Download here",
        ),
    ),
    "pre-order": Calls(
        (
            "Pre-order at {client}",
            "Reserve {product}",
            "Read the terms of {client} first",
            "Ask {client} before you order",
        ),
        "Pre-order",
        (
            "Reserve {product}",
            "Ask us before you order",
            "Pre-order here",
        ),
    ),
    "test drive": Calls(
        (
            "Book a test drive at {client}",
            "Ask {client} about one car",
            "Bring your questions to {client}",
            "Write to {client} before you come",
        ),
        "Book a test drive",
        (
            "Book a test drive",
            "Ask us about one car",
            "Book a drive here",
        ),
    ),
    "student": Calls(
        (
            "Ask {client} for the course plan",
            "Talk to {client} about your start",
            "Send {client} your question",
            "Apply to {client}",
        ),
        "Ask for the plan",
        (
            "Ask us for the course plan",
            "Send us your question",
            "Ask us here",
        ),
    ),
    "pilot": Calls(
        (
            "Plan a pilot with {client}",
            "Ask {client} about your own case",
            "Read the evidence at {client}",
            "Send {client} your hardest question",
        ),
        "Plan a pilot",
        (
            "Plan a pilot with us",
            "Send us your hardest question",
            "Ask us here",
        ),
    ),
    "member": Calls(
        (
            "Book a first visit to {client}",
            "Ask {client} about membership",
            "Reserve your place at {client}",
            "Send {client} your question",
        ),
        "Book a visit",
        (
            "Book a first visit",
            "Reserve your place",
            "Book here",
        ),
    ),
}
"""Calls for what some briefs count, by a word of their targets."""

ON_THE_WAY = frozenset({"pre-order", "test drive", "pilot"})
"""What a reader does before buying: asked for wherever it stands among the targets, the others where they lead."""

_DOWNLOADED = (
    "app brochure catalog catalogue checklist e-book ebook game guide handbook podcast report software template "
    "toolkit whitepaper workbook"
)
DOWNLOADED = frozenset(_DOWNLOADED.split())
"""What may be downloaded, as a target names it: "Guide downloads"."""

LAST_RESORT = ("Details at {client}", "{client}")
"""What is left when the client has banned the verbs."""


def calls_of(material: Material) -> Calls:
    """Give the calls for what the client's targets count, in their order; where none is known, for its objective."""
    wanted = enumerate(map(_counted, material.brief.kpi_targets))
    found = (
        calls
        for place, target in wanted
        for word, calls in COUNTED.items()
        if word in target and (place == 0 or word in ON_THE_WAY)
    )
    chosen = next(found, None) if material.brief.objective in (Objective.LEADS, Objective.SALES) else None
    return chosen or CALLS[material.brief.objective]


def call_to_action(material: Material, turn: int, longest: int = 80) -> str:
    """Give the call of one post; `turn` counts posts and rotates the wording, `longest` bounds it where one fits."""
    stated, start = calls_of(material), material.seed + turn
    patterns = (*_rotated(stated.posts, start), *_rotated(stated.nameless, start), *LAST_RESORT)
    words = {"client": material.client, "product": quotes.product(material), "thing": _downloaded(material)}
    calls = material.guard.allowed(pattern.format(**words) for pattern in patterns)
    return next((call for call in calls if len(call) <= longest), clip(calls[-1], longest) if calls else "")


def button(material: Material) -> str:
    """Give the few words of a button."""
    return material.guard.first((calls_of(material).button, material.client))


def _counted(target: KpiTarget) -> str:
    return f"{target.metric} {target.unit}".casefold()


def _downloaded(material: Material) -> str:
    """Name the thing whose downloads the leading target counts, "the Nudgefit app"; the client where it names none."""
    words = _counted(material.brief.kpi_targets[0]).split() if material.brief.kpi_targets else []
    named = material.client.casefold().split()
    thing = next((word for word in words if word in DOWNLOADED and word not in named), "")
    return f"the {material.client} {thing}" if thing else material.client


def _rotated(calls: Sequence[str], start: int) -> Sequence[str]:
    first = start % len(calls)
    return (*calls[first:], *calls[:first])
