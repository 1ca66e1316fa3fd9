"""What the orchestrator reads of events that only pass by: it need not know what a strategy or a draft is."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts import messages
from contracts.brief import Brief, PackageName
from contracts.payload import Payload, Value
from contracts.report import QcReport


class SeenBrief(Value):
    """Whose run it is, and what they ordered."""

    client_name: str
    package: PackageName = Brief.model_fields["package"].default


class StepSeen(Payload):
    """A step on the way is done."""

    brief_id: UUID
    brief: SeenBrief


class StrategySeen(StepSeen):
    """Of `strategy.drafted`."""

    type: ClassVar[str] = messages.StrategyDrafted.type


class SeenDraft(Value):
    """Which revision of the run's draft it is."""

    revision: int = 1


class DraftSeen(StepSeen):
    """Of `draft.produced`."""

    type: ClassVar[str] = messages.DraftProduced.type

    draft: SeenDraft


class VerdictSeen(StepSeen):
    """Of `qc.passed`."""

    type: ClassVar[str] = messages.QcPassed.type

    draft: SeenDraft


class RevisionSeen(StepSeen):
    """Of `draft.revision_requested`."""

    type: ClassVar[str] = messages.DraftRevisionRequested.type

    revision: int = Field(ge=2)
    report: QcReport


READINGS: Mapping[str, type[Payload]] = MappingProxyType(
    {model.type: model for model in (StrategySeen, DraftSeen, VerdictSeen, RevisionSeen)}
)
"""The models to read these types with, in place of the contracts' own."""
