"""The wording itself: unfinished, worn, repeated, hard to read or loud texts, and their sound neighbours."""

from collections.abc import Callable

from qc_builders import a_brief, a_calendar, a_draft, a_post, an_email, overview_with, produced, the_sections
from qc_case import WARN, Case, draft, posting, saying
from qc_sections import SECTIONS

from contracts.messages import DraftProduced

LONG_SENTENCE = "The routine " + "and the routine " * 14 + "ends."
HARD = "Dermatological hypersensitivity necessitates comprehensive reformulation of cosmetological compositions. " * 14
HARD_EMAIL = an_email(body=HARD * 3)
_VERBS = "see know feel find keep build grow make have share want need give take move read hear tell show get"
GENERIC = "\n".join(
    f"We help you {verb} more of what matters most to the people you want to reach." for verb in _VERBS.split()
)
WEEKLY = "Every Sunday the lab opens one bottle of a competitor and reads its label."
_FOOTER = (
    "\nCalm Skin Lab, 12 Oat Street, Portland, Oregon, since 2014"
    "\nYou asked for this letter. Unsubscribe: https://calmskinlab.com/u"
)
LETTERS = tuple(
    an_email(name=name, body=f"{text}{_FOOTER}")
    for name, text in (
        ("one", "Reactive skin wants fewer bottles on the shelf this winter."),
        ("two", "Panthenol is the third entry on the label, and here is why."),
    )
)

CALL = f"{a_post(1).call_to_action}, then tell the lab on Sunday"
OUTCOME = "Calm skin in winter without a second shelf of bottles"
SAYING_IT_IN_FOUR = a_draft(
    sections=the_sections(
        **{name: f"{text}\n\nIn short: {OUTCOME}." for name, (_, text) in tuple(SECTIONS.items())[:4]}
    )
)

MEDIUM = (
    "Calm Skin Lab publishes the complete ingredient documentation, the laboratory protocol and every individual "
    "observation of the volunteer study, including the participants who reported irritation after application. "
) * 40

SAINT = "The Parents and Friends Association of Hope St. Mary's Skin Laboratory Inc."
LONG_NAME = "Calm " * 40 + "Skin Lab"


def posting_for(client: str, caption: str) -> Callable[[], DraftProduced]:
    """The sound draft for a client of this name, its first caption this one."""
    calendar = a_calendar(a_post(caption=caption))
    return lambda: produced(brief=a_brief(client_name=client), draft=a_draft(calendar=calendar))


PLACEHOLDERS = (
    "Hello {{first_name}}, welcome.",
    "Our price is [INSERT PRICE].",
    "Our price is [Insert price here].",
    "At [your brand] we care.",
    "[BRAND] sells three bottles.",
    "[TARGET AUDIENCE] will love it.",
    "[Add the link to the study]",
    "Launch date TBD, by Calm Skin Lab",
    "Venue TBA.",
    "TODO: ask the chemist.",
    "The price is to be confirmed.",
    "Lorem ipsum dolor sit amet.",
    "LOREM IPSUM DOLOR.",
    "Grow by XX % in May.",
    "Grow by X% in May.",
    "It costs $XX a set.",
    "Reach X,XXX people.",
    "Win XX members by June.",
    "Client Name sells three bottles.",
    "Dear {first_name}, welcome.",
    "Dear {company}, welcome.",
    "Dear *|FNAME|*, welcome.",
    "<INSERT LOGO>",
    "<%= name %> says hello.",
    "Hello None, welcome.",
    "| Reach | nan |",
    "Starts on DD/MM/YYYY.",
    "Signed: ______ (name)",
    "Put the offer here in bold.",
    "[object Object]",
)

CASES = (
    *(Case("placeholders", saying(text), text) for text in PLACEHOLDERS),
    Case("placeholders", posting(caption="Launch date TBD, by Calm Skin Lab"), "Launch date TBD, by Calm Skin Lab"),
    Case(
        "cut_off",
        saying("\n".join(f"- The {word} bottle that nobody ever finishes because its…" for word in "abcd")),
        "- The a bottle that nobody ever finishes because its…",
        WARN,
    ),
    Case("cliches", saying("A cutting-edge routine."), "A cutting-edge routine."),
    Case("cliches", posting(caption="Calm Skin Lab is a game changer"), "Calm Skin Lab is a game changer"),
    Case("cliches", saying("We pride ourselves on oats."), "We pride ourselves on oats."),
    Case(
        "generic_sentences",
        lambda: produced(
            draft=a_draft(
                sections=the_sections(overview=GENERIC, summary=GENERIC, content_buckets=GENERIC, kpi_plan=GENERIC)
            )
        ),
        "We help you see",
        WARN,
    ),
    Case(
        "repeated_lines",
        saying("Say less, and less, to skin that reacts.\nSay less, and less, to skin that reacts."),
        "Say less, and less, to skin that reacts.",
    ),
    Case("repeated_lines", lambda: produced(draft=SAYING_IT_IN_FOUR), f"In short: {OUTCOME}."),
    Case("repeated_lines", saying(f"{WEEKLY} Nobody laughs. {WEEKLY}"), WEEKLY),
    Case("repeated_lines", lambda: produced(draft=a_draft(sections=overview_with(f"{WEEKLY}\n{WEEKLY}"))), WEEKLY),
    Case("repeated_lines", posting(2, caption=a_post(1).caption), a_post(1).caption),
    Case("duplicate_hooks", posting(9, hook=a_post(2).hook.upper()), a_post(2).hook.upper()),
    Case(
        "duplicate_hooks",
        draft(calendar=a_calendar(a_post(1, hook="Oat lipids, part 1"), a_post(2, hook="Oat lipids, part 2"))),
        "Oat lipids, part 2",
        WARN,
    ),
    Case(
        "similar_hooks",
        draft(
            calendar=a_calendar(
                a_post(1, hook="Seven bottles behind the mirror, one rash on the chin"),
                a_post(2, hook="One rash on the chin: seven bottles behind the mirror"),
            )
        ),
        "One rash on the chin: seven",
        WARN,
    ),
    Case(
        "similar_hooks",
        draft(
            calendar=a_calendar(
                a_post(1, hook="Why not? Seven bottles behind the mirror"),
                a_post(11, hook="Seven bottles behind the mirror: one is enough"),
            )
        ),
        "Seven bottles behind the mirror: one",
        WARN,
    ),
    Case("long_sentences", saying(LONG_SENTENCE), LONG_SENTENCE),
    Case("reading_level", draft(emails=(HARD_EMAIL,)), "Dermatological", WARN),
    Case("reading_level", draft(emails=(an_email(body=MEDIUM),)), "Calm Skin Lab publishes", WARN),
    Case("shouting", posting(caption="Calm Skin Lab is here!!!"), "!!!"),
    Case("shouting", posting(caption="CALM SKIN THIS WINTER ONLY from Calm Skin Lab"), "THIS"),
    Case("shouting", posting_for("JOHNSON MOTOR", "JOHNSON MOTOR: ONLY THIS WEEK here"), "ONLY THIS WEEK"),
    Case(
        "shouting",
        lambda: produced(
            brief=a_brief(banned_words=("LAST CHANCE TODAY",)),
            draft=a_draft(calendar=a_calendar(a_post(caption="LAST CHANCE TODAY at Calm Skin Lab"))),
        ),
        "LAST CHANCE TODAY",
    ),
)

ALLOWED = (
    Case("placeholders", saying("Read [the patch study](https://calmskinlab.com/study) or todo lists."), ""),
    Case(
        "placeholders",
        saying("[x] label read\n[ ] bottle open\nSize XXL, 100 %, 5 x 20 %, [Add to cart]"),
        "",
    ),
    Case("placeholders", saying("The name {oat} stays. Winners are announced in May; orders confirmed."), ""),
    Case("cut_off", saying("Wait for it…\nThree bottles, not eleven."), ""),
    Case("cliches", saying("Game Changer Yoga opens.", client_name="Game Changer Yoga"), ""),
    Case("generic_sentences", saying(GENERIC.splitlines()[0]), ""),
    Case("repeated_lines", saying("Patch test before first use.\nPatch test before first use."), ""),
    Case("repeated_lines", lambda: produced(brief=a_brief(), draft=a_draft(emails=LETTERS)), ""),
    Case(
        "similar_hooks",
        draft(
            calendar=a_calendar(
                a_post(1, hook="Seven bottles behind the mirror, one rash on the chin"),
                a_post(2, hook="Seven entries on the label, no rash on the chin"),
            )
        ),
        "",
    ),
    Case(
        "similar_hooks",
        draft(
            calendar=a_calendar(
                a_post(1, hook="Why not? Seven bottles behind the mirror"),
                a_post(12, hook="Seven bottles behind the mirror: one is enough"),
            )
        ),
        "",
    ),
    Case(
        "repeated_lines",
        lambda: produced(
            draft=a_draft(
                sections=overview_with(f"{CALL}. Why? {CALL}."), calendar=a_calendar(a_post(1, call_to_action=CALL))
            )
        ),
        "",
    ),
    Case("repeated_lines", saying("Book a call with the lab.\nBook a call with the lab."), ""),
    Case("repeated_lines", lambda: produced(brief=a_brief(desired_outcomes=(OUTCOME,)), draft=SAYING_IT_IN_FOUR), ""),
    Case(
        "reading_level",
        lambda: produced(
            brief=a_brief(target_audience="CISOs and security engineers"),
            draft=a_draft(emails=(an_email(body=MEDIUM),)),
        ),
        "",
    ),
    Case(
        "repeated_lines",
        saying(
            f"In the calendar: 7 posts by {SAINT} are for oats.\nIn the calendar: 7 posts by {SAINT} are for winter.",
            client_name=SAINT,
        ),
        "",
    ),
    Case("repeated_lines", saying(f"{SAINT}.\nAgain: {SAINT}.\n{SAINT}.", client_name=SAINT), ""),
    Case("long_sentences", saying(f"The routine of {LONG_NAME} has three bottles.", client_name=LONG_NAME), ""),
    Case("shouting", posting(caption="Calm Skin Lab at the FDA, NASA and IKEA!"), ""),
    Case("shouting", posting_for("JOHNSON MOTOR COMPANY", "Order from JOHNSON MOTOR COMPANY today."), ""),
    Case("shouting", posting(hashtags=("#CALMSKINLAB", "#REACTIVESKIN", "#BARRIERROUTINE", "#OATS")), ""),
    Case("shouting", posting_for("Yoga!!", "Have you been to Yoga!!? Yoga!!: open on Sunday."), ""),
    Case(
        "shouting",
        lambda: produced(
            brief=a_brief(required_disclaimers=("ALCOHOL ABUSE HARMS YOUR HEALTH.",)),
            draft=a_draft(calendar=a_calendar(a_post(caption="Cheers. ALCOHOL ABUSE HARMS YOUR HEALTH."))),
        ),
        "",
    ),
    Case(
        "shouting",
        lambda: produced(
            brief=a_brief(primary_offer="WINTER SKIN ROUTINE FROM OATS"),
            draft=a_draft(calendar=a_calendar(a_post(caption="See the WINTER SKIN ROUTINE at Calm Skin Lab."))),
        ),
        "",
    ),
)
