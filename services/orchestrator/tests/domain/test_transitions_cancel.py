"""A person may cancel a run until it has ended; whether it is undone is the pivot's answer.

Mutants: `if run.ended` in `cancel` removed -> a_completed_run_… and a_compensated_run_can_not_be_cancelled; its
COMPENSATING check removed -> cancelling_a_run_that_is_being_undone_changes_nothing.
"""

import pytest
from orchestrator_builders import all_done, all_undone, done, failed, parked, refused
from orchestrator_story import Story

from contracts.messages import FailureKind, RunStatus
from contracts.payload import Payload
from contracts.topics import STEP_SERVICES
from orchestrator.domain.run import State
from orchestrator.domain.transitions import NotAllowed


@pytest.mark.parametrize("ended", [1, 2, 3, 4])
def test_a_running_run_is_undone_at_whatever_step_it_is(ended: int) -> None:
    story = Story().hear(*all_done()[:ended]).cancel()
    failure = story.run.failure
    assert failure is not None
    assert (failure.kind, failure.service) == (FailureKind.CANCELLED, STEP_SERVICES[ended])
    assert (story.run.state, story.run.cancelled_at) == (State.COMPENSATING, story.now)
    assert story.last_commands == [("delivery", 1)]


def test_a_stalled_run_can_be_cancelled_and_is_stalled_no_more() -> None:
    story = Story().hear(done("onboarding"), parked("strategy")).cancel()
    assert (story.run.status, story.run.stalled) == (RunStatus.COMPENSATING, None)


def test_cancelling_a_run_that_is_being_undone_changes_nothing() -> None:
    story = Story().hear(failed("onboarding"))
    again = story.cancel()
    assert (again.run, again.last) == (story.run, ())


def test_a_completed_run_can_not_be_cancelled() -> None:
    with pytest.raises(NotAllowed, match="COMPLETED"):
        Story().hear(*all_done()).cancel()


def test_a_compensated_run_can_not_be_cancelled() -> None:
    with pytest.raises(NotAllowed, match="COMPENSATED"):
        Story().hear(failed("onboarding"), *all_undone()).cancel()


def test_a_cancel_that_came_before_the_package_undoes_the_run() -> None:
    story = Story().hear(*all_done()[:4]).cancel().hear(*all_undone())
    assert story.run.state is State.COMPENSATED


@pytest.mark.parametrize("answers", [[refused(), done("delivery")], [done("delivery"), refused()]])
def test_a_cancel_that_came_after_the_package_completes_the_run(answers: list[Payload]) -> None:
    story = Story().hear(*all_done()[:4]).cancel().hear(*answers)
    assert story.run.state is State.COMPLETED
    assert story.told == ["started", "compensating", "completed"]
