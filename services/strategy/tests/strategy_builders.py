"""Valid briefs, messages and strategies for the strategy service's tests; a test names only what it cares about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from chassis.step import Received
from contracts.brief import Brief, Budget, Channel, Industry, KpiTarget, Objective, PackageName, RiskTolerance, Scope
from contracts.messages import BriefAccepted
from contracts.payload import RunId
from contracts.strategy import Strategy
from strategy.domain.channels import select_channels
from strategy.domain.strategist import Document, draft
from strategy.domain.versions import Previous

AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 1, 6, 9, 30, tzinfo=UTC)


def a_brief(**fields: Any) -> Brief:
    """A yoga and HIIT studio in Austin that wants 200 members in 90 days."""
    studio: dict[str, Any] = {
        "client_name": "Lotus Move",
        "website": "https://lotusmove.example",
        "industry": Industry.FITNESS,
        "geography": "Austin, Texas",
        "primary_offer": "Yoga and HIIT membership",
        "target_audience": "office workers of 25 to 45",
        "pain_points": ("back pain from desk work", "gyms that feel like a contest"),
        "desired_outcomes": ("stronger in 30 days", "a class that fits a lunch break"),
        "objective": Objective.LEADS,
        "risk_tolerance": RiskTolerance.MEDIUM,
        "pricing": "129 USD a month, no contract",
        "average_order_value": 129.0,
        "lifetime_value": 1400.0,
        "differentiators": ("45-minute classes led by licensed physiotherapists",),
        "competitors": ("Gold's Gym", "CorePower"),
        "proof_assets": ("4.9 stars from 312 members",),
        "objections": ("It is too expensive", "I have no time", "Does it work at my age?"),
        "kpi_targets": (KpiTarget(metric="New members", target=200, unit="members"),),
        "start_date": date(2026, 1, 5),
        "budget": Budget(minimum=15_000, maximum=20_000),
        "banned_words": ("skinny",),
        "forbidden_claims": ("cures back pain",),
        "report_frequency": "every Friday",
    }
    return Brief.model_validate(studio | fields)


def a_light_brief(**fields: Any) -> Brief:
    """The same studio with the package that only measures the machinery."""
    return a_brief(**({"package": PackageName.LIGHT} | fields))


def a_strategy(brief: Brief | None = None) -> Strategy:
    """The strategy of a brief that leaves a channel."""
    made_from = brief or a_brief()
    return draft(made_from, select_channels(made_from))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands."""

    run: RunId
    brief_id: UUID
    version: int = 1


def a_document(brief: Brief | None = None, *, place: Place | None = None, strategy: Strategy | None = None) -> Document:
    """A document with fresh ids where the test names none."""
    made_from, stands = brief or a_brief(), place or Place(a_run(), uuid4())
    return Document(uuid4(), stands.run, stands.brief_id, stands.version, made_from, strategy or a_strategy(made_from))


def a_run() -> RunId:
    """A fresh run id."""
    return RunId(uuid4())


def accepted(brief: Brief, *, run: RunId | None = None, brief_id: UUID | None = None) -> BriefAccepted:
    """Onboarding's word that this brief is accepted."""
    scope = Scope(deliverables=("campaign",), exclusions=(), weeks=brief.duration_weeks)
    of = run or a_run()
    return BriefAccepted(workflow_run_id=of, brief_id=brief_id or of, brief=brief, scope=scope, completeness=90)


def received(message: BriefAccepted, loaded: Mapping[RunId, Previous] | None = None) -> Received:
    """The message as the chassis hands it to the step."""
    return Received(message, message.run, AT, message_id=str(uuid4()), loaded=loaded or {})


def all_channels_but(*kept: Channel) -> tuple[Channel, ...]:
    """Every channel except these, for briefs that avoid almost all."""
    return tuple(channel for channel in Channel if channel not in kept)
