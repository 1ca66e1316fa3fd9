"""What the API shows of a run."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from contracts.messages import Failure, RunStatus
from contracts.report import Check
from orchestrator.domain.run import Revision, Run, State, Step


class FailureSummary(BaseModel):
    """Why a run was undone."""

    kind: str
    service: str | None
    reason: str


class FailureDetail(FailureSummary):
    """The same with its evidence."""

    evidence: dict[str, Any]


class RunSummary(BaseModel):
    """A run in a list; `waits_for` says, of a STALLED one, what a person is needed for."""

    workflow_run_id: UUID
    status: RunStatus
    client_name: str | None
    package: str | None
    current_step: str | None
    started_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    failure: FailureSummary | None
    retry_of: UUID | None
    waits_for: str | None


class StepView(BaseModel):
    """One step: `attempts` are its known tries, `commands` the compensation commands sent to it.

    What a service tries again by itself is told only where it parks the record in the end.
    """

    service: str
    status: str
    started_at: datetime | None
    finished_at: datetime | None
    parked_at: datetime | None
    compensated_at: datetime | None
    seconds: float | None
    attempts: int
    commands: int
    deadline_at: datetime | None
    removed: dict[str, int]
    note: str | None


class TimelineEntry(BaseModel):
    """Something that happened to a run."""

    at: datetime
    event: str
    service: str | None = None
    detail: str | None = None


class RevisionView(BaseModel):
    """A draft that was sent back: which revision was asked for, when, and what was wrong with the one before.

    `score` and `issues` are missing while only what followed has been heard of.
    """

    number: int
    requested_at: datetime
    score: int | None
    issues: list[Check]


class RunDetail(BaseModel):
    """Everything about one run."""

    workflow_run_id: UUID
    status: RunStatus
    client_name: str | None
    package: str | None
    current_step: str | None
    started_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    failure: FailureDetail | None
    retry_of: UUID | None
    retried_as: list[UUID]
    steps: list[StepView]
    timeline: list[TimelineEntry]
    draft_revision: int
    revisions: list[RevisionView]
    waits_for: str | None
    links: dict[str, str]


class RunPage(BaseModel):
    """Some runs, newest first; pass `next_cursor` as `cursor` for more."""

    runs: list[RunSummary]
    next_cursor: str | None


def summary(run: Run, current: str | None) -> RunSummary:
    """A run in a list."""
    failure = run.failure
    return RunSummary(
        **_about(run, current),
        failure=FailureSummary(**failure.model_dump(include={"kind", "service", "reason"})) if failure else None,
        waits_for=_waits_for(run, current),
    )


def detail(run: Run, retries: Sequence[UUID]) -> RunDetail:
    """Everything about a run."""
    return RunDetail(
        **_about(run, run.current),
        failure=FailureDetail(**run.failure.model_dump()) if run.failure else None,
        retried_as=list(retries),
        steps=[_step(step) for step in run.steps],
        timeline=timeline(run),
        draft_revision=run.draft_revision,
        revisions=[_revision(each) for each in run.revisions],
        waits_for=_waits_for(run, run.current),
        links=_links(run),
    )


def timeline(run: Run) -> list[TimelineEntry]:
    """What happened, in the order of its times."""
    entries = [TimelineEntry(at=run.started_at, event="run started")]
    for revision in run.revisions:
        entries += [entry for step in revision.earlier.values() for entry in _step_entries(step)]
        event = f"revision {revision.number} of the draft requested"
        entries.append(TimelineEntry(at=revision.requested_at, event=event, service="qc", detail=_objections(revision)))
    for step in run.steps:
        entries += _step_entries(step)
    if run.cancelled_at:
        entries.append(TimelineEntry(at=run.cancelled_at, event="cancel requested"))
    if run.ended_at:
        entries.append(TimelineEntry(at=run.ended_at, event=f"run {run.state.lower()}", detail=_reason(run.failure)))
    return sorted(entries, key=lambda entry: entry.at)


def _step_entries(step: Step) -> list[TimelineEntry]:
    removed = ", ".join(f"{count} from {table}" for table, count in sorted(step.removed.items()))
    moments = (
        (step.started_at, "step started", None),
        (step.parked_at, "step parked", f"attempt {step.attempts}" if step.attempts else None),
        (step.finished_at, f"step {step.status}", step.note),
        (step.compensation_sent_at, "compensation sent", f"attempt {step.commands}" if step.commands > 1 else None),
        (step.compensated_at, "step compensated", f"removed {removed}" if removed else "nothing to remove"),
        (step.refused_at, "compensation refused", None),
    )
    return [TimelineEntry(at=at, event=event, service=step.service, detail=note) for at, event, note in moments if at]


def _revision(revision: Revision) -> RevisionView:
    report = revision.report
    return RevisionView(
        number=revision.number,
        requested_at=revision.requested_at,
        score=report.score if report else None,
        issues=list(report.checks) if report else [],
    )


def _objections(revision: Revision) -> str | None:
    """The score and the rules that the draft failed, each with the number of its findings."""
    if revision.report is None:
        return None
    counts = Counter(check.check_id for check in revision.report.checks)
    named = ", ".join(f"{check} ({count})" if count > 1 else check for check, count in counts.items())
    return f"{revision.report.score} of 100: {named}"


def _step(step: Step) -> StepView:
    ended = step.started_at and step.finished_at
    return StepView(
        service=step.service,
        status=step.shown,
        started_at=step.started_at,
        finished_at=step.finished_at,
        parked_at=step.parked_at,
        compensated_at=step.compensated_at,
        seconds=(step.finished_at - step.started_at).total_seconds() if ended else None,  # type: ignore[operator]
        attempts=step.tries,
        commands=step.commands,
        deadline_at=step.deadline_at,
        removed=dict(step.removed),
        note=step.note,
    )


def _about(run: Run, current: str | None) -> dict[str, Any]:
    return {
        "workflow_run_id": run.id,
        "status": run.status,
        "client_name": run.client_name,
        "package": run.package,
        "current_step": current,
        "started_at": run.started_at,
        "updated_at": run.updated_at,
        "ended_at": run.ended_at,
        "retry_of": run.retry_of,
    }


def _waits_for(run: Run, current: str | None) -> str | None:
    if run.ended:
        return None
    if run.stalled:
        return run.stalled
    what = "its compensation" if run.state is State.COMPENSATING else "its event"
    return f"{current}: {what}" if current else None


def _links(run: Run) -> dict[str, str]:
    here = f"/v1/runs/{run.id}"
    links = {"self": here}
    if run.state is State.RUNNING:
        links["cancel"] = f"{here}/cancel"
    if run.state is State.COMPENSATED:
        links["retry"] = f"{here}/retry"
    if run.state is State.COMPLETED:
        links |= {"package": f"/v1/packages/{run.id}", "archive": f"/v1/packages/{run.id}/archive"}
    if run.retry_of:
        links["retry_of"] = f"/v1/runs/{run.retry_of}"
    return links


def _reason(failure: Failure | None) -> str | None:
    return failure.reason if failure else None
