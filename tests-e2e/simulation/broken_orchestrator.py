"""Parts of the orchestrator without their guards: what stands in their place when a mutant is played."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from contracts.messages import StepCompensationRefused
from orchestrator.domain import transitions
from orchestrator.domain.run import Run
from orchestrator.domain.saga import Policy
from orchestrator.domain.transitions import Decision
from simulation.process import POLICY

_undoing = Run.undoing.fget  # type: ignore[attr-defined]


def ignore_refusal(run: Run, event: StepCompensationRefused, now: datetime) -> Decision:
    """The pivot's refusal counts as its compensation."""
    return transitions._next_command(run.with_step(event.service, compensated_at=now), now, POLICY)


def hear_nothing(run: Run, _event: Any, _at: datetime) -> Run:
    """Nobody listens to what drafts are sent back for."""
    return run


def undo_one(run: Run) -> str | None:
    """One answer counts as all."""
    known: str | None = _undoing(run)
    return None if any(step.compensated_at for step in run.steps) else known


def send_once(run: Run, _now: datetime, _policy: Policy) -> Decision:
    """An unanswered command is not sent again."""
    return Decision(replace(run, wake_at=None))


def expect_for_ever(run: Run, *_about: Any, **_more: Any) -> Run:
    """No step has a deadline."""
    return run


def begin_without_deadline(run: Any, *, now: datetime, policy: Policy) -> Decision:
    """A run that this database has lost is taken up and never looked after."""
    return transitions.start(run, now)
