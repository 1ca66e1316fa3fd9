"""The saga is a table: five steps, each started by what the one before says, the last one the pivot."""

from itertools import pairwise

from contracts.registry import TYPES_BY_TOPIC
from contracts.topics import STEP_SERVICES, events_of
from orchestrator.domain.saga import DONE_BY, FAILED_BY, ORDER, PIVOT, SAGA, UNDOING_ORDER, Policy


def test_the_steps_are_the_services_in_order_and_delivery_is_the_only_pivot() -> None:
    assert ORDER == STEP_SERVICES
    assert UNDOING_ORDER == ("delivery", "qc", "production", "strategy", "onboarding")
    assert [step.service for step in SAGA if step.pivot] == [PIVOT] == ["delivery"]


def test_each_step_starts_on_the_event_that_ends_the_one_before() -> None:
    assert all(following.starts_on is step.done for step, following in pairwise(SAGA))


def test_every_event_that_a_service_may_announce_is_its_steps_end_or_a_common_answer() -> None:
    for step in SAGA:
        carried = {model.__name__ for model in TYPES_BY_TOPIC[events_of(step.service)]}
        answers = {"StepCompensated", "StepCompensationRefused", "StepParked"}
        sent_back = {step.sends_back.__name__} if step.sends_back else set()
        assert carried == {step.done.__name__, step.failed.__name__} | sent_back | answers
        assert (DONE_BY[step.done.type], FAILED_BY[step.failed.type]) == (step.service, step.service)


def test_by_default_every_step_has_a_deadline() -> None:
    assert set(Policy().deadlines) == set(ORDER)
