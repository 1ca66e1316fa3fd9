"""The sentence patterns of posts, by angle; the names in braces are filled with this client's own words."""

from collections.abc import Mapping

from production.domain.angles import Kind

HOOKS: Mapping[Kind, tuple[str, ...]] = {
    "pain": (
        "“{subject}” – what we would look at first",
        "{subject}? Start with one change",
        "Where this begins: {inside}",
        "Still true for you? {subject}",
        "A plain look at this: {inside}",
        "What it costs to leave it so: {inside}",
    ),
    "outcome": (
        "What has to be true for this: {inside}",
        "{subject} – and what it takes",
        "The first sign of it: {inside}",
        "{subject}: how that looks on an ordinary day",
        "Ask us for this, and for nothing less: {inside}",
        "One step nearer: {inside}",
    ),
    "difference": (
        "What you notice first: {inside}",
        "{subject}. Why we bother",
        "The rule behind {client}: {inside}",
        "{subject} – and what it means for you",
        "Chosen on purpose: {inside}",
        "Look closer: {inside}",
    ),
    "proof": (
        "{subject}. Check it",
        "On paper: {inside}",
        "What this shows, and what it doesn't: {inside}",
        "Seen from outside: {inside}",
        "Read it before you decide: {inside}",
        "{subject} – count for yourself",
    ),
    "doubt": (
        "“{subject}” – our straight answer",
        "You may be thinking “{subject}”",
        "When “{subject}” is true, and when it isn't",
        "Fair: “{subject}”",
        "We would ask the same: “{subject}”",
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
        "For you, if this fits: {inside}",
        "An ordinary day for {inside}",
        "{subject}: the question we hear in the beginning",
        "Who this is for: {inside}",
        "{subject}: what matters this week",
        "Whom we had in mind: {inside}",
    ),
    "offer": (
        "{subject}, step by step",
        "{subject} – and who should pass",
        "Three questions about {inside}",
        "The day you begin: {inside}",
        "{subject}: what happens after you say yes",
        "What is in it: {inside}",
    ),
    "promise": (
        "Hold us to this: {inside}",
        "Our promise in one line: {inside}",
        "{subject}: what stands behind it",
        "What it costs us to keep this: {inside}",
        "The short version: {inside}",
        "{subject} – said simply",
    ),
    "price": (
        "The sum, before you ask: {inside}",
        "What the price covers: {inside}",
        "{subject} – how we arrived there",
        "In plain words: {inside}",
        "Before you ask about the price: {inside}",
        "{subject}: what you get for it",
    ),
    "place": (
        "Meet {subject}",
        "{subject}: whom we serve",
        "A day with {subject}",
        "What people ask {subject}",
        "{subject}: how to reach us",
        "{subject}: a look behind the door",
    ),
    "choice": (
        "{subject}: five questions to ask anyone who sells it",
        "{subject}: what to compare, what to ignore",
        "{subject}? Read the small print in this order",
        "{subject} without regret: a short list",
        "{subject}: the mistake that costs most",
        "{subject}: when to wait and when to go ahead",
    ),
    "voice": ("{subject}", "“{subject}”", "{client}: {subject}", "In our words: {subject}"),
    "change": (
        "{subject}",
        "{subject}: the first step",
        "{subject}, and what lies between",
        "One way {inside}",
        "The distance {inside}",
        "{subject}: ask us where you stand",
    ),
    "word": (
        "{subject}: what we mean by it",
        "In practice: {inside}",
        "{subject}. Ask us how",
        "To hold us to: {inside}",
        "{subject} – you may quote us",
        "Small words, kept: {inside}",
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
    "voice": ("This is how {client} speaks", "{client} means it as it stands"),
    "change": ("This is the way that {client} goes with you", "{client} has one direction"),
    "word": ("{client} says this in advance: {subject}", "A word from {client} that holds: {subject}"),
}
"""The first sentence under the hook, where the client is named: two an angle."""

SUPPORT = {
    "difference": ("How we work", "Behind it", "What is different here"),
    "proof": ("To back it up", "On record", "You can look it up"),
    "outcome": ("What you can expect", "What comes of it", "What you get"),
    "offer": ("What we offer", "Where it begins", "What you would take home"),
}
"""What introduces a supporting fact, three ways a kind."""

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
