"""A sound quick_social draft of a skincare brand, its brief and its strategy; a test changes what it cares about."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from qc_sections import INGREDIENTS, MOMENTS, SECTIONS, START

from chassis.step import Received
from contracts.brief import Brief, Budget, Channel, Industry, KpiTarget, Objective, PackageName
from contracts.draft import Advertisement, Asset, Bundle, CalendarPost, Draft, Email, Section
from contracts.messages import DraftProduced
from contracts.packages.catalogue import SPECIFICATIONS
from contracts.payload import RunId
from contracts.report import Check, QcReport, Result, Severity
from contracts.strategy import BusinessReality, ChannelPlan, Kpi, Messaging, Strategy, ValueArchitecture

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DRAFT_ID = UUID("7c1f2b52-2f8e-4b34-8a43-50c2fe3b7a10")
DISCLAIMER = "Patch test before first use."
MUST_INCLUDE = "Fragrance-free since 2014"


def a_brief(**fields: Any) -> Brief:
    """A brief for sensitive skin, sold online in the United States."""
    given: dict[str, Any] = {
        "client_name": "Calm Skin Lab",
        "website": "https://calmskinlab.com",
        "industry": Industry.HEALTH_BEAUTY,
        "geography": "United States",
        "primary_offer": "three-step barrier routine: oat lipids, ceramides, squalane, panthenol, glycerin",
        "target_audience": "adults with reactive, easily irritated skin",
        "pain_points": (
            "flare-ups after new products",
            "shelves of half-used bottles",
            "dry office air",
            "shaving burn",
        ),
        "desired_outcomes": ("calm skin in winter", "a short routine before sunscreen"),
        "objective": Objective.SALES,
        "package": PackageName.QUICK_SOCIAL,
        "forbidden_claims": ("cures eczema",),
        "banned_words": ("flawless",),
        "must_avoid": ("anti-ageing",),
        "must_include": (MUST_INCLUDE,),
        "required_disclaimers": (DISCLAIMER,),
        "proof_assets": ("2023 patch study: 112 volunteers, 94 % without a reaction",),
        "kpi_targets": (KpiTarget(metric="Starter sets sold", target=400, unit="sets", baseline=150),),
        "start_date": START,
        "budget": Budget(minimum=8_000, maximum=10_000),
        "avoid_platforms": (Channel.TIKTOK,),
        "contact_email": "hello@calmskinlab.com",
    }
    return Brief(**{**given, **fields})


def a_strategy(**fields: Any) -> Strategy:
    """A strategy on Instagram, X, e-mail and Google Ads with five measurable KPIs."""
    given: dict[str, Any] = {
        "executive_summary": "Sell the short routine.",
        "business": BusinessReality(model="direct to consumer", bottleneck="trust"),
        "value": ValueArchitecture(core_promise="fewer ingredients, fewer reactions"),
        "messaging": Messaging(core_promise="fewer ingredients, fewer reactions"),
        "channels": (
            ChannelPlan(channel=Channel.INSTAGRAM, role="primary", budget_share_percent=45, budget_amount=4_500),
            ChannelPlan(channel=Channel.EMAIL, role="primary", budget_share_percent=25, budget_amount=2_500),
            ChannelPlan(channel=Channel.X, role="secondary", budget_share_percent=10, budget_amount=1_000),
            ChannelPlan(channel=Channel.GOOGLE_ADS, role="secondary", budget_share_percent=20, budget_amount=2_000),
        ),
        "kpis": tuple(a_kpi(**kpi) for kpi in _KPIS),
    }
    return Strategy(**{**given, **fields})


_KPIS: tuple[dict[str, Any], ...] = (
    {"name": "Reach", "stage": "awareness", "baseline": 40_000, "target": 90_000, "unit": "people"},
    {"name": "Saves per post", "stage": "engagement", "baseline": 12, "target": 30, "unit": "saves"},
    {"name": "Starter sets sold", "stage": "conversion", "baseline": 150, "target": 400, "unit": "sets"},
    {"name": "Sign-ups", "stage": "conversion", "baseline": 300, "target": 900, "unit": "readers"},
    {"name": "Refill orders", "stage": "retention", "baseline": 60, "target": 140, "unit": "orders"},
)


def a_kpi(**fields: Any) -> Kpi:
    """A KPI that can be measured."""
    given: dict[str, Any] = {
        "name": "Reach",
        "stage": "awareness",
        "target": 90_000,
        "unit": "people",
        "window": "12 weeks",
    }
    return Kpi(**{**given, **fields})


def a_post(day: int = 1, **fields: Any) -> CalendarPost:
    """The post of one day; each of the thirty has a hook and a caption of its own."""
    ingredient, moment = INGREDIENTS[(day - 1) % 6], MOMENTS[(day - 1) // 6 % 5]
    platform = Channel.X if day % 5 == 0 else Channel.INSTAGRAM
    given: dict[str, Any] = {
        "day": day,
        "date": START + timedelta(days=day - 1),
        "platform": platform,
        "theme": f"Ingredient desk: {ingredient}",
        "hook": f"What do {ingredient} do {moment}?",
        "caption": f"Reactive skin {moment} loses water. Here is what {ingredient} can hold back, by Calm Skin Lab.",
        "call_to_action": f"Read the {ingredient} data sheet",
        "hashtags": ("#CalmSkinLab", "#ReactiveSkinNotes"),
        "asset_type": "photo",
        "utm_link": f"https://calmskinlab.com/set?utm_source={platform}&utm_medium=social&utm_campaign=short-routine&utm_content=day-{day}",
    }
    return CalendarPost(**{**given, **fields})


def a_calendar(*changed: CalendarPost) -> tuple[CalendarPost, ...]:
    """Thirty days of posts; those given stand in for their day's."""
    by_day = {post.day: post for post in changed}
    return tuple(by_day.get(day, a_post(day)) for day in range(1, 31))


def a_section(section_id: str = "overview", **fields: Any) -> Section:
    """One of the eight sections."""
    title, body = SECTIONS[section_id]
    form = SPECIFICATIONS[section_id].form
    return Section(**{"section_id": section_id, "title": title, "form": form, "body": body, **fields})


def the_sections(**bodies: str) -> tuple[Section, ...]:
    """All eight sections, some with another body."""
    return tuple(a_section(name, **({"body": bodies[name]} if name in bodies else {})) for name in SECTIONS)


def overview_with(sentence: str) -> tuple[Section, ...]:
    """All eight sections, the overview with one more sentence."""
    return the_sections(overview=f"{SECTIONS['overview'][1]}\n{sentence}")


def an_email(**fields: Any) -> Email:
    """The starter-set letter."""
    given = {
        "name": "starter set",
        "subject": "Three bottles instead of eleven",
        "preheader": "What your shelf can lose",
        "body": "Hello,\nyour shelf has more bottles than your skin has needs. Calm Skin Lab mixes three.\nUnsubscribe: https://calmskinlab.com/unsubscribe",
    }
    return Email(**{**given, **fields})


def a_draft(**fields: Any) -> Draft:
    """The sound draft."""
    given: dict[str, Any] = {
        "draft_id": DRAFT_ID,
        "package": PackageName.QUICK_SOCIAL,
        "title": "Calm Skin Lab: thirty days of a shorter routine",
        "sections": the_sections(),
        "calendar": a_calendar(),
        "hashtags": ("#CalmSkinLab", "#ReactiveSkinNotes", "#BarrierRoutine"),
        "advertisements": (
            Advertisement(
                platform=Channel.GOOGLE_ADS,
                headline="Skin that reacts? Use less.",
                description="Seven ingredients, three bottles.",
            ),
        ),
        "emails": (an_email(),),
    }
    return Draft(**{**given, **fields})


def an_asset(name: str, media_type: str, **fields: Any) -> Asset:
    """A file of the bundle."""
    given: dict[str, Any] = {
        "kind": "calendar",
        "size": 2_048,
        "sha256": "ab" * 32,
        "reference": f"production/run/{name}",
    }
    return Asset(**{"asset_id": uuid4(), "name": name, "media_type": media_type, **given, **fields})


def a_bundle(**fields: Any) -> Bundle:
    """The bundle of the sound draft."""
    assets = (an_asset("calendar.csv", "text/csv"), an_asset("calendar.ics", "text/calendar"))
    return Bundle(**{"bundle_id": uuid4(), "draft_id": DRAFT_ID, "assets": assets, **fields})


def produced(**parts: Any) -> DraftProduced:
    """Production's message, by default of the sound draft."""
    ids = {"workflow_run_id": uuid4(), "brief_id": uuid4(), "strategy_id": uuid4(), "version": 1}
    contents = {"brief": a_brief(), "strategy": a_strategy(), "draft": a_draft(), "bundle": a_bundle()}
    return DraftProduced.model_validate({**ids, **contents, **parts})


def a_light_draft(body: str = "Calm Skin Lab: one short section.") -> DraftProduced:
    """Production's message of the fixed small content."""
    section = Section(section_id="light", title="Light", form="prose", body=body)
    whole = ChannelPlan(channel=Channel.INSTAGRAM, role="primary", budget_share_percent=100)
    draft = Draft(draft_id=DRAFT_ID, package=PackageName.LIGHT, title="Light", sections=(section,))
    return produced(
        brief=a_brief(package=PackageName.LIGHT),
        strategy=a_strategy(channels=(whole,), kpis=()),
        draft=draft,
        bundle=a_bundle(assets=(an_asset("light.txt", "text/plain"),)),
    )


def received(event: DraftProduced) -> Received:
    """The message as the chassis hands it over."""
    return Received(message=event, run=event.run, at=AT, message_id=str(uuid4()))


def a_check(**fields: Any) -> Check:
    """A check that failed, in a text with letters of several scripts."""
    given = {"check_id": "cliches", "severity": Severity.MINOR, "result": Result.FAIL, "section": "overview"}
    return Check(
        **{
            **given,
            "reason": "“cutting-edge” says nothing",
            "evidence": "কলকাতা, 東京, naïve",
            "fix": "Say more.",
            **fields,
        }
    )


def a_report(*checks: Check, **fields: Any) -> QcReport:
    """A report with these checks, by default one that failed and one that passed."""
    given = checks or (a_check(), a_check(check_id="links", result=Result.PASS, section=None))
    numbers = {"score": 97, "score_ratio": 0.97, "pass_mark": 0.7, "passed": True}
    return QcReport(**{"report_id": uuid4(), "draft_id": DRAFT_ID, **numbers, "checks": given, **fields})


def a_run() -> RunId:
    """A run's id."""
    return RunId(uuid4())
