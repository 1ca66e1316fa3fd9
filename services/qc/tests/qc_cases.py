"""Faults for each rule, put into the sound message, and what only looks like a fault."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from qc_builders import (
    START,
    a_brief,
    a_bundle,
    a_calendar,
    a_draft,
    a_kpi,
    a_post,
    a_section,
    a_strategy,
    an_asset,
    an_email,
    overview_with,
    produced,
    the_sections,
)

from contracts.brief import Channel, KpiTarget, PackageName
from contracts.draft import Advertisement
from contracts.messages import DraftProduced
from contracts.report import Result
from contracts.strategy import ChannelPlan, Guardrails

WARN = Result.WARN


@dataclass(frozen=True, slots=True)
class Case:
    """A fault put into the sound message: what the rule must say of it, and where its evidence comes from."""

    rule: str
    event: Callable[[], DraftProduced]
    evidence: str
    result: Result = Result.FAIL


def draft(**fields: Any) -> Callable[[], DraftProduced]:
    return lambda: produced(draft=a_draft(**fields))


def saying(sentence: str, **brief: Any) -> Callable[[], DraftProduced]:
    return lambda: produced(brief=a_brief(**brief), draft=a_draft(sections=overview_with(sentence)))


def posting(day: int = 1, **fields: Any) -> Callable[[], DraftProduced]:
    return lambda: produced(draft=a_draft(calendar=a_calendar(a_post(day, **fields))))


def briefed(**fields: Any) -> Callable[[], DraftProduced]:
    return lambda: produced(brief=a_brief(**fields))


def planned(**fields: Any) -> Callable[[], DraftProduced]:
    return lambda: produced(strategy=a_strategy(**fields))


def filed(**fields: Any) -> Callable[[], DraftProduced]:
    return lambda: produced(bundle=a_bundle(**fields))


def advertising(
    platform: Channel, headline: str = "Use less", description: str = "Three"
) -> Callable[[], DraftProduced]:
    return draft(advertisements=(Advertisement(platform=platform, headline=headline, description=description),))


LONG_SENTENCE = "The routine " + "and the routine " * 14 + "ends."
HARD = "Dermatological hypersensitivity necessitates comprehensive reformulation of cosmetological compositions. " * 14
NEVER_NAMED = tuple(
    a_post(day, theme="Desk", caption=f"Day {day} of reactive skin.", hashtags=()) for day in range(1, 31)
)
STRAYS = tuple(a_post(day, hook=f"Quantum llamas juggle bright teapots {'again ' * day}") for day in range(1, 31))
CHANNELS = a_strategy().channels
LONG = "x" * 281

CASES = (
    Case("placeholders", saying("Hello {{first_name}}, welcome."), "Hello {{first_name}}, welcome."),
    Case("placeholders", saying("Our price is [INSERT PRICE]."), "Our price is [INSERT PRICE]."),
    Case("placeholders", saying("At [your brand] we care."), "At [your brand] we care."),
    Case("placeholders", posting(caption="Launch date TBD, by Calm Skin Lab"), "Launch date TBD, by Calm Skin Lab"),
    Case("placeholders", saying("Lorem ipsum dolor sit amet."), "Lorem ipsum dolor sit amet."),
    Case("banned_words", saying("For flawless skin."), "For flawless skin."),
    Case("banned_words", posting(hashtags=("#CalmSkinLab", "#Flawless")), "#CalmSkinLab #Flawless"),
    Case(
        "banned_words",
        briefed(must_include=("Flawless by May",), banned_words=("routine",)),
        "Calm Skin Lab: thirty days of a shorter routine",
    ),
    Case("banned_words", saying("So good!!", banned_words=("!!",)), "So good!!"),
    Case("forbidden_claims", saying("It cures eczema."), "It cures eczema."),
    Case("forbidden_claims", saying("A true miracle.", forbidden_claims=('never say "miracle"',)), "A true miracle."),
    Case("forbidden_claims", saying("It cures all your eczema."), "It cures all your eczema.", WARN),
    Case("must_avoid", saying("An anti ageing serum."), "An anti ageing serum."),
    Case("personal_data", saying("Ask jane.doe@gmail.com about it."), "jane.doe@gmail.com"),
    Case("personal_data", saying("Call +1 512 555 0143 today."), "+1 512 555 0143"),
    Case("personal_data", saying("Call (512) 555-0143 today."), "(512) 555-0143"),
    Case("personal_data", saying("Paid with 4111 1111 1111 1111."), "4111 1111 1111 1111"),
    Case("budget_shares", planned(channels=CHANNELS[:3]), "instagram 45 %, email 25 %, x 10 %"),
    Case(
        "budget_shares", lambda: produced(brief=a_brief(budget={"minimum": 1, "maximum": 9_999})), CHANNELS[0].channel
    ),
    Case("package_as_ordered", draft(package=PackageName.LIGHT), "Calm Skin Lab: thirty days of a shorter routine"),
    Case("required_disclaimers", briefed(required_disclaimers=("Not a medical device.",)), "Not a medical device."),
    Case("sections_present", lambda: produced(draft=a_draft(sections=the_sections()[1:])), "Messaging framework"),
    Case("sections_present", lambda: produced(draft=a_draft(sections=(*the_sections(), a_section()))), "overview"),
    Case("calendar_contiguous", draft(calendar=a_calendar()[:16] + a_calendar()[17:]), "days 17"),
    Case("calendar_contiguous", draft(calendar=()), "days 1, 2, 3"),
    Case("calendar_contiguous", draft(calendar=a_calendar()[::-1]), "30, 29, 28"),
    Case("calendar_contiguous", posting(3, date=START + timedelta(days=9)), a_post(3).hook),
    Case(
        "email_unsubscribe",
        lambda: produced(draft=a_draft(emails=(an_email(body="Calm Skin Lab mixes three."),))),
        "mixes three.",
    ),
    Case("must_include", briefed(must_include=("Made in Ohio",)), "Made in Ohio"),
    Case("brand_named", draft(calendar=NEVER_NAMED), "Desk"),
    Case("brand_named", lambda: produced(draft=a_draft(emails=(an_email(body="Three bottles."),))), "Three bottles"),
    Case("forbidden_language", planned(guardrails=Guardrails(forbidden_language=("flare-up",))), "fear a flare-up"),
    Case(
        "unproved_claims",
        posting(caption="Clinically proven, says Calm Skin Lab."),
        "Clinically proven, says Calm Skin Lab.",
        WARN,
    ),
    Case(
        "unproved_claims", posting(caption="Calm Skin Lab: 97% of skin agrees."), "Calm Skin Lab: 97% of skin agrees."
    ),
    Case("unproved_claims", posting(caption="Calm Skin Lab works for 9 out of 10 people."), "works for 9 out of 10"),
    Case("platform_limits", posting(platform=Channel.X, caption=LONG), LONG[:200]),
    Case("platform_limits", posting(platform=Channel.X, caption="x" * 270), "x" * 200),
    Case("platform_limits", posting(platform=Channel.LINKEDIN, caption="x" * 3_001), "xxx"),
    Case("platform_limits", posting(platform=Channel.INSTAGRAM, caption="x" * 2_201), "xxx"),
    Case("platform_limits", posting(platform=Channel.SMS, caption="x" * 161), "xxx"),
    Case("platform_limits", posting(hashtags=tuple(f"#Skin{n}" for n in range(31))), "#Skin30"),
    Case("platform_limits", advertising(Channel.GOOGLE_ADS, headline="h" * 31), "h" * 31),
    Case("platform_limits", advertising(Channel.GOOGLE_ADS, description="d" * 91), "d" * 91),
    Case("platform_limits", advertising(Channel.BLOG, headline="h" * 61), "h" * 61),
    Case("platform_limits", saying(f"Meta description: {'d' * 161}"), "d" * 161),
    Case("platform_limits", saying(f"- **Meta title:** {'t' * 61}"), "t" * 61),
    Case("avoided_platforms", posting(platform=Channel.TIKTOK), a_post(1).hook),
    Case("links", saying("See https://calmskinlab for more."), "https://calmskinlab"),
    Case("links", saying("See [the set]() for more."), "See [the set]() for more."),
    Case("links", posting(utm_link="calm skin lab/set"), "calm skin lab/set"),
    Case(
        "links",
        posting(utm_link="https://calmskinlab.com/set?utm_source=x"),
        "https://calmskinlab.com/set?utm_source=x",
    ),
    Case("links", posting(4, utm_link=None), "days 4", WARN),
    Case("duplicate_hooks", posting(9, hook=a_post(2).hook.upper()), a_post(2).hook.upper()),
    Case(
        "duplicate_hooks",
        draft(calendar=a_calendar(a_post(1, hook="Oat lipids, part 1"), a_post(2, hook="Oat lipids, part 2"))),
        "Oat lipids, part 2",
        WARN,
    ),
    Case("posts_specific", posting(hook="Check this out!"), "Check this out!"),
    Case("posts_specific", posting(hook="  "), "Ingredient desk: oat lipids"),
    Case("posts_specific", posting(hook="Oat lipids"), "Oat lipids"),
    Case("posts_specific", posting(call_to_action=""), a_post(1).hook),
    Case("posts_specific", posting(call_to_action="Click here"), "Click here"),
    Case("kpis_measurable", planned(kpis=a_strategy().kpis[:4]), "Reach, Saves per post"),
    Case("kpis_measurable", planned(kpis=(*a_strategy().kpis, a_kpi(name="Buzz", unit=""))), "Buzz: None to 90000.0"),
    Case(
        "kpis_measurable",
        planned(kpis=(*a_strategy().kpis, a_kpi(name="Love", target=float("nan")))),
        "Love: None to nan",
    ),
    Case(
        "kpis_measurable",
        planned(kpis=(*a_strategy().kpis, a_kpi(name="Calm", baseline=90_000))),
        "Calm: 90000.0 to 90000.0",
    ),
    Case("client_targets_kept", briefed(kpi_targets=(KpiTarget(metric="ROAS", target=3.5, unit="x"),)), "ROAS 3.5 x"),
    Case(
        "channels_covered",
        planned(channels=(*CHANNELS, ChannelPlan(channel=Channel.WEBINAR, role="secondary", budget_share_percent=0))),
        "webinar: secondary, 0 %",
    ),
    Case("files_complete", filed(assets=(an_asset("calendar.csv", "text/csv"),)), "calendar.csv"),
    Case(
        "files_complete",
        filed(assets=(*a_bundle().assets, an_asset("card.svg", "image/svg+xml", size=0))),
        "card.svg, 0 bytes",
    ),
    Case("channels_planned", posting(platform=Channel.LINKEDIN), "linkedin"),
    Case("section_lengths", lambda: produced(draft=a_draft(sections=the_sections(summary="Too short."))), "Too short."),
    Case("section_lengths", lambda: produced(draft=a_draft(sections=the_sections(summary="word " * 501))), "word word"),
    Case(
        "section_forms",
        lambda: produced(draft=a_draft(sections=the_sections(content_buckets="No bullets."))),
        "No bullets.",
    ),
    Case(
        "section_forms",
        lambda: produced(draft=a_draft(sections=the_sections(kpi_plan="Reach, 40,000"))),
        "Reach, 40,000",
    ),
    Case("section_forms", saying("## Why\nBecause.\n## Why\nAgain."), "why"),
    Case("hashtags", posting(hashtags=("#Calm Skin",)), "#Calm Skin"),
    Case("hashtags", posting(hashtags=("#2026",)), "#2026"),
    Case("hashtags", draft(hashtags=("#Love",)), "#Love"),
    Case("hashtags", posting(hashtags=("#CalmSkinLab", "#calmskinlab")), "#calmskinlab"),
    Case("hooks_on_subject", draft(calendar=STRAYS), "Quantum llamas", WARN),
    Case("posts_complete", posting(asset_type=""), a_post(1).hook),
    Case("cliches", saying("A cutting-edge routine."), "A cutting-edge routine."),
    Case("cliches", posting(caption="Calm Skin Lab is a game changer"), "Calm Skin Lab is a game changer"),
    Case(
        "repeated_lines",
        saying("Say less to skin that reacts.\nSay less to skin that reacts."),
        "Say less to skin that reacts.",
    ),
    Case("repeated_lines", posting(2, caption=a_post(1).caption), a_post(1).caption),
    Case("long_sentences", saying(LONG_SENTENCE), LONG_SENTENCE),
    Case("reading_level", lambda: produced(draft=a_draft(emails=(an_email(body=HARD * 3),))), "Dermatological", WARN),
    Case("shouting", posting(caption="Calm Skin Lab is here!!!"), "!!!"),
    Case("shouting", posting(caption="CALM SKIN THIS WINTER ONLY from Calm Skin Lab"), "THIS"),
)

ALLOWED = (
    Case("placeholders", saying("Read [the patch study](https://calmskinlab.com/study) or todo lists."), ""),
    Case("banned_words", saying("We start with art.", banned_words=("tar", "star")), ""),
    Case(
        "forbidden_claims",
        saying(
            "No guaranteed results.",
            forbidden_claims=("guaranteed results",),
            required_disclaimers=("No guaranteed results",),
        ),
        "",
    ),
    Case("personal_data", saying("Write to hello@calmskinlab.com or press@www.calmskinlab.com."), ""),
    Case("personal_data", saying("Call +1 512 555 0143.", must_include=("Call +1 512 555 0143",)), ""),
    Case("personal_data", saying("From 2026-03-02 to 2026-03-31 at 20,000 to 200,000 people, +20000."), ""),
    Case("brand_named", briefed(client_name="Calm Skin Lab, Inc."), ""),
    Case("unproved_claims", posting(caption="Calm Skin Lab: 94% without a reaction."), ""),
    Case("links", saying("See https://shop.example.com:8443/a and [mail](mailto:hello@calmskinlab.com)."), ""),
    Case(
        "links",
        lambda: produced(brief=a_brief(website=None), draft=a_draft(calendar=a_calendar(a_post(4, utm_link=None)))),
        "",
    ),
    Case("cliches", saying("Game Changer Yoga opens.", client_name="Game Changer Yoga"), ""),
    Case("hashtags", draft(hashtags=("#সংবেদনশীলত্বক", "BarrierRoutine", "#Été2026")), ""),
    Case("calendar_contiguous", lambda: produced(draft=a_draft(calendar=(a_post(1), *a_calendar()))), ""),
    Case("repeated_lines", saying("Patch test before first use.\nPatch test before first use."), ""),
)
