"""Why a run is undone, and the evidence that stays when its rows are gone."""

from contracts import messages
from contracts.messages import Failure, FailureKind
from contracts.payload import Evidence, Payload
from orchestrator.domain.run import Run, StepStatus
from orchestrator.domain.saga import PIVOT, Policy


def deadline_passed(run: Run, policy: Policy) -> Failure:
    """The step whose turn it is has not ended in time; what is parked explains why."""
    service = run.current or PIVOT
    step = run.step(service)
    parked = next((each for each in run.steps if each.status is StepStatus.PARKED), None)
    seconds = policy.deadlines[service].total_seconds()
    reason = f"{service} did not end within {seconds:g} s"
    evidence: Evidence = {"parked": parked.note} if parked else {}
    started = {"started_at": step.started_at.isoformat()} if step.started_at else {}
    return Failure(kind=FailureKind.DEADLINE, service=service, reason=reason, evidence={**started, **evidence})


def refusal(service: str, event: Payload) -> Failure:
    """What a step's failure event says, with its whole evidence."""
    evidence: Evidence = {}
    reason = "refused"
    match event:
        case messages.BriefRejected():
            reason, evidence = event.reason, {"problems": [each.model_dump(mode="json") for each in event.problems]}
        case messages.QcFailed():
            report = {"report": event.report.model_dump(mode="json")} if event.report else {}
            reason, evidence = event.reason, {**event.evidence, **report}
        case messages.StepFailed():
            reason, evidence = event.reason, event.evidence
    return Failure(kind=FailureKind.REFUSED, service=service, reason=reason, evidence=evidence)


def with_reports(failure: Failure, run: Run) -> Failure:
    """The failure with the reports of the drafts that were sent back before it."""
    reports = [each.report.model_dump(mode="json") for each in run.revisions if each.report]
    if not reports:
        return failure
    return failure.model_copy(update={"evidence": {**failure.evidence, "earlier_reports": reports}})


def explained(known: Failure | None) -> bool:
    """Whether a step's own refusal is among what is known already."""
    return known is not None and (known.kind is FailureKind.REFUSED or "also" in known.evidence)


def richer(known: Failure | None, learned: Failure) -> Failure:
    """What is known already, with what has been learned since."""
    return (
        learned
        if known is None or known.kind is FailureKind.UNKNOWN
        else known.model_copy(update={"evidence": {**known.evidence, "also": learned.model_dump(mode="json")}})
    )


def failure_of(run: Run) -> Failure:
    """Why the run is undone."""
    return run.failure or Failure(kind=FailureKind.UNKNOWN, reason="unknown")
