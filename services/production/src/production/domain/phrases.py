"""The sentence patterns of posts, by angle; the names in braces are filled with this client's own words."""

from collections.abc import Mapping

from production.domain.angles import Kind

HOOKS: Mapping[Kind, tuple[str, ...]] = {
    "pain": (
        "{subject}: what to look at first",
        "“{subject}” – three questions worth asking",
        "Where it comes from: {subject}",
        "{subject}? Change one thing at a time",
        "What we would try before anything else: {subject}",
        "A note to anyone dealing with this: {subject}",
    ),
    "outcome": (
        "What it takes: {subject}",
        "{subject}: a realistic month",
        "How to tell you are getting there: {subject}",
        "{subject}: what to skip, what to keep",
        "A small step towards this: {subject}",
        "Who sets this goal, and why: {subject}",
    ),
    "difference": (
        "Why we work this way: {subject}",
        "{subject}: the decision behind it",
        "What it means in practice: {subject}",
        "Chosen on purpose: {subject}",
        "{subject} – what you notice right away",
        "A closer look: {subject}",
    ),
    "proof": (
        "{subject}: read it before you decide",
        "The evidence in plain words: {subject}",
        "What this shows, and what it doesn't: {subject}",
        "Check it for yourself: {subject}",
        "Seen from the outside: {subject}",
        "{subject} – and how it came about",
    ),
    "doubt": (
        "“{subject}” – our straight answer",
        "A fair question: “{subject}”",
        "If this is your doubt: “{subject}”",
        "What we reply to “{subject}”",
        "“{subject}”: when it is true and when it isn't",
        "Before you decide: “{subject}”",
    ),
    "topic": (
        "{subject}: the one-minute version",
        "Three notes on {inside}",
        "{subject}: where to begin",
        "Worth knowing: {subject}",
        "From our desk: {subject}",
        "Your questions about {inside}",
    ),
    "person": (
        "For you, if this fits: {subject}",
        "An ordinary day for {inside}",
        "{subject}: the question we hear in the beginning",
        "Who this is for: {subject}",
        "{subject}: what matters this week",
        "Who we had in mind: {subject}",
    ),
    "offer": (
        "What you get: {subject}",
        "{subject}: how it works, step by step",
        "{subject} – who should pass",
        "The day you begin: {subject}",
        "In one sentence: {subject}",
        "What is included: {subject}",
    ),
    "promise": (
        "Our promise in one line: {subject}",
        "{subject}: what stands behind it",
        "Hold us to this: {subject}",
        "What it costs us to keep: {subject}",
        "The short version: {subject}",
        "{subject} – said simply",
    ),
    "price": (
        "What it costs: {subject}",
        "{subject}: what that covers",
        "The price in plain words: {subject}",
        "Before you ask about the price: {subject}",
        "{subject} – how we arrived there",
        "Doing the sum: {subject}",
    ),
    "place": (
        "{subject}: whom we serve",
        "Meet {subject}",
        "{subject}: a look behind the door",
        "A day with {subject}",
        "{subject}: how to reach us",
        "What people ask {subject}",
    ),
    "choice": (
        "{subject}: five questions to ask anyone who sells it",
        "{subject} without regret: a short list",
        "{subject}: what to compare, what to ignore",
        "{subject}? Read the small print in this order",
        "{subject}: the mistake that costs most",
        "{subject}: when to wait and when to go ahead",
    ),
}
"""Six patterns an angle: a calendar has at least five angles, so thirty days pass without a hook twice."""

OPENINGS: Mapping[Kind, tuple[str, ...]] = {
    "pain": ("{client} begins here: {subject}", "This is what {client} works on: {subject}"),
    "outcome": ("{client} works towards this: {subject}", "{client} measures itself by this: {subject}"),
    "difference": ("At {client} this is the rule: {subject}", "{client} decided it early: {subject}"),
    "proof": ("{client} puts this on the table: {subject}", "What {client} can show: {subject}"),
    "doubt": ("{client} hears the doubt and answers it", "The doubt is fair, says {client}"),
    "topic": ("Today at {client}: {subject}", "{client} on {inside}"),
    "person": ("{client} has this reader in mind: {subject}", "From {client}, for a particular reader: {subject}"),
    "offer": ("{client} in one line: {subject}", "This is what {client} makes: {subject}"),
    "promise": ("{client} says it in one line: {subject}", "One promise from {client}: {subject}"),
    "price": ("{client} names the price: {subject}", "The price at {client}, stated openly: {subject}"),
    "place": ("You find {subject}", "{subject}: ask for us by name"),
    "choice": ("{client} would rather be compared than believed", "{client} puts the choice in order"),
}
"""The first sentence under the hook, where the client is named: two an angle."""

PLAIN_OPENINGS = ("{client}: {subject}", "{subject} – {client}")
"""What opens a caption when the client has banned our words."""

QUESTIONS = (
    "What would you ask us about it?",
    "Does this match what you have seen?",
    "What have you tried so far?",
    "Tell us where we should go into detail.",
    "Which part matters most to you?",
    "Who else is in the same place?",
    "What would change your mind?",
)
"""How a caption closes; one more than an angle's hooks, so that no caption of an angle is like another."""
