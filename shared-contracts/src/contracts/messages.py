"""Every message of the production line, one class a type; a class's docstring says when it is sent."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from contracts.brief import Brief, Scope
from contracts.draft import Bundle, Draft
from contracts.package import Package
from contracts.payload import Evidence, Payload, Value
from contracts.report import QcReport
from contracts.strategy import Strategy
from contracts.topics import STEP_SERVICES

StepService = Annotated[str, Field(pattern=f"^({'|'.join(STEP_SERVICES)})$")]
"""One of the five services that have a part in a run."""


class ClientSigned(Payload):
    """Upstream: a client has signed; an onboarding form opens under this run and waits for its brief."""

    type: ClassVar[str] = "aicmo.client.signed.v1"

    client_id: str
    lead_id: str | None = None
    name: str
    email: str
    company: str
    signed_at: datetime
    contract_value: float | None = None
    currency: str = "USD"


class BriefSubmitted(Payload):
    """Upstream: a brief to be turned into a package. `brief` is judged by onboarding, not by this schema.

    Briefs of one engagement share `brief_id` (default: the run's id); `retry_of` names the failed run that it repeats.
    """

    type: ClassVar[str] = "aicmo.brief.submitted.v1"

    brief: dict[str, Any]
    brief_id: UUID | None = None
    retry_of: UUID | None = None


class Problem(Value):
    """One thing wrong with a brief: the field's path, what is wrong, and the value found there."""

    field: str
    message: str
    value: Any = None


class BriefAccepted(Payload):
    """Onboarding: the brief is complete and normalised; the run starts."""

    type: ClassVar[str] = "aicmo.brief.accepted.v1"

    brief_id: UUID
    retry_of: UUID | None = None
    brief: Brief
    scope: Scope
    completeness: int = Field(ge=0, le=100)
    clarification_questions: tuple[str, ...] = ()


class BriefRejected(Payload):
    """Onboarding: the brief can't be worked on; every problem is named."""

    type: ClassVar[str] = "aicmo.brief.rejected.v1"

    reason: str
    problems: tuple[Problem, ...] = ()
    brief: dict[str, Any] = {}


class StrategyDrafted(Payload):
    """Strategy: the brief has a strategy; `version` counts the strategies of one brief from 1."""

    type: ClassVar[str] = "aicmo.strategy.drafted.v1"

    brief_id: UUID
    brief: Brief
    strategy_id: UUID
    version: int
    strategy: Strategy


class StepFailed(Payload):
    """What every refusal by the business says: why, and the whole evidence."""

    reason: str
    evidence: Evidence = {}


class StrategyFailed(StepFailed):
    """Strategy: no strategy can be made from this brief."""

    type: ClassVar[str] = "aicmo.strategy.failed.v1"


class DraftProduced(Payload):
    """Production: the draft and its assets are made."""

    type: ClassVar[str] = "aicmo.draft.produced.v1"

    brief_id: UUID
    brief: Brief
    strategy_id: UUID
    version: int
    strategy: Strategy
    draft: Draft
    bundle: Bundle


class ProductionFailed(StepFailed):
    """Production: no draft can be made from this strategy."""

    type: ClassVar[str] = "aicmo.production.failed.v1"


class QcPassed(Payload):
    """QC: the draft is fit to be delivered."""

    type: ClassVar[str] = "aicmo.qc.passed.v1"

    brief_id: UUID
    brief: Brief
    strategy_id: UUID
    version: int
    strategy: Strategy
    draft: Draft
    bundle: Bundle
    report: QcReport


class DraftRevisionRequested(Payload):
    """QC: the draft fails, and all that is wrong with it can be mended: production is to write this revision of it.

    `draft` is the one that is sent back, `report` what it is sent back for.
    """

    type: ClassVar[str] = "aicmo.draft.revision_requested.v1"

    revision: int = Field(ge=2)
    brief_id: UUID
    brief: Brief
    strategy_id: UUID
    version: int
    strategy: Strategy
    draft: Draft
    report: QcReport


class QcFailed(StepFailed):
    """QC: the draft may not be delivered; `report` says why (None where QC was refused before it read the draft)."""

    type: ClassVar[str] = "aicmo.qc.failed.v1"

    report: QcReport | None = None


class PackageDelivered(Payload):
    """Delivery: the package lies in the object store. From here on the run can't be undone."""

    type: ClassVar[str] = "aicmo.package.delivered.v1"

    brief_id: UUID
    client_name: str
    package: Package


class DeliveryFailed(StepFailed):
    """Delivery: the package can't be delivered."""

    type: ClassVar[str] = "aicmo.delivery.failed.v1"


class StepCompensate(Payload):
    """Orchestrator to one service: undo all that you did for this run and never do it again."""

    type: ClassVar[str] = "aicmo.step.compensate.v1"

    service: StepService
    cause: str
    attempt: int = 1


class StepCompensated(Payload):
    """A service: this run is undone here; `removed` counts the rows deleted by table (none when repeated)."""

    type: ClassVar[str] = "aicmo.step.compensated.v1"

    service: StepService
    removed: dict[str, int] = {}


class StepCompensationRefused(Payload):
    """Delivery: the package is delivered, so the run can no longer be undone."""

    type: ClassVar[str] = "aicmo.step.compensation_refused.v1"

    service: StepService
    reason: str


class StepParked(Payload):
    """A service: a record of this run lies in its dead letters and waits for a person or the step's deadline."""

    type: ClassVar[str] = "aicmo.step.parked.v1"

    service: StepService
    dead_letter_id: UUID
    reason: str
    error: str = ""
    attempts: int = 0


class RunStatus(StrEnum):
    """Where a run stands."""

    RUNNING = "RUNNING"
    COMPENSATING = "COMPENSATING"
    COMPLETED = "COMPLETED"
    COMPENSATED = "COMPENSATED"
    STALLED = "STALLED"


class FailureKind(StrEnum):
    """Why a run is undone: refused by a step, past a deadline, or cancelled by a person."""

    REFUSED = "refused"
    DEADLINE = "deadline"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    """It was being undone already when the orchestrator first heard of it."""


class Failure(Value):
    """Why a run is undone, in which service, with the evidence that outlives its rows."""

    kind: FailureKind
    service: str | None = None
    reason: str
    evidence: Evidence = {}


class WorkflowChanged(Payload):
    """What the orchestrator tells the world about a run."""

    status: RunStatus
    client_name: str | None = None


class WorkflowStarted(WorkflowChanged):
    """Orchestrator: the first event of this run was seen."""

    type: ClassVar[str] = "aicmo.workflow.started.v1"

    retry_of: UUID | None = None


class WorkflowCompleted(WorkflowChanged):
    """Orchestrator: the package is delivered."""

    type: ClassVar[str] = "aicmo.workflow.completed.v1"


class WorkflowCompensating(WorkflowChanged):
    """Orchestrator: the run is being undone."""

    type: ClassVar[str] = "aicmo.workflow.compensating.v1"

    failure: Failure


class WorkflowCompensated(WorkflowChanged):
    """Orchestrator: every service has undone its part."""

    type: ClassVar[str] = "aicmo.workflow.compensated.v1"

    failure: Failure


class WorkflowStalled(WorkflowChanged):
    """Orchestrator: the run needs a person; `waits_for` says what for."""

    type: ClassVar[str] = "aicmo.workflow.stalled.v1"

    waits_for: str
