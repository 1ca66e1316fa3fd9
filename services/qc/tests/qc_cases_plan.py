"""Sections, calendar, budget and KPIs: plans that hold together and plans that don't."""

from datetime import timedelta

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
    produced,
    the_sections,
)
from qc_case import WARN, Case, briefed, draft, filed, planned, posting, saying
from qc_sections import SECTIONS

from contracts.brief import Channel, KpiTarget, PackageName
from contracts.messages import DraftProduced
from contracts.strategy import ChannelPlan

STRAYS = tuple(a_post(day, hook=f"Quantum llamas juggle bright teapots {'again ' * day}") for day in range(1, 31))
CHANNELS = a_strategy().channels
KPIS = a_strategy().kpis
UNSPENT = tuple(plan.model_copy(update={"budget_amount": 1_000}) for plan in CHANNELS)
SKEWED = (
    CHANNELS[0].model_copy(update={"budget_amount": 2_500}),
    CHANNELS[1].model_copy(update={"budget_amount": 4_500}),
    *CHANNELS[2:],
)
UNPRICED = (*CHANNELS[:3], CHANNELS[3].model_copy(update={"budget_amount": None}))
LATE = a_post(1).model_copy(update={"day": 10**9})
AUDIT = PackageName.PERFORMANCE_AUDIT


def with_webinar(overview: str = "") -> DraftProduced:
    """A strategy with a webinar, and a draft that says this about it."""
    webinar = ChannelPlan(channel=Channel.WEBINAR, role="secondary", budget_share_percent=0, budget_amount=0)
    sections = the_sections(overview=f"{SECTIONS['overview'][1]}\n\n{overview}")
    return produced(strategy=a_strategy(channels=(*CHANNELS, webinar)), draft=a_draft(sections=sections))


def with_section(name: str, body: str) -> DraftProduced:
    """The sound draft, one section's body replaced."""
    return produced(draft=a_draft(sections=the_sections(**{name: body})))


def auditing() -> DraftProduced:
    """An audit, which is sold without a calendar, and has none."""
    return produced(brief=a_brief(package=AUDIT), draft=a_draft(package=AUDIT, calendar=()), bundle=a_bundle(assets=()))


CASES = (
    Case("budget_shares", planned(channels=CHANNELS[:3]), "instagram 45 %, email 25 %, x 10 %"),
    Case(
        "budget_shares", lambda: produced(brief=a_brief(budget={"minimum": 1, "maximum": 9_999})), CHANNELS[0].channel
    ),
    Case("budget_amounts", planned(channels=UNSPENT), "instagram 1000"),
    Case("budget_amounts", planned(channels=SKEWED), "instagram: 45 %, 2500 of 10000 USD"),
    Case("budget_amounts", planned(channels=UNPRICED), "google_ads None"),
    Case("package_as_ordered", draft(package=PackageName.LIGHT), "Calm Skin Lab: thirty days of a shorter routine"),
    Case("sections_present", lambda: produced(draft=a_draft(sections=the_sections()[1:])), "Messaging framework"),
    Case("sections_present", lambda: produced(draft=a_draft(sections=(*the_sections(), a_section()))), "overview"),
    Case(
        "sections_in_order",
        lambda: produced(draft=a_draft(sections=the_sections()[::-1])),
        "summary, execution_roadmap",
    ),
    Case(
        "sections_in_order",
        lambda: produced(
            draft=a_draft(sections=(*the_sections(), a_section().model_copy(update={"section_id": "appendix"})))
        ),
        "appendix",
    ),
    Case("section_lengths", lambda: with_section("summary", "Too short."), "Too short."),
    Case("section_lengths", lambda: with_section("summary", "word " * 501), "word word"),
    Case("section_forms", lambda: with_section("content_buckets", "No bullets."), "No bullets."),
    Case("section_forms", lambda: with_section("content_buckets", "- One.\n- Two."), "- One."),
    Case("section_forms", lambda: with_section("kpi_plan", "Reach, 40,000"), "Reach, 40,000"),
    Case("section_forms", lambda: with_section("calendar_30_day", "| Day |\n|---|\n| 1 |"), "| Day |"),
    Case("section_forms", draft(sections=(a_section(form="list"), *the_sections()[1:])), "Calm Skin Lab sells"),
    Case("section_headings", saying("## Why\nBecause.\n## Why\nAgain."), "why"),
    Case("section_headings", lambda: with_section("summary", "### Last words\nSell the set."), "Last words"),
    Case(
        "tables_whole",
        lambda: with_section("kpi_plan", "| KPI | Target |\n|---|---|\n| Reach | 9 | days |"),
        "Reach | 9",
    ),
    Case("calendar_contiguous", draft(calendar=a_calendar()[:16] + a_calendar()[17:]), "days 17"),
    Case("calendar_contiguous", draft(calendar=()), "days 1, 2, 3"),
    Case("calendar_contiguous", draft(calendar=a_calendar()[::-1]), "30, 29, 28"),
    Case("calendar_contiguous", posting(3, date=START + timedelta(days=9)), a_post(3).hook),
    Case(
        "calendar_contiguous",
        draft(calendar=(*a_calendar(), LATE)),
        a_post(1).hook,
    ),
    Case("posts_specific", posting(hook="Check this out!"), "Check this out!"),
    Case("posts_specific", posting(hook="Discover what is new and exciting today"), "Discover what is new"),
    Case("posts_specific", posting(hook="  "), "Ingredient desk: oat lipids"),
    Case("posts_specific", posting(hook="Oat lipids"), "Oat lipids"),
    Case("posts_specific", posting(call_to_action=""), a_post(1).hook),
    Case("posts_specific", posting(call_to_action="Click here"), "Click here"),
    Case("posts_specific", posting(call_to_action="Click the link in our bio today!"), "Click the link in our bio"),
    Case(
        "calls_varied",
        draft(calendar=tuple(a_post(day, call_to_action="Read the oat data sheet") for day in range(1, 31))),
        "Read the oat data sheet",
        WARN,
    ),
    Case("hooks_on_subject", draft(calendar=STRAYS), "Quantum llamas", WARN),
    Case(
        "hooks_on_subject",
        draft(calendar=tuple(a_post(day, hook=f"Your client budget has a target, part {day}") for day in range(1, 31))),
        "Your client budget has a target",
        WARN,
    ),
    Case("posts_complete", posting(asset_type=""), a_post(1).hook),
    Case("kpis_measurable", planned(kpis=KPIS[:4]), "Reach, Saves per post"),
    Case("kpis_measurable", planned(kpis=(*KPIS, a_kpi(name="Buzz", unit=""))), "Buzz: None to 90000.0"),
    Case("kpis_measurable", planned(kpis=(*KPIS, a_kpi(name="Buzz", window="TBD"))), "Buzz: None to 90000.0"),
    Case("kpis_measurable", planned(kpis=(*KPIS, a_kpi(name="Love", target=float("nan")))), "Love: None to nan"),
    Case("kpis_measurable", planned(kpis=(*KPIS, a_kpi(name="Calm", baseline=90_000))), "Calm: 90000.0 to 90000.0"),
    Case("kpis_measurable", planned(kpis=(*KPIS, KPIS[0])), "reach"),
    Case("client_targets_kept", briefed(kpi_targets=(KpiTarget(metric="ROAS", target=3.5, unit="x"),)), "ROAS 3.5 x"),
    Case("channels_covered", with_webinar, "webinar: secondary, 0 %"),
    Case("channels_covered", lambda: with_webinar("| Webinar | 0 % |"), "webinar: secondary, 0 %"),
    Case("channels_planned", posting(platform=Channel.LINKEDIN), "linkedin"),
    Case("files_complete", filed(assets=(an_asset("calendar.csv", "text/csv"),)), "calendar.csv"),
    Case(
        "files_complete",
        filed(assets=(*a_bundle().assets, an_asset("card.svg", "image/svg+xml", size=0))),
        "card.svg, 0 bytes",
    ),
)

ALLOWED = (
    Case("calendar_contiguous", lambda: produced(draft=a_draft(calendar=(a_post(1), *a_calendar()))), ""),
    Case("calendar_contiguous", auditing, ""),
    Case("files_complete", auditing, ""),
    Case("hooks_on_subject", auditing, ""),
    Case("budget_amounts", briefed(budget=None), ""),
    Case("channels_covered", lambda: with_webinar("The webinar of 12 March shows the forearm diary."), ""),
    Case("tables_whole", lambda: with_section("kpi_plan", "| KPI | Note |\n|---|---|\n| Reach | a \\| b |"), ""),
    Case(
        "posts_specific",
        posting(hook="Did you know? Panthenol is a vitamin", call_to_action="Order the set"),
        "",
    ),
)
