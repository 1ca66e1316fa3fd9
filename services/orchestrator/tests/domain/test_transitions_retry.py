"""A run that was undone can be tried again, as a run of its own that names the old one.

Mutants: the COMPENSATED check in `begin_retry` removed -> only_a_compensated_run_can_be_tried_again; its `_expecting`
removed -> a_retry_that_onboarding_never_answers_is_undone.
"""

import pytest
from orchestrator_builders import (
    BRIEF_ID,
    OTHER_RUN,
    POLICY,
    RUN,
    SECONDS,
    START,
    accepted,
    all_done,
    all_undone,
    done,
    failed,
    parked,
)
from orchestrator_story import Story

from contracts.messages import RunStatus, StepCompensate, WorkflowStarted
from orchestrator.domain import transitions
from orchestrator.domain.run import Run, StepStatus
from orchestrator.domain.transitions import NotAllowed


def retried(old: Run) -> Story:
    """The story of the new run."""
    decision = transitions.begin_retry(OTHER_RUN, old, now=START, policy=POLICY)
    return Story(decision.run, sent=decision.messages, last=decision.messages)


def compensated_run() -> Run:
    """A run that failed in QC and was undone."""
    return Story().hear(*all_done()[:3], failed("qc"), *all_undone()).run


def test_a_retry_is_a_new_run_that_names_the_old_one() -> None:
    story = retried(compensated_run())
    told = story.last[0]
    assert isinstance(told, WorkflowStarted)
    assert (told.workflow_run_id, told.retry_of) == (OTHER_RUN, RUN)
    assert (story.run.id, story.run.retry_of, story.run.status) == (OTHER_RUN, RUN, RunStatus.RUNNING)
    assert (story.run.client_name, story.run.brief_id) == ("Morning Roast Club", BRIEF_ID)
    assert story.run.step("onboarding").status is StepStatus.RUNNING


def test_a_retry_that_onboarding_never_answers_is_undone() -> None:
    story = retried(compensated_run()).wait(SECONDS["onboarding"])
    assert story.last_commands == [("delivery", 1)]


def test_a_retry_goes_its_own_way_and_is_told_started_once() -> None:
    story = retried(compensated_run()).hear(accepted(OTHER_RUN, retry_of=RUN), *all_done(OTHER_RUN)[1:])
    assert story.run.status is RunStatus.COMPLETED
    assert story.told == ["started", "completed"]


@pytest.mark.parametrize(
    ("story", "status"),
    [
        (Story().hear(done("onboarding")), "RUNNING"),
        (Story().hear(done("onboarding"), parked("strategy")), "STALLED"),
        (Story().hear(failed("onboarding")), "COMPENSATING"),
        (Story().hear(*all_done()), "COMPLETED"),
    ],
)
def test_only_a_compensated_run_can_be_tried_again(story: Story, status: str) -> None:
    with pytest.raises(NotAllowed, match=status):
        transitions.begin_retry(OTHER_RUN, story.run, now=START, policy=POLICY)


def test_a_service_that_still_holds_rows_of_a_compensated_run_is_told_again() -> None:
    old = compensated_run()
    decision = transitions.undo_again(old, "qc")
    (command,) = decision.messages
    assert decision.run == old
    assert isinstance(command, StepCompensate)
    assert (command.service, command.attempt, command.cause) == ("qc", 2, "1 blocker")
