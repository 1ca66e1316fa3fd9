"""What a post or an advertisement asks its reader to do, by what the campaign counts, else by its objective."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.brief import Objective
from production.domain import quotes
from production.domain.material import Material
from production.domain.wording import clip


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls of a post in their order, the few words of a button, and a call for a text message."""

    posts: tuple[str, ...]
    button: str
    short: str


CALLS: Mapping[Objective, Calls] = {
    Objective.AWARENESS: Calls(
        (
            "Read how {client} does it",
            "Save this for the day you need it",
            "Send it to someone it fits",
            "Follow {client} for the next part",
        ),
        "Read more",
        "Read it here",
    ),
    Objective.LEADS: Calls(
        (
            "Book a short call with {client}",
            "Ask {client} about your own case",
            "Send {client} your question",
            "Request the details from {client}",
        ),
        "Book a call",
        "Ask us here",
    ),
    Objective.SALES: Calls(
        (
            "See it at {client}",
            "Choose yours at {client}",
            "Order from {client}",
            "Compare the options at {client}",
        ),
        "See the range",
        "See it here",
    ),
    Objective.HIRING: Calls(
        (
            "See the open roles at {client}",
            "Apply at {client}",
            "Meet the team at {client}",
            "Send {client} your application",
        ),
        "See open roles",
        "Apply here",
    ),
    Objective.PARTNERSHIPS: Calls(
        (
            "Propose a partnership to {client}",
            "Talk to {client} about working together",
            "Read the partner terms of {client}",
            "Write to the partner team at {client}",
        ),
        "Work with us",
        "Write to us here",
    ),
    Objective.RETENTION: Calls(
        (
            "Log in and see what is new at {client}",
            "Tell {client} what to improve",
            "Renew with {client}",
            "Reply to {client} with your feedback",
        ),
        "See what's new",
        "Answer us here",
    ),
}

COUNTED: Mapping[str, Calls] = {
    "download": Calls(
        (
            "Download {client}",
            "Try {product}",
            "See {client} at work before you download it",
            "Ask {client} anything first",
        ),
        "Download",
        "Download here",
    ),
    "pre-order": Calls(
        (
            "Pre-order at {client}",
            "Reserve {product}",
            "Read the terms of {client} first",
            "Ask {client} before you order",
        ),
        "Pre-order",
        "Pre-order here",
    ),
    "test drive": Calls(
        (
            "Book a test drive at {client}",
            "Ask {client} about one car",
            "Bring your questions to {client}",
            "Write to {client} before you come",
        ),
        "Book a test drive",
        "Book a drive here",
    ),
    "student": Calls(
        (
            "Ask {client} for the course plan",
            "Talk to {client} about your start",
            "Send {client} your question",
            "Apply to {client}",
        ),
        "Ask for the plan",
        "Ask us here",
    ),
    "pilot": Calls(
        (
            "Plan a pilot with {client}",
            "Ask {client} about your own case",
            "Read the evidence at {client}",
            "Send {client} your hardest question",
        ),
        "Plan a pilot",
        "Ask us here",
    ),
    "member": Calls(
        (
            "Book a first visit to {client}",
            "Ask {client} for a quiet hour",
            "Reserve your place at {client}",
            "Send {client} your question",
        ),
        "Book a visit",
        "Book here",
    ),
}
"""Calls for what some briefs count, by a word of their targets."""

LAST_RESORT = ("Details at {client}", "{client}")
"""What is left when the client has banned the verbs."""


def calls_of(material: Material) -> Calls:
    """Give the calls for what the client's targets count, in their order; where none is known, for its objective."""
    wanted = [f"{target.metric} {target.unit}".casefold() for target in material.brief.kpi_targets]
    found = (calls for target in wanted for word, calls in COUNTED.items() if word in target)
    chosen = next(found, None) if material.brief.objective in (Objective.LEADS, Objective.SALES) else None
    return chosen or CALLS[material.brief.objective]


def call_to_action(material: Material, turn: int, longest: int = 80) -> str:
    """Give the call of one post; `turn` counts posts and rotates the wording, `longest` bounds it where one fits."""
    stated = calls_of(material)
    rotated = [stated.posts[(material.seed + turn + step) % len(stated.posts)] for step in range(len(stated.posts))]
    words = {"client": material.client, "product": quotes.product(material)}
    calls = material.guard.allowed(pattern.format(**words) for pattern in (*rotated, stated.short, *LAST_RESORT))
    return next((call for call in calls if len(call) <= longest), clip(calls[-1], longest) if calls else "")


def button(material: Material) -> str:
    """Give the few words of a button."""
    return material.guard.first((calls_of(material).button, material.client))
