"""The step: a submitted brief becomes an accepted one that starts the run, or a rejected one with all its problems."""

import json

from chassis.step import Done, Outcome, Received, Refused, Rows, Step, never
from contracts.messages import BriefAccepted, BriefRejected, BriefSubmitted, ClientSigned
from contracts.payload import Payload, RunId
from contracts.topics import INTAKE
from onboarding import store
from onboarding.domain import limits
from onboarding.domain.form import Accepted, FilledForm, Rejected, fill


async def take_brief(received: Received) -> Outcome:
    """Judge the submitted brief; the day it came in is the day of the message."""
    submitted: BriefSubmitted = received.message
    form = fill(received.run, submitted.brief_id or received.run, submitted.brief, received.at.date())
    match form.judgement:
        case Accepted() as accepted:
            return Done(_accepted(submitted, form, accepted), store.rows(form))
        case Rejected() as rejected:
            return Refused(_rejected(form, rejected), store.rows(form))


def open_form(received: Received) -> tuple[Rows, ...]:
    """Open a form that waits for the signed client's brief; leave a form that has its brief as it is."""
    client: ClientSigned = received.message
    return store.opening_rows(client, received.at)


def refuse(run: RunId, reason: str) -> Payload:
    """Word a refusal that is not about the brief's content."""
    return BriefRejected(workflow_run_id=run, reason=reason)


def step() -> Step:
    """Declare onboarding's part in a run."""
    return Step(
        service="onboarding",
        topic=INTAKE,
        starts_on=BriefSubmitted,
        perform=take_brief,
        refuse=refuse,
        tables=store.TABLES,
        looks_first=never,
        openings={ClientSigned: open_form},
        opened=store.OPENED,
        opened_at=store.OPENED_AT,
    )


def _accepted(submitted: BriefSubmitted, form: FilledForm, accepted: Accepted) -> BriefAccepted:
    return BriefAccepted(
        workflow_run_id=form.run,
        brief_id=form.brief_id,
        retry_of=submitted.retry_of,
        brief=accepted.brief,
        scope=accepted.assessment.scope,
        completeness=accepted.assessment.completeness,
        clarification_questions=accepted.assessment.questions,
    )


def _rejected(form: FilledForm, rejected: Rejected) -> BriefRejected:
    """The form comes along where it fits a message; it is stored in any case."""
    told = form.submission if len(json.dumps(form.submission)) <= limits.TOLD_FORM_BYTES else {}
    return BriefRejected(workflow_run_id=form.run, reason=rejected.reason, problems=rejected.problems, brief=told)
