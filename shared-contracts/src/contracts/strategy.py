"""The strategy: eight layers from business reality to measurement, and what follows from them."""

from datetime import date
from typing import Literal

from contracts.brief import Brief, Channel
from contracts.payload import Value

MilestoneKind = Literal["launch", "review", "half_time", "final_report"]
"""The milestones that other services reckon with; all else that is due has none."""


class BusinessReality(Value):
    """How the client earns money and what holds it back."""

    model: str
    revenue_streams: tuple[str, ...] = ()
    unit_economics: str = ""
    pricing_logic: str = ""
    growth_constraint: str = ""
    bottleneck: Literal["demand", "awareness", "trust", "conversion", "retention"]


class MarketTruth(Value):
    """Where the category stands, what nobody says in it, what not to do."""

    category_maturity: str = ""
    white_space: str = ""
    what_not_to_do: tuple[str, ...] = ()


class AudiencePsychology(Value):
    """How aware the audience is, what it objects (strongest first), what makes it trust."""

    awareness_state: str = ""
    objection_hierarchy: tuple[str, ...] = ()
    trust_transfer: tuple[str, ...] = ()


class ValueArchitecture(Value):
    """The promise, what is given up for it, and whether the difference is structural or cosmetic."""

    core_promise: str
    sacrifice: str = ""
    differentiation: str = ""
    differentiation_kind: Literal["structural", "cosmetic"] = "cosmetic"


class Narrative(Value):
    """The story that every piece tells."""

    problem: str = ""
    tension: str = ""
    resolution: str = ""
    enemy: str = ""
    repetition: str = ""


class ChannelPlan(Value):
    """One channel: its role, why it was chosen, when to stop, and its share of the budget in whole percent."""

    channel: Channel
    role: Literal["primary", "secondary"]
    reason: str = ""
    content_types: tuple[str, ...] = ()
    kpi: str = ""
    kill_criteria: str = ""
    budget_share_percent: int
    budget_amount: int | None = None
    tactics: tuple[str, ...] = ()


class AvoidedChannel(Value):
    """A channel that this campaign leaves out, and why."""

    channel: Channel
    reason: str


class Guardrails(Value):
    """What the wording may not do."""

    tone_boundaries: tuple[str, ...] = ()
    forbidden_language: tuple[str, ...] = ()
    claim_boundaries: tuple[str, ...] = ()
    compliance: tuple[str, ...] = ()


class Measurement(Value):
    """What success is and how it is watched."""

    definition_of_success: str = ""
    leading_indicators: tuple[str, ...] = ()
    lagging_indicators: tuple[str, ...] = ()
    decision_rules: tuple[str, ...] = ()
    review_cadence: str = ""


class Persona(Value):
    """A member of the audience."""

    name: str
    description: str = ""
    goals: tuple[str, ...] = ()
    pains: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()


class Rebuttal(Value):
    """An objection and what to answer."""

    objection: str
    answer: str


class Messaging(Value):
    """What is said, with its proof."""

    core_promise: str
    proof_points: tuple[str, ...] = ()
    rebuttals: tuple[Rebuttal, ...] = ()


class Pillar(Value):
    """A theme that content keeps returning to."""

    name: str
    description: str = ""
    topics: tuple[str, ...] = ()


class Kpi(Value):
    """A number to watch; `baseline` is None where the client has to measure it first."""

    name: str
    stage: Literal["awareness", "engagement", "conversion", "retention"]
    baseline: float | None = None
    target: float
    unit: str
    window: str
    basis: str = ""


class Milestone(Value):
    """Something that is ready on a day, and who sees to it."""

    due: date
    title: str
    owner: str
    week: int
    kind: MilestoneKind | None = None


class Strategy(Value):
    """A strategy for one brief. Budget shares over `channels` sum to 100 percent."""

    executive_summary: str
    business: BusinessReality
    market: MarketTruth = MarketTruth()
    audience: AudiencePsychology = AudiencePsychology()
    value: ValueArchitecture
    narrative: Narrative = Narrative()
    channels: tuple[ChannelPlan, ...]
    avoided_channels: tuple[AvoidedChannel, ...] = ()
    guardrails: Guardrails = Guardrails()
    measurement: Measurement = Measurement()
    personas: tuple[Persona, ...] = ()
    messaging: Messaging
    pillars: tuple[Pillar, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    timeline: tuple[Milestone, ...] = ()
    changes: tuple[str, ...] = ()


def publishing_begins(brief: Brief, strategy: Strategy) -> date:
    """Give the day of the calendar's first post: the launch, or the brief's first day where no launch is planned."""
    return next((stone.due for stone in strategy.timeline if stone.kind == "launch"), brief.start_date)
