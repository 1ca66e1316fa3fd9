"""The step accepts a brief or rejects it with the whole evidence."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from onboarding_builders import NOW, OTHER_RUN, RUN, a_form, a_form_without, a_signed_client, a_submission, received

from chassis.clock import SystemClock
from chassis.records import outgoing
from chassis.step import Done, Refused
from contracts.messages import BriefAccepted, BriefRejected, BriefSubmitted, ClientSigned
from contracts.topics import INTAKE, events_of
from onboarding.domain import limits
from onboarding.step import refuse, step, take_brief


async def test_a_complete_brief_is_accepted_and_starts_the_run() -> None:
    outcome = await take_brief(received(a_submission()))
    assert isinstance(outcome, Done)
    assert isinstance(outcome.event, BriefAccepted)
    assert outcome.event.brief.client_name == "Tarnwell Skin"
    assert outcome.event.scope.weeks == 12
    assert outcome.event.clarification_questions


async def test_a_brief_without_its_own_id_takes_the_runs() -> None:
    outcome = await take_brief(received(a_submission()))
    assert isinstance(outcome.event, BriefAccepted)
    assert outcome.event.brief_id == RUN


async def test_a_retry_keeps_the_briefs_id_and_names_the_run_it_repeats() -> None:
    brief_id = UUID(int=5)
    outcome = await take_brief(received(a_submission(brief_id=brief_id, retry_of=OTHER_RUN)))
    assert isinstance(outcome.event, BriefAccepted)
    assert (outcome.event.brief_id, outcome.event.retry_of) == (brief_id, OTHER_RUN)


async def test_a_rejected_brief_carries_every_problem_and_what_was_sent() -> None:
    form = {**a_form_without("website", "pain_points"), "contact_email": "nobody"}
    outcome = await take_brief(received(a_submission(form)))
    assert isinstance(outcome, Refused)
    assert isinstance(outcome.event, BriefRejected)
    assert [problem.field for problem in outcome.event.problems] == ["website", "pain_points", "contact_email"]
    assert outcome.event.brief == form
    assert outcome.event.reason == "the brief has 3 problems: website, pain_points, contact_email"


async def test_the_evidence_of_a_hostile_brief_can_be_sent() -> None:
    outcome = await take_brief(received(a_submission(a_form(client_name="\x00\ud800", geography=float("nan")))))
    assert BriefRejected.model_validate_json(outcome.event.model_dump_json().encode()) == outcome.event


@pytest.mark.parametrize(
    "form",
    [
        {f"f{number}": "\x7f" + "💥" * 195 for number in range(980)},
        {"n" * 200: {"n" * 200: {"n" * 200: {"n" * 200: dict.fromkeys(map(str, range(4000)), "\x7f")}}}},
        {f"f{number}": "💥" * 200 for number in range(990)},
    ],
    ids=["many problems", "many problems in deep places", "a large form"],
)
async def test_whatever_a_brief_holds_its_refusal_fits_a_message(form: dict[str, Any]) -> None:
    event = (await take_brief(received(a_submission(form)))).event
    assert isinstance(event, BriefRejected)
    assert outgoing(event, topic=events_of("onboarding"), service="onboarding", clock=SystemClock())
    assert len(event.problems) <= limits.TOLD_PROBLEMS + 1


async def test_the_start_date_counts_from_the_message_not_from_the_clock() -> None:
    late = datetime(2026, 12, 30, 23, 59, tzinfo=UTC)
    outcome = await take_brief(received(a_submission(), at=late))
    assert isinstance(outcome.event, BriefAccepted)
    assert outcome.event.brief.start_date == date(2027, 1, 6)


async def test_whether_a_start_has_passed_counts_from_the_message_too() -> None:
    message = a_submission(a_form(start_date="2026-12-01"))
    before, after = [await take_brief(received(message, at=datetime(2026, 12, day, tzinfo=UTC))) for day in (1, 2)]
    assert isinstance(before.event, BriefAccepted)
    assert isinstance(after.event, BriefAccepted)
    asked, *others = after.event.clarification_questions
    assert "2026-12-01, had passed when the brief came in on 2026-12-02" in asked
    assert tuple(others) == before.event.clarification_questions


async def test_the_same_message_gives_the_same_outcome() -> None:
    assert await take_brief(received(a_submission())) == await take_brief(received(a_submission()))


async def test_accepted_and_rejected_rows_fill_the_same_columns() -> None:
    accepted = await take_brief(received(a_submission()))
    rejected = await take_brief(received(a_submission({})))
    assert accepted.rows[0].rows[0].keys() == rejected.rows[0].rows[0].keys()


def test_the_step_starts_on_a_submitted_brief_and_opens_on_a_signed_client() -> None:
    declared = step()
    assert (declared.service, declared.topic, declared.starts_on) == ("onboarding", INTAKE, BriefSubmitted)
    (rows,) = declared.openings[ClientSigned](received(a_signed_client()))
    assert declared.opened_at is not None
    assert rows.rows[0][declared.opened_at.name] == NOW
    assert rows.rows[0]["client_id"] == "crm-4711"
    assert "status" not in rows.rows[0]


def test_a_refusal_by_the_chassis_is_a_rejected_brief() -> None:
    assert refuse(RUN, "injected") == BriefRejected(workflow_run_id=RUN, reason="injected")
