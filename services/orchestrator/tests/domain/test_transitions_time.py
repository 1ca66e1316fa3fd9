"""Nothing hangs: a late step is undone, an unanswered command goes out again for ever, and people are told.

Mutants: `run.wake_at > now` in `wake` removed -> nothing_happens_before_a_deadline; `_expecting` in `_parked` removed
-> …only_a_parked_record_is_known_has_a_deadline; `resend_after` constant -> …at_growing_intervals; `stalled=None` in
`_compensated` removed -> an_answer_at_last_ends_the_stall_…; `again.run.stalled` in `_send_again` and the check in
`_stall` removed -> the_alarm_is_given_once; `awaited` always true -> a_record_parked_for_a_step_that_is_done_… and
a_record_parked_by_a_service_that_is_not_asked_…; `_parked` without `attempts`, or with the later `at` ->
…how_often_it_was_tried…; `tries` without `ended` -> that and a_step_is_tried_once_….
"""

from datetime import timedelta

import pytest
from orchestrator_builders import (
    DEAD_LETTER_ID,
    POLICY,
    RUN,
    SECONDS,
    START,
    all_done,
    all_undone,
    compensated,
    done,
    failed,
    parked,
)
from orchestrator_story import Story

from contracts.messages import FailureKind, RunStatus, WorkflowStalled
from contracts.topics import STEP_SERVICES
from orchestrator.domain import transitions
from orchestrator.domain.run import State, StepStatus


def unanswered(times: int) -> Story:
    """A run whose first command was sent so many times without an answer."""
    story = Story().hear(failed("onboarding"))
    for _ in range(times - 1):
        story = story.wait_until_due()
    return story


@pytest.mark.parametrize("ended", [1, 2, 3, 4])
def test_a_step_past_its_deadline_undoes_the_run(ended: int) -> None:
    slow = STEP_SERVICES[ended]
    story = Story().hear(*all_done()[:ended]).wait(SECONDS[slow])
    failure = story.run.failure
    assert failure is not None
    assert (failure.kind, failure.service) == (FailureKind.DEADLINE, slow)
    assert failure.reason == f"{slow} did not end within {SECONDS[slow]} s"
    assert story.last_commands == [("delivery", 1)]


@pytest.mark.parametrize("ended", [1, 2, 3, 4])
def test_nothing_happens_before_a_deadline(ended: int) -> None:
    story = Story().hear(*all_done()[:ended])
    early = story.wait(SECONDS[STEP_SERVICES[ended]] - 0.001)
    assert (early.run, early.last) == (story.run, ())


def test_a_run_that_has_ended_is_looked_after_no_more() -> None:
    for story in (Story().hear(*all_done()), Story().hear(failed("qc"), *all_undone())):
        later = story.wait(1_000_000)
        assert (later.run, later.last) == (story.run, ())


def test_a_parked_record_stalls_the_run_and_says_what_it_waits_for() -> None:
    story = Story().hear(done("onboarding"), parked("strategy"))
    told = story.last[-1]
    assert story.run.status is RunStatus.STALLED
    assert story.run.step("strategy").status is StepStatus.PARKED
    assert isinstance(told, WorkflowStalled)
    assert (told.status, told.waits_for) == (RunStatus.STALLED, story.run.stalled)
    for part in ("strategy", "TimeoutError: no answer", str(DEAD_LETTER_ID)):
        assert part in told.waits_for


def test_a_step_is_tried_once_where_nothing_else_is_told() -> None:
    story = Story().hear(done("onboarding"), failed("strategy"), compensated("delivery"))
    assert [step.tries for step in story.run.steps] == [1, 1, 0, 0, 0]


def test_a_step_keeps_how_often_it_was_tried_and_when_it_was_parked() -> None:
    story = Story().hear(done("onboarding"), parked("strategy"))
    at = story.now
    for told, tries in ((story, 5), (story.hear(parked("strategy")), 5), (story.hear(done("strategy")), 6)):
        assert (told.run.step("strategy").tries, told.run.step("strategy").parked_at) == (tries, at)


def test_a_parked_compensation_is_no_try_of_the_step() -> None:
    story = Story().hear(*all_done()[:4], failed("delivery"), parked("delivery"))
    assert (story.run.step("delivery").tries, story.run.step("delivery").parked_at) == (1, story.now)


def test_parking_does_not_lengthen_the_deadline() -> None:
    story = Story().hear(done("onboarding"))
    assert story.hear(parked("strategy")).run.wake_at == story.run.wake_at


def test_a_replayed_record_lets_the_run_go_on() -> None:
    story = Story().hear(done("onboarding"), parked("strategy"), done("strategy"))
    assert (story.run.status, story.run.current) == (RunStatus.RUNNING, "production")
    assert (story.run.stalled, story.run.step("strategy").note) == (None, None)
    assert story.run.wake_at == story.now + timedelta(seconds=SECONDS["production"])


def test_a_parked_run_is_undone_at_its_deadline() -> None:
    story = Story().hear(done("onboarding"), parked("strategy")).wait_until_due()
    failure = story.run.failure
    assert failure is not None
    assert (failure.kind, story.run.status) == (FailureKind.DEADLINE, RunStatus.COMPENSATING)
    assert failure.evidence["parked"] == "step_failed: TimeoutError: no answer"


def test_a_run_of_which_only_a_parked_record_is_known_has_a_deadline() -> None:
    story = Story().hear(parked("onboarding"))
    assert story.run.status is RunStatus.STALLED
    assert story.wait(SECONDS["onboarding"]).run.state is State.COMPENSATING


def test_a_record_parked_for_a_step_that_is_done_stalls_nothing() -> None:
    story = Story().hear(done("onboarding"), done("strategy"))
    late = story.hear(parked("strategy"))
    assert (late.run, late.last) == (story.run, ())


def test_a_repeated_parking_is_told_once() -> None:
    story = Story().hear(done("onboarding"), parked("strategy"))
    again = story.hear(parked("strategy"))
    assert (again.run, again.last) == (story.run, ())


def test_a_run_stays_stalled_while_another_record_of_it_is_parked() -> None:
    story = Story().hear(done("onboarding"), parked("strategy"), parked("qc"), done("strategy"))
    assert story.run.status is RunStatus.STALLED
    assert story.hear(done("production"), done("qc")).run.status is RunStatus.RUNNING


def test_an_unanswered_command_is_sent_again_at_growing_intervals() -> None:
    story = Story().hear(failed("onboarding"))
    waits = []
    for _ in range(6):
        assert story.run.wake_at is not None
        waits.append((story.run.wake_at - story.now).total_seconds())
        story = story.wait_until_due()
    assert waits == [5, 10, 20, 40, 40, 40]
    assert story.commands == [("delivery", attempt) for attempt in range(1, 8)]


def test_a_service_that_does_not_answer_stalls_the_run_and_is_still_asked() -> None:
    patient, story = unanswered(POLICY.resend_limit), unanswered(POLICY.resend_limit + 1)
    assert patient.run.status is RunStatus.COMPENSATING
    assert (story.run.status, story.run.state) == (RunStatus.STALLED, State.COMPENSATING)
    assert story.run.stalled == "delivery does not answer its compensation"
    assert story.wait_until_due().last_commands == [("delivery", POLICY.resend_limit + 2)]


def test_the_alarm_is_given_once() -> None:
    assert unanswered(POLICY.resend_limit + 5).told.count("stalled") == 1


def test_an_answer_at_last_ends_the_stall_and_the_next_is_asked() -> None:
    story = unanswered(POLICY.resend_limit + 1).hear(compensated("delivery"))
    assert story.run.status is RunStatus.COMPENSATING
    assert story.last_commands == [("qc", 1)]
    assert story.run.wake_at == story.now + POLICY.resend_first


def test_a_parked_compensation_stalls_the_run_and_is_sent_again() -> None:
    story = Story().hear(failed("onboarding"), parked("delivery"))
    assert story.run.status is RunStatus.STALLED
    assert story.wait_until_due().last_commands == [("delivery", 2)]


def test_the_interval_never_overflows() -> None:
    assert POLICY.resend_after(1_000_000) == POLICY.resend_longest


def test_a_run_that_only_a_service_knows_is_decided_by_its_deadline() -> None:
    decision = transitions.begin_unknown(RUN, now=START, policy=POLICY)
    story = Story(decision.run, sent=decision.messages)
    assert (story.told, story.run.current) == (["started"], "onboarding")
    assert story.wait(SECONDS["onboarding"]).last_commands == [("delivery", 1)]


def test_a_record_parked_by_a_service_that_is_not_asked_stalls_no_compensation() -> None:
    story = Story().hear(failed("qc"), compensated("delivery"), parked("strategy"), parked("delivery"))
    assert story.run.status is RunStatus.COMPENSATING
    assert "stalled" not in story.told
