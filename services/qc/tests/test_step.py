"""The step: a verdict with its report, passed on or refused, and every row that belongs to it."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from qc_builders import a_brief, a_draft, a_light_draft, overview_with, produced, received

from chassis.step import Done, Refused
from contracts.brief import PackageName
from contracts.messages import DraftProduced, DraftRevisionRequested, QcFailed, QcPassed
from contracts.payload import RunId
from qc.step import PassMarks, at_once, review_draft, step
from qc.store import QC_ISSUE, QC_RESULT, TABLES

judge = partial(review_draft, pass_marks=PassMarks(revisions=0), offload=at_once)
judge_with_revision = partial(review_draft, pass_marks=PassMarks(revisions=1), offload=at_once)


async def test_a_sound_draft_is_passed_on_with_everything_that_delivery_needs() -> None:
    event = produced()
    outcome = await judge(received(event))
    assert isinstance(outcome, Done) and isinstance(outcome.event, QcPassed)
    assert outcome.event.model_dump(exclude={"report"}) == event.model_dump()
    assert outcome.event.report.passed


async def test_a_faulty_draft_is_refused_with_its_reason_and_the_whole_report() -> None:
    event = produced(draft=a_draft(sections=overview_with("It cures eczema for [INSERT NAME].")))
    outcome = await judge(received(event))
    assert isinstance(outcome, Refused) and isinstance(outcome.event, QcFailed) and outcome.event.report
    assert "forbidden_claims (BLOCKER), placeholders (BLOCKER)" in outcome.event.reason
    assert outcome.event.evidence["report"] == outcome.event.report.model_dump(mode="json")


async def test_a_brief_that_demands_what_it_bans_is_refused() -> None:
    brief = a_brief(must_include=("Flawless by May",))
    event = produced(brief=brief, draft=a_draft(sections=overview_with("Flawless by May.")))
    outcome = await judge(received(event))
    assert isinstance(outcome, Refused) and "banned_words" in outcome.event.reason  # type: ignore[attr-defined]


async def test_a_refusal_stores_the_result_and_one_row_an_issue() -> None:
    event = produced(draft=a_draft(sections=overview_with("It cures eczema.")))
    result, issues = (await judge(received(event))).rows
    assert (result.table, issues.table) == (QC_RESULT, QC_ISSUE)
    assert [row["check_id"] for row in issues.rows] == ["forbidden_claims"]
    assert {row["workflow_run_id"] for row in (*result.rows, *issues.rows)} == {event.run}


@pytest.mark.parametrize(("mark", "outcome"), [(0.97, Done), (0.98, Refused)])
async def test_a_package_may_have_its_own_pass_mark(mark: float, outcome: type) -> None:
    marks = PassMarks(by_package={PackageName.QUICK_SOCIAL: mark}, revisions=0)
    event = produced(draft=a_draft(sections=overview_with("A cutting-edge routine.")))
    assert isinstance(await review_draft(received(event), pass_marks=marks, offload=at_once), outcome)


async def test_a_full_draft_is_read_off_the_event_loop_and_a_light_one_on_it() -> None:
    offloaded: list[object] = []

    async def offload(work: Any, /) -> Any:
        offloaded.append(work)
        return work()

    for event in (produced(), a_light_draft()):
        await review_draft(received(event), pass_marks=PassMarks(), offload=offload)
    assert len(offloaded) == 1


async def test_the_declared_step_starts_on_a_produced_draft_and_judges_it() -> None:
    declared = step(pass_marks=PassMarks(0.9))
    assert (declared.service, declared.topic, declared.starts_on) == ("qc", "production.events", DraftProduced)
    assert declared.tables == TABLES and not declared.irrevocable
    outcome = await declared.perform(received(a_light_draft()))
    assert isinstance(outcome, Done) and isinstance(outcome.event, QcPassed) and outcome.event.report.pass_mark == 0.9


def test_a_refusal_of_an_unread_draft_has_no_report() -> None:
    refused = step().refuse(RunId(uuid4()), "injected fault")
    assert isinstance(refused, QcFailed) and refused.reason == "injected fault" and refused.report is None


async def test_a_draft_that_can_be_mended_is_sent_back_with_its_report_and_all_that_production_needs() -> None:
    event = produced(draft=a_draft(sections=overview_with("A routine for [INSERT NAME].")))
    outcome = await judge_with_revision(received(event))
    assert isinstance(outcome, Done) and isinstance(outcome.event, DraftRevisionRequested)
    assert outcome.event.model_dump(exclude={"revision", "report"}) == event.model_dump(exclude={"bundle"})
    assert (outcome.event.revision, outcome.event.report.revision, outcome.event.report.passed) == (2, 1, False)
    assert [row["check_id"] for row in outcome.rows[1].rows] == ["placeholders"]


async def test_a_draft_is_sent_back_as_often_as_is_set_and_then_refused() -> None:
    sections = overview_with("A routine for [INSERT NAME].")
    marks = PassMarks(revisions=2)
    outcomes = [
        await review_draft(
            received(produced(draft=a_draft(sections=sections, revision=number))), pass_marks=marks, offload=at_once
        )
        for number in (1, 2, 3)
    ]
    assert [type(outcome) for outcome in outcomes] == [Done, Done, Refused]
    assert (
        isinstance(outcomes[2].event, QcFailed) and outcomes[2].event.report and outcomes[2].event.report.revision == 3
    )


async def test_a_draft_with_one_problem_that_production_cannot_mend_is_refused_at_once() -> None:
    sections = overview_with("Flawless by May, for [INSERT NAME].")
    event = produced(brief=a_brief(must_include=("Flawless by May",)), draft=a_draft(sections=sections))
    outcome = await judge_with_revision(received(event))
    assert isinstance(outcome, Refused) and "brief_consistent" in outcome.event.reason  # type: ignore[attr-defined]


def test_each_draft_is_judged_as_the_revision_that_it_is() -> None:
    assert step().revision_of(produced(draft=a_draft(revision=2))) == 2
