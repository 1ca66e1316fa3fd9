"""Which message types there are and which topics carry each."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts import messages
from contracts.payload import Payload
from contracts.topics import INTAKE, STEP_SERVICES, WORKFLOW_EVENTS, commands_of, events_of

_ANSWERS: tuple[type[Payload], ...] = (
    messages.StepCompensated,
    messages.StepCompensationRefused,
    messages.StepParked,
)

_OUTCOMES: Mapping[str, tuple[type[Payload], ...]] = {
    "onboarding": (messages.BriefAccepted, messages.BriefRejected),
    "strategy": (messages.StrategyDrafted, messages.StrategyFailed),
    "production": (messages.DraftProduced, messages.ProductionFailed),
    "qc": (messages.QcPassed, messages.QcFailed, messages.DraftRevisionRequested),
    "delivery": (messages.PackageDelivered, messages.DeliveryFailed),
}

TYPES_BY_TOPIC: Mapping[str, tuple[type[Payload], ...]] = MappingProxyType(
    {
        INTAKE: (messages.BriefSubmitted, messages.ClientSigned),
        **{events_of(service): (*_OUTCOMES[service], *_ANSWERS) for service in STEP_SERVICES},
        **{commands_of(service): (messages.StepCompensate,) for service in STEP_SERVICES},
        WORKFLOW_EVENTS: (
            messages.WorkflowStarted,
            messages.WorkflowCompleted,
            messages.WorkflowCompensating,
            messages.WorkflowCompensated,
            messages.WorkflowStalled,
        ),
    }
)
"""The types that each topic may carry; anything else on it is a dead letter."""

MESSAGE_TYPES: Mapping[str, type[Payload]] = MappingProxyType(
    {model.type: model for models in TYPES_BY_TOPIC.values() for model in models}
)
"""Every message by its CloudEvents type."""
