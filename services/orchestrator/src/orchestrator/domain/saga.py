"""The saga as a table: each step, the event that starts it, those that end it, its deadline; the last is the pivot.

Each step is undone by `step.compensate` on its own command topic, in reverse order, each after the answer before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from types import MappingProxyType

from contracts import messages
from contracts.payload import Payload


@dataclass(frozen=True, slots=True)
class SagaStep:
    """One step; a pivot, once done, can't be undone. `sends_back` to the step before it, for another revision."""

    service: str
    starts_on: type[Payload]
    done: type[Payload]
    failed: type[Payload]
    deadline: timedelta = timedelta(seconds=300)
    pivot: bool = False
    sends_back: type[Payload] | None = None


SAGA: tuple[SagaStep, ...] = (
    SagaStep("onboarding", messages.BriefSubmitted, messages.BriefAccepted, messages.BriefRejected),
    SagaStep("strategy", messages.BriefAccepted, messages.StrategyDrafted, messages.StrategyFailed),
    SagaStep("production", messages.StrategyDrafted, messages.DraftProduced, messages.ProductionFailed),
    SagaStep(
        "qc",
        messages.DraftProduced,
        messages.QcPassed,
        messages.QcFailed,
        sends_back=messages.DraftRevisionRequested,
    ),
    SagaStep("delivery", messages.QcPassed, messages.PackageDelivered, messages.DeliveryFailed, pivot=True),
)

ORDER: tuple[str, ...] = tuple(step.service for step in SAGA)
UNDOING_ORDER: tuple[str, ...] = ORDER[::-1]
PIVOT = next(step.service for step in SAGA if step.pivot)

DONE_BY: Mapping[str, str] = MappingProxyType({step.done.type: step.service for step in SAGA})
FAILED_BY: Mapping[str, str] = MappingProxyType({step.failed.type: step.service for step in SAGA})
"""Which service's step a message type ends."""

SENT_BACK_BY: Mapping[str, str] = MappingProxyType(
    {step.sends_back.type: step.service for step in SAGA if step.sends_back}
)
"""Which service's step sends back, by a message type, what the step before it made."""

REVISED = tuple(
    service for before, step in pairwise(SAGA) if step.sends_back for service in (before.service, step.service)
)
"""The steps that a revision begins anew, in order."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The orchestrator's patience: deadlines by step, and how often an unanswered command is sent again.

    Intervals double from `resend_first` to `resend_longest`; after `resend_limit` sends the run is also STALLED.
    """

    deadlines: Mapping[str, timedelta] = field(default_factory=lambda: {step.service: step.deadline for step in SAGA})
    resend_first: timedelta = timedelta(seconds=5)
    resend_longest: timedelta = timedelta(seconds=300)
    resend_limit: int = 6

    def resend_after(self, sent: int) -> timedelta:
        """How long to wait for the answer to the command that was sent for the `sent`-th time."""
        return min(self.resend_longest, self.resend_first * 2.0 ** min(sent - 1, 20))
