"""Briefs over HTTP: `POST /v1/briefs` runs the onboarding step in the request's own transaction, without Kafka."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ValidationError

from chassis.database import Database
from chassis.dead_letters import REQUEST_ID
from chassis.handler import StepHandler
from chassis.patience import in_time
from chassis.problems import ProblemDetail
from chassis.records import Message, Record, run_of_submission, traceparent_of
from chassis.station import Station
from chassis.step import Step
from contracts.envelope import STRUCTURED, Envelope, InvalidEnvelope, read_http, read_structured
from contracts.messages import BriefSubmitted
from contracts.payload import RunId
from contracts.topics import INTAKE
from onboarding import store
from onboarding.domain.form import Accepted, FilledForm, Rejected, fill

SOURCE = "/aicmo/onboarding/http"


class BriefReceived(BaseModel):
    """The run that the brief started, or had started already; what would make the brief better."""

    workflow_run_id: UUID
    brief_id: UUID
    completeness: int
    clarification_questions: list[str]


@dataclass(frozen=True, slots=True)
class Submission:
    """A brief as it came in; `id` is the CloudEvent's, where it is one."""

    payload: BriefSubmitted
    traceparent: str | None
    id: str | None = None


class Intake:
    """Takes briefs in, each run once."""

    def __init__(self, step: Step, station: Station) -> None:
        self._handler = StepHandler(step, station)
        self._station = station

    @property
    def database(self) -> Database:
        """Where forms are kept."""
        return self._station.database

    def new_run(self) -> RunId:
        """The id of a run whose submitter has chosen none."""
        return RunId(self._station.clock.new_id())

    async def take(self, submission: Submission) -> tuple[int, BriefReceived]:
        """Start the run of a brief; gives the HTTP status: 202 for a new run, 200 for the same brief again.

        Raises ProblemDetail: 422 with every problem of the brief, 409 where the run has another brief or is undone.
        """
        now = self._station.clock.now()
        payload = submission.payload
        form = fill(payload.run, payload.brief_id or payload.run, payload.brief, now.date())
        known = await self._known(form)
        if known:
            return 200, known
        if isinstance(form.judgement, Rejected):
            raise _rejected(form.judgement)
        entry = await self._handler.perform_now(self._message(submission, now))
        if entry.outcomes["tombstoned"]:
            raise ProblemDetail(409, f"run {form.run} has been undone; submit the brief under a new id")
        if entry.outcomes["duplicate"]:
            return 200, await self._known(form) or _received(form, form.judgement)
        return 202, _received(form, form.judgement)

    async def _known(self, form: FilledForm) -> BriefReceived | None:
        async with self.database.transaction() as tx:
            stored = await store.find(tx, form.run)
        if stored is None or stored.fingerprint is None or stored.brief_id is None:
            return None
        if stored.fingerprint != form.fingerprint:
            raise ProblemDetail(409, f"run {form.run} was submitted before, with another brief")
        if stored.status == "rejected":
            raise _rejected(Rejected(stored.problems))
        return BriefReceived(
            workflow_run_id=form.run,
            brief_id=stored.brief_id,
            completeness=stored.completeness or 0,
            clarification_questions=list(stored.questions),
        )

    def _message(self, submission: Submission, now: datetime) -> Message:
        """As if it had come over Kafka, so that it can be tried again from the dead letters like any other."""
        payload = submission.payload
        request_id = self._station.clock.new_id()
        envelope = Envelope(
            request_id,
            SOURCE,
            payload.type,
            str(payload.run),
            now,
            traceparent=submission.traceparent,
        )
        body = payload.model_dump_json().encode()
        told = submission.id or str(request_id)
        headers = [(name, told.encode() if name == "ce_id" else value) for name, value in envelope.headers()]
        headers.append((REQUEST_ID, str(request_id).encode()))
        record = Record(INTAKE, -1, -1, envelope.subject.encode(), headers, body)
        return Message(payload, payload.run, told, now, submission.traceparent, record)


def intake_routes(intake: Intake) -> APIRouter:
    """The way in over HTTP."""
    router = APIRouter(prefix="/v1/briefs", tags=["briefs"])

    @router.post(
        "",
        status_code=202,
        summary="Submit a brief: plain JSON, or a CloudEvent in binary or structured mode",
        responses={200: {"model": BriefReceived, "description": "The same brief again"}},
        openapi_extra={"requestBody": _REQUEST_BODY},
    )
    async def submit_brief(request: Request, response: Response) -> BriefReceived:
        submission = read_submission(dict(request.headers), await request.body(), intake.new_run())
        response.status_code, received = await in_time(intake.take(submission))
        response.headers["location"] = f"/v1/briefs/{received.workflow_run_id}"
        return received

    return router


def read_submission(headers: dict[str, str], body: bytes, new_run: RunId) -> Submission:
    """Read a request; `new_run` is the run's id where a brief that is no CloudEvent names none. Raises ProblemDetail.

    A CloudEvent that names no run has the run that it would have over Kafka: sent again, it starts no other.
    """
    content_type = headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    try:
        if content_type == STRUCTURED:
            incoming = read_structured(body)
        elif "ce-type" in headers:
            incoming = read_http(headers, body)
        else:
            return _submission(_json(body), new_run, headers.get("traceparent"))
        # What answers it names its id, in a header.
        "".join((incoming.id, incoming.attributes["source"])).encode()
    except (InvalidEnvelope, UnicodeEncodeError) as error:
        raise ProblemDetail(400, f"not a CloudEvent: {error}") from error
    if incoming.type != BriefSubmitted.type:
        raise ProblemDetail(415, f"{incoming.type!r} is not {BriefSubmitted.type}")
    traceparent = incoming.attributes.get("traceparent", headers.get("traceparent"))
    return _submission(_json(incoming.body), run_of_submission(incoming), traceparent, incoming.id[:200])


def _submission(data: Any, unless_told: UUID, traceparent: str | None, id: str | None = None) -> Submission:
    if not isinstance(data, dict):
        raise ProblemDetail(422, "the body must be a JSON object")
    whole = data if "brief" in data else {"brief": data}
    run = whole.get("workflow_run_id")
    run = unless_told if run is None else run
    try:
        payload = BriefSubmitted.model_validate({**whole, "workflow_run_id": run})
        return Submission(payload, traceparent_of(traceparent), id)
    except ValidationError as error:
        problems = [
            {"field": ".".join(map(str, each["loc"])), "message": each["msg"]}
            for each in error.errors(include_url=False)
        ]
        raise _problems("the submission is not valid", problems) from error


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ProblemDetail(400, f"the body is not JSON: {error}") from error


def _rejected(judgement: Rejected) -> ProblemDetail:
    return _problems(judgement.reason, [problem.model_dump(mode="json") for problem in judgement.problems])


def _problems(detail: str, problems: list[dict[str, Any]]) -> ProblemDetail:
    return ProblemDetail(422, detail, {"problems": problems})


def _received(form: FilledForm, judgement: Accepted) -> BriefReceived:
    return BriefReceived(
        workflow_run_id=form.run,
        brief_id=form.brief_id,
        completeness=judgement.assessment.completeness,
        clarification_questions=list(judgement.assessment.questions),
    )


_REQUEST_BODY = {
    "required": True,
    "content": {
        # A run's id may be left out here: the service makes one.
        "application/json": {"schema": {**BriefSubmitted.model_json_schema(), "required": ["brief"]}},
        STRUCTURED: {"schema": {"type": "object", "required": ["specversion", "id", "source", "type", "data"]}},
    },
}
