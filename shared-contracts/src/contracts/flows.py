"""Which types each party sends and which it acts on, and what answers a command; the rest of a topic passes it by."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts import messages
from contracts.payload import Payload
from contracts.topics import ORCHESTRATOR, STEP_SERVICES, UPSTREAM

Types = tuple[type[Payload], ...]

COMMANDS: Mapping[type[Payload], Types] = MappingProxyType(
    {messages.StepCompensate: (messages.StepCompensated, messages.StepCompensationRefused)}
)
"""Each command with its answers."""

_STEPS: Mapping[str, tuple[Types, Types]] = {
    "onboarding": (
        (messages.BriefSubmitted, messages.ClientSigned),
        (messages.BriefAccepted, messages.BriefRejected),
    ),
    "strategy": ((messages.BriefAccepted,), (messages.StrategyDrafted, messages.StrategyFailed)),
    "production": (
        (messages.StrategyDrafted, messages.DraftRevisionRequested),
        (messages.DraftProduced, messages.ProductionFailed),
    ),
    "qc": ((messages.DraftProduced,), (messages.QcPassed, messages.QcFailed, messages.DraftRevisionRequested)),
    "delivery": ((messages.QcPassed,), (messages.PackageDelivered, messages.DeliveryFailed)),
}
STILL_READ: Types = ()
"""Versions of the steps' events that nobody sends any more: read until none can lie on a topic."""

_OF_EVERY_STEP: Types = (messages.StepCompensated, messages.StepParked)
_OF_THE_PIVOT: Types = (messages.StepCompensationRefused,)
_WORKFLOW: Types = (
    messages.WorkflowStarted,
    messages.WorkflowCompleted,
    messages.WorkflowCompensating,
    messages.WorkflowCompensated,
    messages.WorkflowStalled,
)


def _sent_by(service: str) -> Types:
    pivot = _OF_THE_PIVOT if service == STEP_SERVICES[-1] else ()
    return (*_STEPS[service][1], *_OF_EVERY_STEP, *pivot)


def _told_to_the_orchestrator() -> Types:
    told = [model for service in STEP_SERVICES for model in _sent_by(service)]
    return tuple(dict.fromkeys((*told, *STILL_READ)))


SENT: Mapping[str, Types] = MappingProxyType(
    {
        **{service: _sent_by(service) for service in STEP_SERVICES},
        ORCHESTRATOR: (messages.BriefSubmitted, messages.StepCompensate, *_WORKFLOW),
        UPSTREAM: (messages.BriefSubmitted, messages.ClientSigned),
    }
)
"""What each party sends, on the topics of its access that carry the type; the orchestrator submits retried briefs."""

HANDLED: Mapping[str, Types] = MappingProxyType(
    {
        **{service: (*_STEPS[service][0], messages.StepCompensate) for service in STEP_SERVICES},
        ORCHESTRATOR: _told_to_the_orchestrator(),
        UPSTREAM: (messages.BriefRejected, messages.PackageDelivered, *_WORKFLOW),
    }
)
"""What each party acts on, of all that its topics carry."""
