"""A run goes forward by its events alone: each ends a step and gives the next its deadline; nothing is commanded.

Mutants: `run.ended` in `_complete` removed -> a_delivered_run_is_told_completed_once; `overtaken` always false ->
a_repeated_event_does_not_lengthen_a_deadline; `now or since` made `since` -> a_deadline_counts_from_…_own_clock;
`updated_at` set by every event -> a_repeated_event_leaves_the_run_as_it_is.
"""

from datetime import timedelta

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
    compensated,
    done,
    failed,
    later,
    parked,
    refused,
)
from orchestrator_story import Story

from contracts.messages import RunStatus, WorkflowStarted
from contracts.payload import Payload
from contracts.topics import STEP_SERVICES
from orchestrator.domain import transitions
from orchestrator.domain.run import State, StepStatus

EVENTS: list[Payload] = [
    *(done(service) for service in STEP_SERVICES),
    *(failed(service) for service in STEP_SERVICES),
    *(compensated(service) for service in STEP_SERVICES),
    *(parked(service) for service in STEP_SERVICES),
    refused(),
]


@pytest.mark.parametrize("ended", [1, 2, 3, 4])
def test_each_step_that_ends_starts_the_next_with_a_deadline_of_its_own(ended: int) -> None:
    story = Story().hear(*all_done()[:ended])
    following = STEP_SERVICES[ended]
    statuses = [step.status for step in story.run.steps]
    assert statuses == [StepStatus.DONE] * ended + [StepStatus.RUNNING] + [StepStatus.WAITING] * (4 - ended)
    assert (story.run.status, story.run.current) == (RunStatus.RUNNING, following)
    assert story.run.step(following).deadline_at == story.now + timedelta(seconds=SECONDS[following])
    assert story.run.wake_at == story.run.step(following).deadline_at


def test_the_fifth_event_completes_the_run() -> None:
    story = Story().hear(*all_done())
    assert (story.run.status, story.run.current) == (RunStatus.COMPLETED, None)
    assert (story.run.ended_at, story.run.wake_at) == (story.now, None)
    assert [step.status for step in story.run.steps] == [StepStatus.DONE] * 5


def test_a_run_is_told_started_and_completed_once_and_nothing_is_commanded() -> None:
    story = Story().hear(*all_done(), *all_done())
    assert story.told == ["started", "completed"]
    assert story.commands == []


def test_a_delivered_run_is_told_completed_once() -> None:
    assert Story().hear(done("delivery"), refused(), done("delivery")).told == ["started", "completed"]


def test_a_run_knows_its_client_package_and_engagement() -> None:
    run = Story().hear(accepted(retry_of=OTHER_RUN)).run
    assert (run.client_name, run.package, run.brief_id) == ("Morning Roast Club", "quick_social", BRIEF_ID)
    assert run.retry_of == OTHER_RUN


def test_a_step_keeps_when_it_started_and_ended() -> None:
    step = Story().hear(*all_done()[:2]).run.step("strategy")
    assert (step.started_at, step.finished_at) == (later(1), later(2))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: f"{event.type}-{getattr(event, 'service', '')}")
def test_any_event_of_an_unknown_run_creates_it_with_somebody_to_wait_for(event: Payload) -> None:
    story = Story().hear(event)
    assert story.run.id == RUN
    assert isinstance(story.last[0], WorkflowStarted)
    assert story.told.count("started") == 1
    assert story.run.ended or story.run.wake_at is not None


def test_an_event_that_was_overtaken_takes_its_place_and_changes_no_deadline() -> None:
    ahead = Story().hear(done("production"))
    story = ahead.hear(done("onboarding"))
    assert story.run.step("onboarding").status is StepStatus.DONE
    assert story.run.current == "qc"
    assert story.run.wake_at == ahead.run.wake_at


def test_a_repeated_event_does_not_lengthen_a_deadline() -> None:
    story = Story().hear(done("onboarding"))
    assert story.hear(done("onboarding")).run.wake_at == story.run.wake_at


@pytest.mark.parametrize("service", STEP_SERVICES)
def test_a_repeated_event_leaves_the_run_as_it_is(service: str) -> None:
    story = Story().hear(*all_done()[: STEP_SERVICES.index(service) + 1])
    again = story.hear(done(service))
    assert again.run == story.run
    assert again.last == ()


def test_a_deadline_counts_from_the_orchestrators_own_clock() -> None:
    """An event from a service whose clock is an hour behind must not be past its deadline at once."""
    now = START
    decision = transitions.observe(None, accepted(), at=now - timedelta(hours=1), now=now, policy=POLICY)
    assert decision.run.wake_at == now + timedelta(seconds=SECONDS["strategy"])


def test_an_event_from_the_future_does_not_start_a_run_in_the_future() -> None:
    decision = transitions.observe(None, accepted(), at=START + timedelta(hours=1), now=START, policy=POLICY)
    assert decision.run.started_at == START


@pytest.mark.parametrize("late", [failed("qc"), failed("delivery"), compensated("qc"), parked("delivery"), refused()])
def test_nothing_that_comes_after_the_end_moves_a_completed_run(late: Payload) -> None:
    story = Story().hear(*all_done()).hear(late)
    assert story.run.state is State.COMPLETED
    assert story.run.failure is None
    assert story.last == ()
