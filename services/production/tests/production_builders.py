"""Valid briefs, strategies and messages for production's tests; a test names only what it cares about."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid5

from chassis.objects import ObjectNotFound
from chassis.step import Received
from contracts.brief import BrandKit, Brief, Budget, Channel, Industry, KpiTarget, Objective, PackageName
from contracts.draft import Draft
from contracts.messages import DraftRevisionRequested, StrategyDrafted
from contracts.payload import RunId
from contracts.strategy import (
    BusinessReality,
    ChannelPlan,
    Kpi,
    Messaging,
    Milestone,
    MilestoneKind,
    Pillar,
    Rebuttal,
    Strategy,
    ValueArchitecture,
)
from production.domain.material import Material, gather

T = TypeVar("T")

AT = datetime(2026, 2, 20, 9, 30, tzinfo=UTC)
NAMES = UUID("1f3c2a52-40c6-5d5e-8f35-7d0c1d9a6b11")
RUN = RunId(uuid5(NAMES, "run"))
OTHER_RUN = RunId(uuid5(NAMES, "other run"))


def a_brief(**fields: Any) -> Brief:
    """A coffee subscription that wants fewer people to cancel."""
    roaster: dict[str, Any] = {
        "client_name": "Harbour & Vine",
        "website": "https://harbourvine.example",
        "industry": Industry.ECOMMERCE,
        "geography": "United Kingdom",
        "primary_offer": "Coffee subscription with beans roasted the day they ship",
        "target_audience": "People who brew filter coffee at home",
        "pain_points": ("Beans that are stale on arrival", "Deliveries that pile up in the cupboard"),
        "desired_outcomes": ("Fresh coffee in the rhythm of the household", "Churn from 12 % to 7 %"),
        "objective": Objective.RETENTION,
        "pricing": "11 GBP for 250 g, pause whenever you like",
        "differentiators": ("Roast date printed on every bag", "A delivery rhythm that learns from skipped weeks"),
        "proof_assets": ("4.8 stars from 2,310 subscribers",),
        "kpi_targets": (KpiTarget(metric="Monthly churn", target=7, unit="%", baseline=12),),
        "start_date": date(2026, 3, 2),
        "budget": Budget(minimum=8_000, maximum=12_000, currency="GBP"),
        "tone_of_voice": ("Warm", "unfussy"),
        "banned_words": ("artisanal", "obsessed"),
        "forbidden_claims": ("healthiest coffee",),
        "must_avoid": ('jokes about "tea drinkers"',),
        "must_include": ("Pause or cancel in two clicks",),
        "required_disclaimers": ("Prices include VAT.",),
        "brand_kit": BrandKit(colours=("#3a2418", "#d9a441"), fonts=("Lora",)),
        "contact_email": "hello@harbourvine.example",
    }
    return Brief.model_validate(roaster | fields)


def a_strategy(**fields: Any) -> Strategy:
    """A strategy with three posting channels and one for advertisements."""
    plan: dict[str, Any] = {
        "executive_summary": "Keep subscribers by matching the rhythm of their household.",
        "business": BusinessReality(model="subscription", bottleneck="retention"),
        "value": ValueArchitecture(core_promise="Coffee that arrives fresh and only when you need it"),
        "messaging": Messaging(
            core_promise="Coffee that arrives fresh and only when you need it",
            rebuttals=(Rebuttal(objection="I can buy beans at the shop", answer="You can. Ask for the roast date."),),
        ),
        "channels": (
            a_channel(Channel.INSTAGRAM, 45, 5_400),
            a_channel(Channel.EMAIL, 30, 3_600),
            a_channel(Channel.X, 5, 600),
            a_channel(Channel.META_ADS, 20, 2_400),
        ),
        "pillars": (
            Pillar(name="Freshness", description="Why the roast date matters.", topics=("Reading a roast date",)),
            Pillar(name="Rhythm", description="Deliveries that fit the household.", topics=("Skipping a week",)),
            Pillar(name="Brewing", description="Better filter coffee at home.", topics=("Grind size by brewer",)),
        ),
        "kpis": (
            Kpi(name="Monthly churn", stage="retention", baseline=12, target=7, unit="%", window="12 weeks"),
            Kpi(name="Reach", stage="awareness", target=150_000, unit="people", window="12 weeks"),
        ),
        "timeline": (Milestone(due=date(2026, 3, 2), title="Publishing begins", owner="Account manager", week=1),),
    }
    return Strategy.model_validate(plan | fields)


def a_channel(channel: Channel, share: int, amount: int | None = None) -> ChannelPlan:
    """A channel's plan."""
    return ChannelPlan(
        channel=channel,
        role="primary",
        kpi="visits",
        kill_criteria="Stop after three weeks without a visit",
        budget_share_percent=share,
        budget_amount=amount,
    )


def a_milestone(day: int, title: str, kind: MilestoneKind | None = None) -> Milestone:
    """What is due so many days after the brief's start."""
    due = a_brief().start_date + timedelta(days=day)
    return Milestone(due=due, title=title, owner="Strategist", week=day // 7 + 1, kind=kind)


def reviewed(weeks: int) -> tuple[Milestone, ...]:
    """A timeline of so many weeks with a launch on the fifteenth day and a review every fourth week."""
    counted = list(enumerate(range(4, weeks, 4), start=1))
    half = counted[len(counted) // 2][0]
    reviews = [
        a_milestone(7 * week - 1, f"Review {turn}: {10 * turn} expected", "half_time" if turn == half else "review")
        for turn, week in counted
    ]
    launch, last = (
        a_milestone(14, "Launch on Instagram", "launch"),
        a_milestone(7 * weeks - 1, "Report", "final_report"),
    )
    return (a_milestone(0, "Kick-off"), launch, *reviews, last)


def a_strategy_drafted(
    brief: Brief | None = None, strategy: Strategy | None = None, run: RunId = RUN
) -> StrategyDrafted:
    """The message that starts production."""
    return StrategyDrafted(
        workflow_run_id=run,
        brief_id=uuid5(NAMES, "brief"),
        brief=brief or a_brief(),
        strategy_id=uuid5(NAMES, "strategy"),
        version=1,
        strategy=strategy or a_strategy(),
    )


def a_light_one(run: RunId = RUN) -> StrategyDrafted:
    """The message that starts production of the package that measures the machinery."""
    return a_strategy_drafted(a_brief(package=PackageName.LIGHT), run=run)


def material(brief: Brief | None = None, strategy: Strategy | None = None) -> Material:
    """The words to write with."""
    return gather(brief or a_brief(), strategy or a_strategy())


def received(message: StrategyDrafted | DraftRevisionRequested) -> Received:
    """The message as the chassis hands it to the step."""
    return Received(message=message, run=message.run, at=AT, message_id="message-1")


async def at_once(work: Callable[[], T]) -> T:
    """Do the work here and now, in place of a thread."""
    return work()


class Shelf:
    """Objects in a dictionary."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    async def put(self, key: str, content: bytes) -> None:
        self.files[key] = content

    async def get(self, key: str) -> bytes:
        if key not in self.files:
            raise ObjectNotFound(key)
        return self.files[key]

    async def delete_prefix(self, prefix: str) -> int:
        gone = [key for key in self.files if key.startswith(prefix)]
        for key in gone:
            del self.files[key]
        return len(gone)

    async def runs_with_objects(self, service: str, older_than: datetime) -> AsyncIterator[set[RunId]]:
        yield {RunId(UUID(key.split("/")[1])) for key in self.files if key.startswith(f"{service}/")}


BARE_STRATEGY = Strategy(
    executive_summary="",
    business=BusinessReality(model="", bottleneck="demand"),
    value=ValueArchitecture(core_promise=""),
    channels=(ChannelPlan(channel=Channel.INSTAGRAM, role="primary", budget_share_percent=100),),
    messaging=Messaging(core_promise=""),
)
THIN = a_brief(
    website=None, pain_points=("Stale beans",), desired_outcomes=("Fresh cups",), differentiators=(), proof_assets=(),
    pricing=None, budget=None, kpi_targets=(), tone_of_voice=(), must_include=(), required_disclaimers=(),
)  # fmt: skip
PLACEHOLDERS = re.compile(r"\{\{|\{[a-z]+\}|\[[A-Z]|\bTBD\b|\bTODO\b|lorem ipsum|None|\bNaN\b")


def text_of(draft: Draft) -> str:
    """All that a draft says."""
    posts = [f"{post.theme} {post.hook} {post.caption} {post.call_to_action}" for post in draft.calendar]
    adverts = [f"{advert.headline} {advert.description}" for advert in draft.advertisements]
    emails = [f"{email.subject} {email.preheader} {email.body}" for email in draft.emails]
    return "\n".join((draft.title, *(section.body for section in draft.sections), *posts, *adverts, *emails))
