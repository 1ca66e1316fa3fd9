"""A draft that is sent back: production and quality control begin anew, once, whatever comes late or twice.

Mutants: `is_overtaken` always false -> the first draft that comes late; `_begun` leaving `wake_at` -> both deadlines;
`current` without `begun_anew` -> the run that is first heard of by its revision; `_reported` letting the second word
count -> the repeated wish; `with_reports` left out of `_compensate` -> both reports; steps reset while compensating
-> the wish that comes after the cancel; `attempts` not reset, or left out of `_told` -> the tries of the draft before.
"""

from itertools import permutations

import pytest
from orchestrator_builders import POLICY, a_report, all_undone, delivered, done, failed, later, parked, sent_back
from orchestrator_story import Story

from orchestrator.domain.run import State, StepStatus
from orchestrator.views import detail

TWICE = [
    done("onboarding"),
    done("strategy"),
    done("production"),
    sent_back(),
    done("production", revision=2),
    done("qc", revision=2),
    delivered(),
]
"""The events of a run whose first draft is sent back."""


def sent_back_story() -> Story:
    return Story().hear(*TWICE[:4])


def test_a_revision_is_delivered_like_a_first_draft() -> None:
    story = Story().hear(*TWICE)
    assert story.run.state is State.COMPLETED
    assert story.run.draft_revision == 2
    assert story.told == ["started", "completed"]


def test_production_and_then_qc_get_a_new_deadline() -> None:
    story = sent_back_story()
    assert story.run.current == "production"
    assert story.run.step("production").status is StepStatus.RUNNING
    assert story.run.wake_at == story.now + POLICY.deadlines["production"]
    story = story.hear(done("production", revision=2))
    assert story.run.current == "qc"
    assert story.run.step("qc").status is StepStatus.RUNNING
    assert story.run.wake_at == story.run.step("qc").deadline_at == story.now + POLICY.deadlines["qc"]


def test_a_revision_that_never_comes_is_undone_with_what_the_draft_was_sent_back_for() -> None:
    story = sent_back_story().wait_until_due()
    assert story.run.state is State.COMPENSATING
    assert story.run.failure and story.run.failure.service == "production"
    assert story.run.failure.evidence["earlier_reports"][0]["checks"][0]["evidence"] == "Hello [BRAND]"


def test_the_first_draft_that_comes_late_changes_nothing() -> None:
    story = sent_back_story()
    assert story.hear(done("production")).run == story.run
    assert story.hear(done("production")).last == ()


@pytest.mark.parametrize("late", [sent_back(), done("production"), done("production", revision=2)])
def test_what_comes_again_after_the_revision_changes_nothing(late: object) -> None:
    story = Story().hear(*TWICE[:5])
    assert story.hear(late).run == story.run  # type: ignore[arg-type]


def test_a_revision_that_is_heard_of_before_the_wish_for_it_counts() -> None:
    story = Story().hear(*TWICE[:3], done("production", revision=2))
    assert (story.run.current, story.run.draft_revision) == ("qc", 2)
    assert story.run.wake_at == story.now + POLICY.deadlines["qc"]
    told = story.hear(sent_back())
    assert (told.run.current, told.run.wake_at, told.run.steps) == ("qc", story.run.wake_at, story.run.steps)
    assert told.run.revisions[0].report is not None


def test_a_run_that_is_first_heard_of_by_its_revision_waits_for_production() -> None:
    story = Story().hear(sent_back())
    assert story.run.current == "production"
    assert story.run.client_name == "Morning Roast Club"
    assert story.hear(done("strategy")).run.current == "production"
    assert story.hear(done("onboarding"), done("production", revision=2)).run.current == "qc"


def test_a_draft_that_fails_twice_leaves_both_reports() -> None:
    story = Story().hear(*TWICE[:5], failed("qc", report=a_report(revision=2)), *all_undone())
    assert story.run.state is State.COMPENSATED
    assert story.run.failure
    evidence = story.run.failure.evidence
    assert evidence["report"]["revision"] == 2
    assert [each["revision"] for each in evidence["earlier_reports"]] == [1]
    assert story.told == ["started", "compensating", "compensated"]


def test_both_reports_are_kept_though_the_wish_comes_after_the_failure() -> None:
    story = Story().hear(*TWICE[:3], failed("qc", report=a_report(revision=2)), sent_back())
    assert story.run.failure
    assert [each["revision"] for each in story.run.failure.evidence["earlier_reports"]] == [1]
    assert story.last == ()


def test_a_wish_that_comes_after_the_cancel_begins_nothing() -> None:
    story = Story().hear(*TWICE[:3]).cancel()
    told = story.hear(sent_back())
    assert told.run.steps == story.run.steps
    assert (told.run.state, told.run.wake_at, told.last) == (State.COMPENSATING, story.run.wake_at, ())


def test_a_revision_that_is_parked_stalls_the_run_until_it_is_written() -> None:
    story = sent_back_story().hear(parked("production"))
    assert story.run.stalled
    assert story.hear(done("production", revision=2)).run.stalled is None


def test_a_revision_begins_without_the_tries_of_the_draft_before_which_stay_told() -> None:
    story = Story().hear(*TWICE[:2], parked("production"), *TWICE[2:4])
    assert (story.run.step("production").tries, story.run.step("production").parked_at) == (0, None)
    assert story.run.revisions[0].earlier["production"].tries == 6
    told = [(entry.service, entry.event, entry.detail) for entry in detail(story.run, []).timeline]
    assert ("production", "step parked", "attempt 5") in told


def test_production_may_refuse_a_revision() -> None:
    story = sent_back_story().hear(failed("production"))
    assert (story.run.state, story.run.step("production").status) == (State.COMPENSATING, StepStatus.FAILED)


@pytest.mark.parametrize("order", list(permutations(range(2, 6))))
def test_in_whatever_order_the_middle_is_heard_the_run_ends_well(order: tuple[int, ...]) -> None:
    story = Story().hear(*TWICE[:2], *(TWICE[place] for place in order))
    assert (story.run.state, story.run.draft_revision) == (State.RUNNING, 2)
    assert story.run.current == "delivery"
    assert story.run.revisions[0].report is not None
    assert story.hear(delivered()).run.state is State.COMPLETED


def test_a_second_revision_follows_the_first() -> None:
    story = Story().hear(*TWICE[:5], sent_back(revision=3), done("production", revision=3), done("qc", revision=3))
    assert [each.number for each in story.run.revisions] == [2, 3]
    assert story.run.current == "delivery"


def test_people_see_the_revision_and_what_it_was_asked_for() -> None:
    shown = detail(Story().hear(*TWICE).run, [])
    assert (shown.draft_revision, shown.revisions[0].number, shown.revisions[0].score) == (2, 2, 60)
    assert [issue.evidence for issue in shown.revisions[0].issues] == ["Hello [BRAND]"]
    told = [(entry.service, entry.event, entry.detail) for entry in shown.timeline]
    asked = told.index(("qc", "revision 2 of the draft requested", "60 of 100: placeholders"))
    assert told[:asked].count(("production", "step done", None)) == 1
    assert told[asked:].count(("production", "step done", None)) == 1
    assert shown.timeline[asked].at == later(4)
