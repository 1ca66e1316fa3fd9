"""What a post or an advertisement asks its reader to do, by the objective of the campaign."""

from collections.abc import Mapping

from contracts.brief import Brief, Objective
from production.domain.campaign.trades import APPLICATION, trade_of
from production.domain.material import Material
from production.domain.wording import clip

CALLS: Mapping[Objective, tuple[str, ...]] = {
    Objective.AWARENESS: (
        "Read how {client} does it",
        "Save this for the day you need it",
        "Send it to someone it fits",
        "Follow {client} for the next part",
    ),
    Objective.LEADS: (
        "Book a short call with {client}",
        "Ask {client} about your own case",
        "Send {client} your question",
        "Request the details from {client}",
    ),
    Objective.SALES: (
        "See it at {client}",
        "Choose yours at {client}",
        "Order from {client}",
        "Compare the options at {client}",
    ),
    Objective.HIRING: (
        "See the open roles at {client}",
        "Apply at {client}",
        "Meet the team at {client}",
        "Send {client} your application",
    ),
    Objective.PARTNERSHIPS: (
        "Propose a partnership to {client}",
        "Talk to {client} about working together",
        "Read the partner terms of {client}",
        "Write to the partner team at {client}",
    ),
    Objective.RETENTION: (
        "Log in and see what is new at {client}",
        "Tell {client} what to improve",
        "Renew with {client}",
        "Reply to {client} with your feedback",
    ),
}

CALLS_OF_AN_APP = (
    "Try the first session with {client}",
    "See {client} in the app store",
    "Open {client} on your phone",
    "Read what {client} asks of you",
)
"""An app is installed, not asked for an appointment."""

LAST_RESORT = ("Details at {client}", "{client}")
"""What is left when the client has banned the verbs."""

BUTTONS: Mapping[Objective, str] = {
    Objective.AWARENESS: "Read more",
    Objective.LEADS: "Book a call",
    Objective.SALES: "See the range",
    Objective.HIRING: "See open roles",
    Objective.PARTNERSHIPS: "Work with us",
    Objective.RETENTION: "See what's new",
}


def call_to_action(material: Material, turn: int, longest: int = 80) -> str:
    """Give the call of one post; `turn` counts posts and rotates the wording, `longest` bounds it where one fits."""
    patterns = _patterns(material.brief)
    rotated = [patterns[(material.seed + turn + step) % len(patterns)] for step in range(len(patterns))]
    calls = material.guard.allowed(pattern.format(client=material.client) for pattern in (*rotated, *LAST_RESORT))
    return next((call for call in calls if len(call) <= longest), clip(calls[-1], longest) if calls else "")


def _patterns(brief: Brief) -> tuple[str, ...]:
    is_app = trade_of(brief) is APPLICATION and brief.objective in {Objective.LEADS, Objective.SALES}
    return CALLS_OF_AN_APP if is_app else CALLS[brief.objective]


def button(material: Material) -> str:
    """Give the few words of a button."""
    return material.guard.first((BUTTONS[material.brief.objective], material.client))
