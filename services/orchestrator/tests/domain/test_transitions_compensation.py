"""A failure undoes the run in all five services, the pivot first, each after the answer of the one before.

Mutants: UNDOING_ORDER forward -> …asks_the_pivot_first_…; `event.service != asked` in `_compensated` removed ->
an_answer_out_of_turn_asks_nobody_twice; `if not step.compensated_at` removed -> an_answer_is_kept_as_it_came_first;
`_done` completing only a RUNNING run -> a_delivery_that_was_faster_…; the COMPENSATED check of `_refused` and the pivot
check of `_complete` removed -> a_run_that_is_undone_stays_undone; `_explained` always false -> …is_learned_once.
"""

from typing import Any

import pytest
from orchestrator_builders import all_done, all_undone, compensated, done, failed, qc_failed, refused, rejected
from orchestrator_story import Story

from contracts.messages import FailureKind, RunStatus, StepCompensate, WorkflowCompensated, WorkflowCompensating
from contracts.payload import Payload
from contracts.topics import STEP_SERVICES
from orchestrator.domain.run import State, StepStatus


def failing_at(service: str) -> Story:
    """A run whose step of that service has just refused."""
    return Story().hear(*all_done()[: STEP_SERVICES.index(service)], failed(service))


@pytest.mark.parametrize("service", STEP_SERVICES)
def test_a_refusal_of_any_step_asks_the_pivot_first_and_nobody_else(service: str) -> None:
    story = failing_at(service)
    assert story.run.state is State.COMPENSATING
    assert story.commands == [("delivery", 1)]
    assert story.run.step(service).status is StepStatus.FAILED
    assert story.run.current == "delivery"


@pytest.mark.parametrize("service", STEP_SERVICES)
def test_the_others_are_asked_in_reverse_order_each_after_the_answer_of_the_one_before(service: str) -> None:
    story = failing_at(service)
    asked = [story.last_commands]
    for answer in all_undone():
        story = story.hear(answer)
        asked.append(story.last_commands)
    assert asked == [[("delivery", 1)], [("qc", 1)], [("production", 1)], [("strategy", 1)], [("onboarding", 1)], []]


def test_a_run_is_compensated_only_after_the_fifth_answer() -> None:
    answers = all_undone()
    waiting = failing_at("qc").hear(*answers[:4])
    assert waiting.run.state is State.COMPENSATING
    story = waiting.hear(answers[4])
    assert (story.run.status, story.run.ended_at, story.run.wake_at) == (RunStatus.COMPENSATED, story.now, None)
    assert story.told == ["started", "compensating", "compensated"]


def test_the_command_says_why() -> None:
    command = failing_at("qc").last[-1]
    assert isinstance(command, StepCompensate)
    assert command.cause == "1 blocker"


def test_answers_out_of_turn_are_remembered() -> None:
    story = failing_at("qc").hear(compensated("strategy"), compensated("qc"))
    assert story.commands == [("delivery", 1)]
    story = story.hear(compensated("delivery"))
    assert story.last_commands == [("production", 1)]
    assert story.hear(compensated("production")).last_commands == [("onboarding", 1)]


def test_an_answer_out_of_turn_asks_nobody_twice() -> None:
    story = failing_at("qc").hear(compensated("delivery"), compensated("delivery"), compensated("onboarding"))
    assert story.commands == [("delivery", 1), ("qc", 1)]


def test_an_answer_is_kept_as_it_came_first() -> None:
    """Repeated, a compensation removes nothing: the first answer tells what was there."""
    story = failing_at("delivery").hear(compensated("delivery", delivery_package=1))
    again = story.hear(compensated("delivery"))
    assert again.run == story.run
    assert again.run.step("delivery").removed == {"delivery_package": 1}


def test_a_refusing_pivot_completes_the_run_and_no_other_service_was_ever_asked() -> None:
    story = Story().hear(*all_done()[:4]).cancel().hear(refused())
    assert story.run.state is State.COMPLETED
    assert story.commands == [("delivery", 1)]
    assert (story.run.failure, story.run.wake_at) == (None, None)
    assert story.told == ["started", "compensating", "completed"]


def test_a_delivery_that_was_faster_completes_a_run_that_is_being_undone() -> None:
    story = Story().hear(*all_done()[:4]).cancel().hear(done("delivery"))
    assert story.run.state is State.COMPLETED
    assert story.commands == [("delivery", 1)]
    assert story.hear(refused()).last == ()


def test_a_repeated_refusal_of_the_pivot_leaves_the_run_as_it_is() -> None:
    story = Story().hear(*all_done()[:4]).cancel().hear(refused())
    assert story.hear(refused()).run == story.run


@pytest.mark.parametrize("service", STEP_SERVICES[:4])
def test_a_step_that_ends_while_the_run_is_undone_does_not_lead_it_forward(service: str) -> None:
    story = Story().hear(*all_done()[: STEP_SERVICES.index(service)], failed("strategy")).hear(done(service))
    assert story.run.state is State.COMPENSATING
    assert story.commands == [("delivery", 1)]


@pytest.mark.parametrize("late", [*all_done(), *all_undone(), refused(), failed("strategy"), failed("qc")])
def test_a_run_that_is_undone_stays_undone(late: Payload) -> None:
    story = failing_at("production").hear(*all_undone()).hear(late)
    assert (story.run.status, story.last) == (RunStatus.COMPENSATED, ())


def test_a_compensation_that_this_database_knows_nothing_of_is_gone_on_with() -> None:
    """A database restored from a backup has forgotten that it began to undo the run."""
    story = Story().hear(done("onboarding"), done("strategy"), compensated("delivery"))
    assert story.run.failure is not None
    assert story.run.failure.kind is FailureKind.UNKNOWN
    assert story.last_commands == [("qc", 1)]


def test_the_qc_report_outlives_the_rows() -> None:
    story = failing_at("qc").hear(*all_undone())
    failure, told = story.run.failure, story.last[-1]
    assert failure is not None
    assert (failure.kind, failure.service, failure.reason) == (FailureKind.REFUSED, "qc", "1 blocker")
    assert failure.evidence["report"]["checks"][0]["evidence"] == "Hello [BRAND]"
    assert isinstance(told, WorkflowCompensated)
    assert told.failure == failure


def test_every_problem_of_a_rejected_brief_is_kept() -> None:
    story = Story().hear(rejected())
    failure, told = story.run.failure, story.sent[1]
    assert failure is not None
    assert failure.evidence["problems"] == [{"field": "industry", "message": "is missing", "value": None}]
    assert isinstance(told, WorkflowCompensating)
    assert told.failure == failure
    assert story.run.client_name == "Morning Roast Club"


@pytest.mark.parametrize("service", STEP_SERVICES)
def test_the_evidence_of_each_refusal_is_kept(service: str) -> None:
    failure = failing_at(service).run.failure
    assert failure is not None
    assert failure.service == service
    assert failure.evidence


def test_what_a_refusal_says_after_a_deadline_is_added_to_the_evidence() -> None:
    story = Story().hear(*all_done()[:3]).wait_until_due()
    learned = story.hear(qc_failed())
    failure = learned.run.failure
    assert failure is not None
    assert (failure.kind, failure.service) == (FailureKind.DEADLINE, "qc")
    assert failure.evidence["also"]["evidence"]["report"]["checks"][0]["evidence"] == "Hello [BRAND]"
    assert learned.commands == [("delivery", 1)]


def test_what_a_refusal_says_after_a_cancel_is_added_to_the_evidence() -> None:
    failure = Story().hear(*all_done()[:3]).cancel().hear(qc_failed()).run.failure
    assert failure is not None
    assert (failure.kind, failure.reason) == (FailureKind.CANCELLED, "the client has left")
    assert failure.evidence["also"]["reason"] == "1 blocker"


@pytest.mark.parametrize("bare", [{}, {"evidence": {}}])
def test_what_a_refusal_says_is_learned_once(bare: dict[str, Any]) -> None:
    story = Story().hear(*all_done()[:4], failed("delivery", **bare))
    assert story.hear(failed("delivery", **bare)).run == story.run
    late = Story().hear(*all_done()[:4]).cancel().hear(failed("delivery", **bare))
    assert late.hear(failed("delivery", **bare)).run == late.run


def test_a_refusal_replaces_an_unknown_cause() -> None:
    failure = Story().hear(compensated("delivery")).hear(qc_failed()).run.failure
    assert failure is not None
    assert (failure.kind, failure.service) == (FailureKind.REFUSED, "qc")
