"""What a later revision of the draft changes in a run: the steps that make and judge it begin anew.

Whichever event speaks of a revision first begins it: production's outcome may be heard before quality control's wish.
"""

from datetime import datetime

from msgspec.structs import replace

from contracts import messages
from contracts.payload import Payload
from contracts.report import QcReport, Result
from orchestrator.domain.failures import with_reports
from orchestrator.domain.readings import DraftSeen, RevisionSeen, VerdictSeen
from orchestrator.domain.run import Revision, Run, State, Step, StepStatus
from orchestrator.domain.saga import REVISED


def revision_of(event: Payload) -> int:
    """Which revision of the draft an event speaks of: the first, where it doesn't say."""
    match event:
        case DraftSeen() | VerdictSeen():
            return max(1, event.draft.revision)
        case RevisionSeen():
            return event.revision
        case messages.QcFailed():
            return max(1, event.report.revision) if event.report else 1
    return 1


def heard(run: Run, event: Payload, at: datetime) -> Run:
    """The run with what an event tells of revisions; one whose steps have begun anew waits for a new deadline."""
    number = revision_of(event)
    if number > run.draft_revision:
        run = _begun(run, number, at)
    return _reported(run, event, at) if isinstance(event, RevisionSeen) else run


def is_overtaken(run: Run, service: str, event: Payload) -> bool:
    """Whether an event is of a revision that this step has left behind."""
    return service == REVISED[0] and revision_of(event) < run.draft_revision


def _begun(run: Run, number: int, at: datetime) -> Run:
    if run.state is not State.RUNNING:
        return replace(run, revisions=(*run.revisions, Revision(number, at)))
    earlier = {service: _told(run.step(service)) for service in REVISED}
    run = replace(run, revisions=(*run.revisions, Revision(number, at, earlier=earlier)), wake_at=None)
    for service in REVISED:
        first = service == REVISED[0]
        run = run.with_step(
            service,
            status=StepStatus.RUNNING if first else StepStatus.WAITING,
            started_at=at if first else None,
            finished_at=None,
            deadline_at=None,
            note=None,
            attempts=0,
            parked_at=None,
        )
    return run


def _told(step: Step) -> Step:
    """What people are told of a step when it has begun anew."""
    return Step(
        step.service,
        step.status,
        step.started_at,
        step.finished_at,
        note=step.note,
        attempts=step.attempts,
        parked_at=step.parked_at,
    )


def _reported(run: Run, event: RevisionSeen, at: datetime) -> Run:
    """Keep what the draft was sent back for; only the first word of a revision counts."""
    known = {revision.number: revision for revision in run.revisions}
    revision = known.get(event.revision, Revision(event.revision, at))
    if revision.report:
        return run
    known[event.revision] = replace(revision, requested_at=at, report=_objections(event.report))
    run = replace(run, revisions=tuple(known[number] for number in sorted(known)))
    return replace(run, failure=with_reports(run.failure, run)) if run.failure else run


def _objections(report: QcReport) -> QcReport:
    checks = tuple(check for check in report.checks if check.result is not Result.PASS)
    return report.model_copy(update={"checks": checks})
