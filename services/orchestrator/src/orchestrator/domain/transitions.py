"""What an event, a deadline or a person changes in a run: pure, and monotone, so repeats and reorderings do no harm.

Compensation asks the pivot first. What it answers decides: once its package is delivered the run is COMPLETED, and no
other step has been undone; once it has undone itself it never delivers, and the others may be undone.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from contracts import messages
from contracts.brief import Brief
from contracts.messages import Failure, FailureKind
from contracts.payload import Payload, RunId
from orchestrator.domain.failures import deadline_passed, explained, failure_of, refusal, richer, with_reports
from orchestrator.domain.readings import SeenBrief, StepSeen
from orchestrator.domain.revising import heard, is_overtaken
from orchestrator.domain.run import Run, State, StepStatus, new_run
from orchestrator.domain.saga import DONE_BY, FAILED_BY, ORDER, PIVOT, SENT_BACK_BY, Policy


class Decision(Struct, frozen=True):
    """The run afterwards, and what to send: commands to services, and what the world is told."""

    run: Run
    messages: tuple[Payload, ...] = ()

    def then(self, following: "Decision") -> "Decision":
        """This and what follows from it."""
        return Decision(following.run, (*self.messages, *following.messages))


class NotAllowed(Exception):
    """The state of the run does not allow what was asked; the text says why."""


def observe(run: Run | None, event: Payload, *, at: datetime, now: datetime, policy: Policy) -> Decision:
    """What an event changes. `at` is when it happened, `now` the orchestrator's time; an unknown run is created."""
    begun = Decision(run) if run else start(event.run, min(at, now), event)
    changed = _observe(begun.run, event, at=at, now=now, policy=policy)
    if changed.run != begun.run:
        changed = replace(changed, run=replace(changed.run, updated_at=now))
    return begun.then(changed)


def start(run: RunId, now: datetime, event: Payload | None = None) -> Decision:
    """The first that is heard of a run."""
    known = _described(new_run(run, now), event)
    return Decision(known, (messages.WorkflowStarted(**_about(known), retry_of=known.retry_of),))


def cancel(run: Run, *, reason: str, now: datetime, policy: Policy) -> Decision:
    """Undo a run because a person says so. Raises NotAllowed when it has ended."""
    if run.ended:
        raise NotAllowed(f"the run is {run.state}: there is nothing left to cancel")
    if run.state is State.COMPENSATING:
        return Decision(run)
    failure = Failure(kind=FailureKind.CANCELLED, service=run.current, reason=reason)
    return _compensate(replace(run, cancelled_at=now), failure, now, policy)


def wake(run: Run, *, now: datetime, policy: Policy) -> Decision:
    """What follows when a run's time has come: a step past its deadline is undone, an unanswered command sent again."""
    if run.wake_at is None or run.wake_at > now or run.ended:
        return Decision(run)
    if run.state is State.COMPENSATING:
        return _send_again(run, now, policy)
    return _compensate(run, deadline_passed(run, policy), now, policy)


def begin_retry(new: RunId, old: Run, *, now: datetime, policy: Policy) -> Decision:
    """A run that repeats a failed one, its first step with a deadline too. Raises NotAllowed where none failed."""
    if old.state is not State.COMPENSATED:
        raise NotAllowed(f"the run is {old.status}: only a run that is COMPENSATED can be tried again")
    run = replace(
        new_run(new, now), retry_of=old.id, client_name=old.client_name, package=old.package, brief_id=old.brief_id
    )
    waiting = run.with_step(ORDER[0], status=StepStatus.RUNNING, started_at=now)
    begun = _expecting(waiting, now, policy)
    return Decision(begun, (messages.WorkflowStarted(**_about(begun), retry_of=old.id),))


def begin_unknown(run: RunId, *, now: datetime, policy: Policy) -> Decision:
    """A run that a service has rows of and this database has lost: unless more is heard of it, its deadline decides."""
    begun = start(run, now)
    return replace(begun, run=_expecting(begun.run, now, policy))


def undo_again(run: Run, service: str) -> Decision:
    """A service still holds rows of a run that is COMPENSATED: the command once more."""
    return Decision(run, (_command(run, service, run.step(service).commands + 1),))


def _observe(run: Run, event: Payload, *, at: datetime, now: datetime, policy: Policy) -> Decision:
    run = heard(_described(run, event), event, at)
    if event.type in SENT_BACK_BY:
        return _sent_back(run, at, now, policy)
    if service := DONE_BY.get(event.type):
        overtaken = is_overtaken(run, service, event)
        return Decision(run) if overtaken else _done(run, service, at, now, policy)
    if service := FAILED_BY.get(event.type):
        return _failed(run, service, refusal(service, event), at, now, policy)
    match event:
        case messages.StepCompensated():
            return _compensated(run, event, now, policy)
        case messages.StepCompensationRefused():
            return _refused(run, event, now)
        case messages.StepParked():
            return _parked(run, event, at, now, policy)
        case _:
            return Decision(run)


def _done(run: Run, service: str, at: datetime, now: datetime, policy: Policy) -> Decision:
    step, before = run.step(service), run.current
    if not step.compensated_at and not step.ended:
        run = run.with_step(
            service, status=StepStatus.DONE, started_at=step.started_at or at, finished_at=at, note=None
        )
    if service == PIVOT:
        return _complete(run, now)
    if run.state is not State.RUNNING:
        return Decision(run)
    run = _unstalled(run)
    overtaken = run.current == before and run.wake_at is not None
    return Decision(run if overtaken else _expecting(run, at, policy, now=now))


def _sent_back(run: Run, at: datetime, now: datetime, policy: Policy) -> Decision:
    """The draft is written once more, with a deadline of its own, unless that is known already or comes too late."""
    if run.state is not State.RUNNING or run.wake_at is not None:
        return Decision(run)
    return Decision(_expecting(_unstalled(run), at, policy, now=now))


def _failed(run: Run, service: str, failure: Failure, at: datetime, now: datetime, policy: Policy) -> Decision:
    step = run.step(service)
    if not step.ended:
        run = run.with_step(
            service, status=StepStatus.FAILED, started_at=step.started_at or at, finished_at=at, note=failure.reason
        )
    if run.state is State.RUNNING:
        return _compensate(run, failure, now, policy)
    learned = run.state is not State.COMPLETED and not explained(run.failure)
    return Decision(replace(run, failure=richer(run.failure, failure)) if learned else run)


def _compensate(run: Run, failure: Failure, now: datetime, policy: Policy) -> Decision:
    """Begin to undo, with the pivot."""
    failure = with_reports(failure, run)
    run = replace(run, state=State.COMPENSATING, failure=failure, stalled=None, updated_at=now)
    announced = Decision(run, (messages.WorkflowCompensating(**_about(run), failure=failure),))
    return announced.then(_next_command(run, now, policy))


def _next_command(run: Run, now: datetime, policy: Policy) -> Decision:
    """Ask the next service that has not answered; when all have, the run has ended."""
    target = run.undoing
    if target is None:
        ended = replace(run, state=State.COMPENSATED, ended_at=now, updated_at=now, wake_at=None, stalled=None)
        return Decision(ended, (messages.WorkflowCompensated(**_about(ended), failure=failure_of(ended)),))
    return _send(run, target, now, policy)


def _send(run: Run, target: str, now: datetime, policy: Policy) -> Decision:
    sent = run.step(target).commands + 1
    run = run.with_step(target, commands=sent, compensation_sent_at=now)
    run = replace(run, wake_at=now + policy.resend_after(sent), updated_at=now)
    return Decision(run, (_command(run, target, sent),))


def _send_again(run: Run, now: datetime, policy: Policy) -> Decision:
    target = run.undoing
    if target is None:
        return _next_command(run, now, policy)
    again = _send(run, target, now, policy)
    if again.run.stalled or again.run.step(target).commands <= policy.resend_limit:
        return again
    return again.then(_stall(again.run, f"{target} does not answer its compensation"))


def _compensated(run: Run, event: messages.StepCompensated, now: datetime, policy: Policy) -> Decision:
    step = run.step(event.service)
    asked = run.undoing
    if not step.compensated_at:
        run = run.with_step(event.service, compensated_at=now, removed=event.removed)
    if run.state is State.RUNNING:
        # Only a command undoes a step, so an earlier life of this database has begun to undo the run: go on with it.
        unknown = Failure(kind=FailureKind.UNKNOWN, service=event.service, reason="the run was being undone already")
        return _compensate(run, unknown, now, policy)
    if run.state is not State.COMPENSATING or event.service != asked:
        return Decision(run)
    return _next_command(replace(run, stalled=None), now, policy)


def _refused(run: Run, event: messages.StepCompensationRefused, now: datetime) -> Decision:
    if run.state is State.COMPENSATED:
        return Decision(run)
    return _complete(run.with_step(event.service, refused_at=run.step(event.service).refused_at or now), now)


def _complete(run: Run, now: datetime) -> Decision:
    """The pivot is done: the run has ended well, whatever was planned."""
    if run.ended or run.step(PIVOT).compensated_at:
        return Decision(run)
    run = replace(run, state=State.COMPLETED, ended_at=now, wake_at=None, stalled=None, failure=None)
    return Decision(run, (messages.WorkflowCompleted(**_about(run)),))


def _parked(run: Run, event: messages.StepParked, at: datetime, now: datetime, policy: Policy) -> Decision:
    step = run.step(event.service)
    waits_for = f"{event.service} parked a record ({event.reason}: {event.error}); dead letter {event.dead_letter_id}"
    awaited = not step.ended if run.state is State.RUNNING else event.service == run.undoing
    if run.ended or not awaited:
        return Decision(run)
    run = run.with_step(event.service, parked_at=step.parked_at or at)
    if run.state is State.RUNNING:
        attempts, note = max(step.attempts, event.attempts), f"{event.reason}: {event.error}"
        run = run.with_step(event.service, status=StepStatus.PARKED, note=note, attempts=attempts)
        run = run if run.wake_at else _expecting(run, now, policy)
    return _stall(run, waits_for)


def _stall(run: Run, waits_for: str) -> Decision:
    if run.stalled == waits_for[:2000]:
        return Decision(run)
    stalled = replace(run, stalled=waits_for[:2000])
    return Decision(stalled, (messages.WorkflowStalled(**_about(stalled), waits_for=waits_for),))


def _expecting(run: Run, since: datetime, policy: Policy, now: datetime | None = None) -> Run:
    """The next step is under way, and has until its deadline, which counts from the orchestrator's own time."""
    following = run.current
    if following is None:
        return run
    deadline = (now or since) + policy.deadlines[following]
    step = run.step(following)
    status = StepStatus.RUNNING if step.status is StepStatus.WAITING else step.status
    steps = run.steps_with(following, status=status, started_at=step.started_at or since, deadline_at=deadline)
    return replace(run, steps=steps, wake_at=deadline)


def _unstalled(run: Run) -> Run:
    parked = any(step.status is StepStatus.PARKED for step in run.steps)
    return replace(run, stalled=None) if run.stalled and not parked else run


def _described(run: Run, event: Payload | None) -> Run:
    """What an event tells about the run itself."""
    match event:
        case messages.BriefAccepted():
            return replace(_ordered(run, event.brief_id, event.brief), retry_of=run.retry_of or event.retry_of)
        case StepSeen() if run.package is None:
            return _ordered(run, event.brief_id, event.brief)
        case messages.PackageDelivered():
            return replace(run, client_name=run.client_name or event.client_name, brief_id=event.brief_id)
        case messages.BriefRejected():
            name = event.brief.get("client_name")
            return replace(run, client_name=run.client_name or (name[:200] if isinstance(name, str) else None))
    return run


def _ordered(run: Run, brief_id: UUID, brief: Brief | SeenBrief) -> Run:
    return replace(run, client_name=brief.client_name, package=brief.package.value, brief_id=brief_id)


def _command(run: Run, service: str, attempt: int) -> Payload:
    cause = failure_of(run).reason
    return messages.StepCompensate(workflow_run_id=run.id, service=service, cause=cause, attempt=attempt)


def _about(run: Run) -> dict[str, Any]:
    return {"workflow_run_id": run.id, "status": run.status, "client_name": run.client_name}
