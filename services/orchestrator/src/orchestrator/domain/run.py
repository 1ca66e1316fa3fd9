"""A run as the orchestrator knows it: its state, its five steps, its failure, and when it needs attention next."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct, field
from msgspec.structs import replace

from contracts.messages import Failure, RunStatus
from contracts.payload import RunId
from contracts.report import QcReport
from orchestrator.domain.saga import ORDER, REVISED, UNDOING_ORDER


class State(StrEnum):
    """What happens with a run: from RUNNING to COMPLETED, or through COMPENSATING to COMPENSATED or COMPLETED."""

    RUNNING = "RUNNING"
    COMPENSATING = "COMPENSATING"
    COMPLETED = "COMPLETED"
    COMPENSATED = "COMPENSATED"


class StepStatus(StrEnum):
    """Where a step stands on the way forward."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    PARKED = "parked"


class Step(Struct, frozen=True):
    """One step of a run. `commands` counts the compensations sent; `removed` the rows that undoing it deleted.

    `attempts` are those that failed until the step was parked; `parked_at` is when it, or its undoing, first was.
    """

    service: str
    status: StepStatus = StepStatus.WAITING
    started_at: datetime | None = None
    finished_at: datetime | None = None
    deadline_at: datetime | None = None
    commands: int = 0
    compensation_sent_at: datetime | None = None
    compensated_at: datetime | None = None
    refused_at: datetime | None = None
    removed: Mapping[str, int] = field(default_factory=dict)
    note: str | None = None
    attempts: int = 0
    parked_at: datetime | None = None

    @property
    def ended(self) -> bool:
        """Whether the step has come to an outcome."""
        return self.status in (StepStatus.DONE, StepStatus.FAILED)

    @property
    def tries(self) -> int:
        """How often the step is known to have been tried: until it was parked, and the try that ended it."""
        return self.attempts + self.ended

    @property
    def shown(self) -> str:
        """The status that people see, undoing included."""
        if self.compensated_at:
            return "compensated"
        if self.refused_at:
            return "refused"
        return "compensating" if self.compensation_sent_at else str(self.status)


class Revision(Struct, frozen=True):
    """A draft that was sent back, to be written as this revision (2 or more).

    `report` is what it was sent back for, its passes left out; None while only what followed has been heard of.
    `earlier` are the steps as they stood before they began anew, by service.
    """

    number: int
    requested_at: datetime
    report: QcReport | None = None
    earlier: Mapping[str, Step] = field(default_factory=dict)


class Run(Struct, frozen=True):
    """A run. `wake_at` is when it needs attention though nothing arrived; `stalled` what a person is waited for.

    `revisions` are those of its draft, in their order; `revision` counts the changes of this record. `traceparent` is
    that of its first event: what a deadline or a person leads to belongs to the same trace.
    """

    id: RunId
    state: State
    steps: tuple[Step, ...]
    started_at: datetime
    updated_at: datetime
    ended_at: datetime | None = None
    wake_at: datetime | None = None
    stalled: str | None = None
    failure: Failure | None = None
    client_name: str | None = None
    package: str | None = None
    brief_id: UUID | None = None
    retry_of: UUID | None = None
    cancelled_at: datetime | None = None
    revisions: tuple[Revision, ...] = ()
    traceparent: str | None = None
    revision: int = 0

    @property
    def draft_revision(self) -> int:
        """The highest revision of its draft that has been heard of."""
        return self.revisions[-1].number if self.revisions else 1

    @property
    def status(self) -> RunStatus:
        """The status that people see."""
        return RunStatus.STALLED if self.stalled and not self.ended else RunStatus(self.state.value)

    @property
    def ended(self) -> bool:
        """Whether nothing more happens with it."""
        return self.state in (State.COMPLETED, State.COMPENSATED)

    @property
    def current(self) -> str | None:
        """The step whose turn it is: forward the one behind the last that ended, else the one being undone.

        Once a draft has been sent back, all before the step that wrote it has ended, heard of or not.
        """
        if self.state is State.RUNNING:
            ended = [index for index, step in enumerate(self.steps) if step.ended]
            begun_anew = ORDER.index(REVISED[0]) if self.revisions else 0
            following = max(ended[-1] + 1 if ended else 0, begun_anew)
            return ORDER[following] if following < len(ORDER) else None
        return self.undoing if self.state is State.COMPENSATING else None

    @property
    def undoing(self) -> str | None:
        """The service whose compensation is waited for: the last one that has not answered."""
        return next((service for service in UNDOING_ORDER if not self.step(service).compensated_at), None)

    def step(self, service: str) -> Step:
        """The step of a service."""
        return self.steps[ORDER.index(service)]

    def with_step(self, service: str, **changes: Any) -> "Run":
        """The run with a step changed."""
        return replace(self, steps=self.steps_with(service, **changes))

    def steps_with(self, service: str, **changes: Any) -> tuple[Step, ...]:
        """The steps, one of them changed."""
        place = ORDER.index(service)
        changed = replace(self.steps[place], **changes)
        return (*self.steps[:place], changed, *self.steps[place + 1 :])


UNTOUCHED = tuple(Step(service) for service in ORDER)
"""The steps of a run of which nothing is known."""


def new_run(run: RunId, now: datetime) -> Run:
    """A run of which nothing is known yet."""
    return Run(run, State.RUNNING, UNTOUCHED, started_at=now, updated_at=now)
