"""Valid values for delivery's tests; a test names only what it cares about."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID, uuid5

from chassis.objects import ObjectNotFound
from chassis.step import Received
from contracts.brief import BrandKit, Brief, Budget, Channel, Industry, Objective, PackageName
from contracts.draft import Advertisement, Asset, Bundle, CalendarPost, Draft, Email, Section
from contracts.messages import QcPassed
from contracts.payload import RunId
from contracts.report import QcReport
from contracts.strategy import (
    BusinessReality,
    ChannelPlan,
    Kpi,
    Measurement,
    Messaging,
    Milestone,
    Persona,
    Pillar,
    Strategy,
    ValueArchitecture,
)
from delivery.domain.blocks import Chapter
from delivery.domain.order import Order
from delivery.domain.packing import Packed, Renderers, pack
from delivery.domain.report import Report
from delivery.domain.slides import Deck

T = TypeVar("T")
NAMES = UUID("1f2ab6a4-4f7e-4f0e-9f55-0f5b6a4f3c11")
RUN = RunId(uuid5(NAMES, "run"))
DRAFT = uuid5(NAMES, "draft")
AT = datetime(2026, 4, 27, 9, 30, tzinfo=UTC)
AGENCY = "AICMO"


def a_brief(**changes: Any) -> Brief:
    """A yoga studio in Austin that wants 200 members in 90 days."""
    return Brief(
        client_name="Riverbend Yoga & HIIT",
        website="https://riverbend.example",
        industry=Industry.FITNESS,
        geography="Austin, Texas",
        primary_offer="Small-group yoga and HIIT membership, 12 people a class",
        target_audience="Office workers of 28 to 45 within 15 minutes of East Austin",
        pain_points=("Classes of 40 where nobody is corrected",),
        desired_outcomes=("200 members in 90 days",),
        objective=Objective.LEADS,
        package=PackageName.QUICK_SOCIAL,
        start_date=date(2026, 5, 4),
        budget=Budget(minimum=15_000, maximum=20_000),
        required_disclaimers=("Consult a doctor before you start a new exercise programme.",),
        compliance_requirements=("No before-and-after photographs of members",),
        brand_kit=BrandKit(colours=("#0f766e",)),
    ).model_copy(update=changes)


def a_strategy(**changes: Any) -> Strategy:
    """A strategy of three channels."""
    return Strategy(
        executive_summary="Riverbend fills its first 200 places by showing how small its classes are.",
        business=BusinessReality(model="Monthly membership", bottleneck="awareness"),
        value=ValueArchitecture(core_promise="A coach who sees you in every class"),
        messaging=Messaging(
            core_promise="Twelve mats, one coach", proof_points=("Coaches correct by name", "12 people a class")
        ),
        personas=tuple(
            Persona(
                name=name,
                description="Sits all day and has tried two studios where nobody looked.",
                goals=("A back that doesn't hurt",),
                pains=("Classes of 40",),
                objections=("I am too stiff for yoga",),
                channels=(Channel.INSTAGRAM, Channel.EMAIL),
            )
            for name in ("Ready to act", "Still comparing")
        ),
        pillars=tuple(
            Pillar(name=name, description="Shows the room as it is.", topics=("Mat seven", "The heel"))
            for name in ("Twelve mats", "Corrections", "The first class")
        ),
        timeline=(
            Milestone(due=date(2026, 5, 4), title="Kick-off", owner="Account manager", week=1),
            Milestone(due=date(2026, 6, 1), title="First review", owner="Strategist", week=5),
        ),
        measurement=Measurement(decision_rules=("Under 20 trials in two weeks: move a third of X to Instagram.",)),
        channels=(
            ChannelPlan(
                channel=Channel.INSTAGRAM,
                role="primary",
                reason="The audience looks for studios there and sees the room before it books",
                kpi="Trial bookings a week",
                kill_criteria="Under 5 trials a week after three weeks",
                budget_share_percent=55,
                budget_amount=11_000,
            ),
            ChannelPlan(channel=Channel.TIKTOK, role="primary", budget_share_percent=30, budget_amount=6_000),
            ChannelPlan(channel=Channel.EMAIL, role="secondary", budget_share_percent=15, budget_amount=3_000),
        ),
        kpis=(
            Kpi(name="New members", stage="conversion", target=200, unit="members", window="90 days", basis="brief"),
            Kpi(name="Trial to member", stage="conversion", baseline=18, target=32.5, unit="%", window="90 days"),
            Kpi(name="Cost of a member", stage="conversion", target=100, unit="USD", window="90 days"),
        ),
    ).model_copy(update=changes)


def posts(count: int = 30) -> tuple[CalendarPost, ...]:
    """A post a day from 4 May 2026, channels in turn."""
    channels = (Channel.INSTAGRAM, Channel.TIKTOK)
    return tuple(
        CalendarPost(
            day=number,
            date=date(2026, 5, 3) + timedelta(days=number),
            platform=channels[number % 2],
            theme="Twelve mats",
            hook=f"Day {number}: the correction that a room of forty never gets",
            caption="Coach Ana stops at mat seven, moves one heel, and the back pain goes.",
            call_to_action="Book a trial for this week",
            hashtags=("#eastaustinyoga", "#riverbend"),
            asset_type="reel",
            utm_link=f"https://riverbend.example/trial?utm_source=social&utm_content=day-{number}",
        )
        for number in range(1, count + 1)
    )


def a_draft(**changes: Any) -> Draft:
    """A draft of two sections and thirty posts."""
    return Draft(
        draft_id=DRAFT,
        package=PackageName.QUICK_SOCIAL,
        title="Twelve mats, one coach",
        sections=(
            Section(
                section_id="overview", title="Overview", form="prose", body="Riverbend keeps classes at **twelve**."
            ),
            Section(
                section_id="messaging",
                title="Messaging framework",
                form="list",
                body="## Proof\n\n- Coaches correct by name\n- [Timetable](https://riverbend.example/classes)\n",
            ),
        ),
        calendar=posts(),
        advertisements=(
            Advertisement(platform=Channel.GOOGLE_ADS, headline="Yoga for 12", description="Try one class."),
        ),
        emails=(
            Email(
                name="Welcome",
                subject="Your mat is number 7",
                body="Hello,\n\nsee you at six.\n\nUnsubscribe: reply STOP",
            ),
        ),
    ).model_copy(update=changes)


def an_asset(name: str = "card-1.svg", content: bytes = b"<svg/>", **changes: Any) -> Asset:
    """An asset whose checksum is that of `content`, kept under its name."""
    return Asset(
        asset_id=uuid5(NAMES, name),
        kind="card",
        name=name,
        media_type="image/svg+xml",
        size=len(content),
        sha256=sha256(content).hexdigest(),
        reference=f"production/{RUN}/{name}",
    ).model_copy(update=changes)


def a_report(**changes: Any) -> QcReport:
    """A report that passes the draft with 94 points."""
    return QcReport(
        report_id=uuid5(NAMES, "report"),
        draft_id=DRAFT,
        score=94,
        score_ratio=0.94,
        pass_mark=0.7,
        passed=True,
        checks=(),
    ).model_copy(update=changes)


def a_passed_draft(**changes: Any) -> QcPassed:
    """The event that starts delivery."""
    return QcPassed(
        workflow_run_id=RUN,
        brief_id=uuid5(NAMES, "brief"),
        brief=a_brief(),
        strategy_id=uuid5(NAMES, "strategy"),
        version=2,
        strategy=a_strategy(),
        draft=a_draft(),
        bundle=a_bundle(),
        report=a_report(),
    ).model_copy(update=changes)


def a_light_event() -> QcPassed:
    """The small package, its one asset inline."""
    asset = an_asset("note.txt", b"light", media_type="text/plain", reference="data:text/plain,light")
    section = Section(section_id="note", title="Note", form="prose", body="Small on purpose.")
    return a_passed_draft(
        brief=a_brief(package=PackageName.LIGHT),
        draft=a_draft(package=PackageName.LIGHT, sections=(section,), calendar=(), advertisements=(), emails=()),
        bundle=a_bundle(asset),
    )


def a_bundle(*assets: Asset) -> Bundle:
    """The bundle of the draft."""
    return Bundle(bundle_id=uuid5(NAMES, "bundle"), draft_id=DRAFT, assets=assets)


def an_order(event: QcPassed | None = None, *assets: bytes) -> Order:
    """An order to pack the event with these assets' bytes."""
    return Order(event or a_passed_draft(), assets, AGENCY, AT)


def received(event: QcPassed) -> Received:
    """The event as the chassis hands it to the step."""
    return Received(message=event, run=event.run, at=AT, message_id="m-1")


def _no_pdf(report: Report, at: datetime) -> bytes:
    return b"%PDF-1.7 " + report.title.encode()


def _no_deck(deck: Deck, report: Report, at: datetime) -> bytes:
    return f"{len(deck.slides)} slides".encode()


def _no_document(report: Report, chapters: Sequence[Chapter], at: datetime) -> bytes:
    return f"{len(chapters)} chapters".encode()


def _no_picture(content: bytes) -> bytes:
    return content


def _no_box(text: str) -> str:
    return "".join(sorted({character for character in text if character in BOXED}))


BOXED = "\ua997\ua9a0"
"""Javanese letters, for which no font is packaged."""

UNDRAWN = Renderers(_no_pdf, _no_deck, _no_document, _no_picture, _no_box)
"""Stands in for the libraries that draw, where a test isn't about what they draw."""


async def render_undrawn(order: Order, key: str) -> Packed:
    """Make a package without drawing anything, on the event loop."""
    return pack(order, key, UNDRAWN)


async def at_once(work: Callable[[], T]) -> T:
    """An offload that stays on the event loop."""
    return work()


class Shelf:
    """An object store in a dictionary."""

    def __init__(self, **contents: bytes) -> None:
        self.contents: dict[str, bytes] = dict(contents)

    async def put(self, key: str, content: bytes) -> None:
        self.contents[key] = content

    async def get(self, key: str) -> bytes:
        try:
            return self.contents[key]
        except KeyError as error:
            raise ObjectNotFound(key) from error

    async def delete_prefix(self, prefix: str) -> int:
        gone = [key for key in self.contents if key.startswith(prefix)]
        for key in gone:
            del self.contents[key]
        return len(gone)

    async def runs_with_objects(self, service: str, older_than: datetime) -> AsyncIterator[set[RunId]]:
        yield set()
