"""The audit of who is reached and of what they are shown."""

from contracts.brief import Channel
from production.domain import quotes
from production.domain.figures import per_variant
from production.domain.markdown import body, bullets, heading
from production.domain.material import Material
from production.domain.platforms import label
from production.domain.programmes.checks import Check, checks_table
from production.domain.programmes.figures import rivals
from production.domain.wording import measured, number, plain, sentence, shortened
from production.domain.work import Work

CLICK_RATE = 1.5
LIFT = 0.3
"""The least difference that a test of creative must be able to see, relative to the present rate."""


def audience_checks(material: Material) -> tuple[Check, ...]:
    """Give the checks of who is reached."""
    place, people = quotes.place(material), quotes.customers(material)
    names = [label(plan.channel) for plan in material.strategy.channels]
    count = measured(len(names), "channels")
    shown = [label(plan.channel) for plan in material.strategy.channels if plan.channel is not Channel.EMAIL] or names
    return (
        Check("Place", place, "at most 2 % of spend outside", "presence instead of interest as setting"),
        Check(
            f"Present {people}",
            f"list of {material.client}",
            "under 5 % of new-business spend",
            "list excluded, renewed weekly",
        ),
        Check("Frequency", f"{shown[0]}, seven days", "at most 3 a person", "budget down or audience wider"),
        Check(
            "Overlap",
            f"{count}, {', '.join(names[:3])}",
            "under 25 % between two sets",
            "sets merged",
        ),
        Check(
            "Return visitors",
            f"seen {quotes.product(material)}, did not act",
            "30 days, then out",
            "window cut to the time a decision takes",
        ),
        Check(
            "Language",
            ", ".join(material.brief.languages) or "en",
            "same as page and advertisement",
            "set split by language",
        ),
        *(
            Check(
                "Persona reached",
                f"{plain(persona.name)}: “{shortened(plain(persona.pains[0]), 80)}”",
                "a tenth of clicks at least",
                "own opening, own set",
            )
            for persona in material.strategy.personas[:3]
            if persona.pains
        ),
    )


def audience_review(work: Work) -> str:
    """Show the checks of audiences, who is meant, and who should not be paid for."""
    material = work.material
    named = rivals(material)
    return body(
        f"Whether the money reaches those whom {material.client} means.",
        checks_table(material, audience_checks(material)),
        heading("Who is addressed"),
        bullets(
            material,
            (
                f"Meant are {material.inside(material.audience)}.",
                f"Known by what they look for: a way out of “{quotes.pain(material, 0)}”.",
                f"Not yet decided against {named}." if named else "",
            ),
        ),
        heading("Who is left out"),
        bullets(
            material,
            (
                f"Whoever has {quotes.product(material)} already, unless a second one is sold.",
                f"Whoever works at {material.client} or for it.",
                *(f"By the client's limit: {sentence(plain(text))}" for text in material.brief.constraints[:2]),
            ),
        ),
    )


def creative_checks(material: Material) -> tuple[Check, ...]:
    """Give the checks of what is shown: each angle of the brief, the name, wear, and words."""
    brief = material.brief
    words = f"{len(brief.banned_words)} banned, {len(brief.required_disclaimers)} required"
    return (
        *(
            Check(f"{kind} shown", f"“{text}”", *_ANGLE_RULES[kind][turn % 2])
            for turn, (kind, text) in enumerate(_angles(material))
        ),
        Check("Name seen", material.client, "within the first 3 seconds", "first frame cut again"),
        Check("Wear", f"click rate {number(click_rate(material))} %", "down by a third in 14 days", "opening replaced"),
        Check("Words", words, "no slip in 90 days", "stopped the same day"),
    )


def _angles(material: Material) -> list[tuple[str, str]]:
    angles = [("Problem", text) for text in material.pains[:3]]
    angles += [("Proof", text) for text in material.proofs[:2]]
    angles += [("Difference", text) for text in material.differentiators[:2]]
    angles += [("Doubt", pair.objection) for pair in material.rebuttals[:2]]
    return angles or [("Offer", quotes.product(material)), ("Offer", quotes.audience(material))]


_ANGLE_RULES = {
    "Problem": (
        ("25 % watch three seconds", "first line replaced"),
        ("a fifth of impressions", "share raised for 14 days"),
    ),
    "Proof": (("in one of three advertisements", "source added"), ("named with its date", "date and source added")),
    "Difference": (
        ("seen before the price", "order of frames changed"),
        ("clicks at the plan's rate", "next one tried"),
    ),
    "Doubt": (
        ("answered in one advertisement", "answer written"),
        ("answered in comments within a day", "duty roster"),
    ),
    "Offer": (("named in the first line", "first line replaced"), ("clicks at the plan's rate", "next one tried")),
}
"""For each kind of angle: threshold, and what follows where it is missed."""


def click_rate(material: Material) -> float:
    """Give the click rate that the plan counts on, in percent."""
    stated = (kpi.target for kpi in material.strategy.kpis if kpi.name == "Click-through rate" and kpi.target > 0)
    return next(stated, CLICK_RATE)


def creative_review(work: Work) -> str:
    """Show the checks of creative, and how many views a fair test of two versions takes."""
    material = work.material
    rate = click_rate(material)
    views = per_variant(rate / 100, LIFT)
    return body(
        f"Whether the advertisements of {material.client} say what its brief says.",
        checks_table(material, creative_checks(material)),
        heading("What a fair test needs"),
        bullets(
            material,
            (
                f"For {material.client}, at {number(rate)} % clicks, {number(views)} views a version show 30 % more.",
                f"Two versions of “{quotes.pain(material, 0)}” therefore take {number(2 * views)} views.",
                f"First test: “{quotes.pain(material, 0)}” against “{quotes.outcome(material, 0)}”.",
                f"Second: the winner with and without “{quotes.proof(material, 0)}”."
                if quotes.proof(material, 0)
                else "",
            ),
        ),
    )
