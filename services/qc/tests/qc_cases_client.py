"""What the client demands and forbids: texts that obey and texts that don't."""

from qc_builders import a_brief, a_calendar, a_draft, a_post, an_email, produced
from qc_case import WARN, Case, briefed, draft, planned, posting, saying

from contracts.strategy import Guardrails

NEVER_NAMED = tuple(
    a_post(day, theme="Desk", caption=f"Day {day} of reactive skin.", hashtags=()) for day in range(1, 31)
)
SHARED_LETTERS = an_email(body="Research on arcs, searching archives.", subject="Search", preheader="")

CASES = (
    Case("banned_words", saying("For flawless skin."), "For flawless skin."),
    Case("banned_words", saying("A flawlessly short routine."), "A flawlessly short routine."),
    Case("banned_words", saying("A flaw-less finish."), "A flaw-less finish."),
    Case("banned_words", saying("A flaw\u200bless finish."), "A flaw\u200bless finish."),
    Case("banned_words", saying("A fl\u0430wless finish."), "A fl\u0430wless finish."),
    Case("banned_words", saying("A fláwless finish."), "A fláwless finish."),
    Case("banned_words", saying("A f l a w l e s s finish."), "A f l a w l e s s finish."),
    Case("banned_words", saying("ＦＬＡＷＬＥＳＳ skin."), "ＦＬＡＷＬＥＳＳ skin."),
    Case("banned_words", saying("We are shredding fat.", banned_words=("shred",)), "We are shredding fat."),
    Case("banned_words", saying("Your beachbody waits.", banned_words=("beach body",)), "Your beachbody waits."),
    Case("banned_words", saying("Beach-bodies wait.", banned_words=("beach body",)), "Beach-bodies wait."),
    Case("banned_words", saying("Cheapest in town.", banned_words=("cheap",)), "Cheapest in town.", WARN),
    Case("banned_words", posting(hashtags=("#CalmSkinLab", "#Flawless")), "#CalmSkinLab #Flawless"),
    Case(
        "banned_words",
        briefed(must_include=("Flawless by May",), banned_words=("routine",)),
        "Calm Skin Lab: thirty days of a shorter routine",
    ),
    Case("banned_words", saying("So good!!", banned_words=("!!",)), "So good!!"),
    Case("forbidden_claims", saying("It cures eczema."), "It cures eczema."),
    Case("forbidden_claims", saying("Cured eczema in a week."), "Cured eczema in a week."),
    Case("forbidden_claims", saying("A true miracle.", forbidden_claims=('never say "miracle"',)), "A true miracle."),
    Case("forbidden_claims", saying("100 percent secure.", forbidden_claims=("100 % secure",)), "100 percent secure."),
    Case("forbidden_claims", saying("We guarantee returns.", forbidden_claims=("guaranteed returns",)), "We guarantee"),
    Case("forbidden_claims", saying("Lose 12 kg fast.", forbidden_claims=("lose 10 kg",)), "Lose 12 kg fast.", WARN),
    Case("forbidden_claims", saying("It cures all your eczema."), "It cures all your eczema.", WARN),
    Case("must_avoid", saying("An anti ageing serum."), "An anti ageing serum."),
    Case("must_avoid", saying("An antiaging serum."), "An antiaging serum."),
    Case(
        "must_avoid",
        saying("Before and after the pictures.", must_avoid=("Before-and-after pictures",)),
        "Before and after the pictures.",
        WARN,
    ),
    Case("personal_data", saying("Ask jane.doe@gmail.com about it."), "jane.doe@gmail.com"),
    Case("personal_data", saying("Call +1 512 555 0143 today."), "+1 512 555 0143"),
    Case("personal_data", saying("Call (512) 555-0143 today."), "(512) 555-0143"),
    Case("personal_data", saying("Call Mara on 020 7946 0958."), "020 7946 0958"),
    Case("personal_data", saying("WhatsApp: 98300 12345 till six."), "98300 12345"),
    Case("personal_data", saying("Paid with 4111 1111 1111 1111."), "4111 1111 1111 1111"),
    Case("personal_data", saying("Transfer to DE89 3704 0044 0532 0130 00."), "DE89 3704 0044 0532 0130 00"),
    Case("personal_data", saying("Her number is 219-09-9999."), "219-09-9999"),
    Case("brief_consistent", briefed(must_include=("Flawless by May",)), "Flawless by May"),
    Case("brief_consistent", briefed(client_name="Shreds Gym", banned_words=("shred",)), "Shreds Gym"),
    Case("required_disclaimers", briefed(required_disclaimers=("Not a medical device.",)), "Not a medical device."),
    Case(
        "required_disclaimers",
        briefed(required_disclaimers=("Patch test it before first use.",)),
        "Patch test it before",
    ),
    Case("must_include", briefed(must_include=("Made in Ohio",)), "Made in Ohio"),
    Case("brand_named", draft(calendar=NEVER_NAMED), "Desk"),
    Case("brand_named", lambda: produced(draft=a_draft(emails=(an_email(body="Three bottles."),))), "Three bottles"),
    Case(
        "brand_named",
        lambda: produced(brief=a_brief(client_name="Arc"), draft=a_draft(emails=(SHARED_LETTERS,))),
        "Search",
    ),
    Case("forbidden_language", planned(guardrails=Guardrails(forbidden_language=("flare-up",))), "fear a flare-up"),
    Case("forbidden_language", planned(guardrails=Guardrails(forbidden_language=("louders",))), "never louder than"),
    Case("unproved_claims", posting(caption="Clinically proven, says Calm Skin Lab."), "Clinically proven, says Calm"),
    Case("unproved_claims", saying("Results guaranteed or your money back."), "Results guaranteed or your money back."),
    Case(
        "unproved_claims",
        saying("Weight loss is guaranteed.", forbidden_claims=("guaranteed weight loss",)),
        "Weight loss is guaranteed.",
    ),
    Case("unproved_claims", posting(caption="The best on the market: Calm Skin Lab."), "The best on the market", WARN),
    Case(
        "unproved_claims", posting(caption="Calm Skin Lab: 97% of skin agrees."), "Calm Skin Lab: 97% of skin agrees."
    ),
    Case("unproved_claims", posting(caption="Calm Skin Lab: 1,340 of 2,000 agree."), "1,340 of 2,000"),
    Case("unproved_claims", posting(caption="Calm Skin Lab works for 9 out of 10 people."), "works for 9 out of 10"),
)

ALLOWED = (
    Case("banned_words", saying("We start with art.", banned_words=("tar", "star")), ""),
    Case("banned_words", saying("Even a limit of Hamburg news.", banned_words=("evening", "limited", "ham")), ""),
    Case("banned_words", saying("Colourless and another colander.", banned_words=("cola", "other")), ""),
    Case(
        "forbidden_claims",
        saying(
            "No guaranteed results.",
            forbidden_claims=("guaranteed results",),
            required_disclaimers=("No guaranteed results",),
        ),
        "",
    ),
    Case("forbidden_claims", saying("The cure for dry air is eczema's friend: water."), ""),
    Case("must_avoid", saying("The shelf before, the pictures after.", must_avoid=("Before-and-after pictures",)), ""),
    Case("personal_data", saying("Write to hello@calmskinlab.com or press@www.calmskinlab.com."), ""),
    Case("personal_data", saying("Call +1 512 555 0143.", must_include=("Call +1 512 555 0143",)), ""),
    Case("personal_data", saying("From 2026-03-02 to 2026-03-31 at 20,000 to 200,000 people, +20000."), ""),
    Case("personal_data", saying("Call by 2026-03-31, order AB12 3456 7890 1234 or 4111 1111 1111 1112."), ""),
    Case("required_disclaimers", briefed(required_disclaimers=("patch test\n before  first use",)), ""),
    Case("brand_named", briefed(client_name="Calm Skin Lab, Inc."), ""),
    Case("unproved_claims", posting(caption="Calm Skin Lab: 94% without a reaction."), ""),
    Case(
        "unproved_claims",
        lambda: produced(
            brief=a_brief(proof_assets=("1,340 of 2,000 rated us 4.6 of 5",)),
            draft=a_draft(calendar=a_calendar(a_post(1, caption="Calm Skin Lab: 4.6 of 5, say 1,340 of 2,000."))),
        ),
        "",
    ),
    Case("unproved_claims", saying("Money moves to the channel with the lowest price a set."), ""),
    Case("unproved_claims", posting(caption="This is letter 1 of 5 from Calm Skin Lab."), ""),
    Case("unproved_claims", saying("No routine is risk-free, and we never call ours clinically proven."), ""),
    Case(
        "unproved_claims",
        saying("Clinically tested on forearms.", proof_assets=("Clinically tested by Lund University, 2023",)),
        "",
    ),
    Case(
        "forbidden_language",
        planned(guardrails=Guardrails(forbidden_language=("Flawless",))),
        "",
    ),
)
