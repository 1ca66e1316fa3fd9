"""The ways in: Kafka and HTTP, binary, structured and plain; and submitting is idempotent over all of them at once.

Mutants: `ledger.claim` that gives known runs too -> the ten submissions; fingerprints not compared -> the other brief;
`opening_rows` that also writes the status -> the client that signs later.
"""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from e2e_briefs import brief_with_problems, good_run, light_brief
from e2e_line import Line
from e2e_polling import eventually
from e2e_tables import LIGHT, NOTHING
from e2e_topics import attributes, binary, structured

from contracts.messages import BriefSubmitted, ClientSigned
from contracts.topics import INTAKE, events_of


def submission(**changes: Any) -> BriefSubmitted:
    return BriefSubmitted(workflow_run_id=good_run(), brief=light_brief(**changes))


def signed_client(run: UUID) -> ClientSigned:
    return ClientSigned(
        workflow_run_id=run,
        client_id="crm-4711",
        lead_id="lead-12",
        name="Ada Pebble",
        email="ada@pebble.example",
        company="Pebble Works",
        signed_at=datetime(2026, 11, 3, 9, 30, tzinfo=UTC),
        contract_value=18500.0,
    )


@pytest.mark.parametrize("mode", [binary, structured])
async def test_a_brief_over_kafka_is_delivered_in_either_mode(line: Line, mode: Any) -> None:
    submitted = submission()
    await line.topics.publish(INTAKE, [mode(submitted)])
    assert await line.ends(submitted.run) == "COMPLETED"
    assert await line.databases.rows_of(submitted.run) == LIGHT


async def test_a_plain_brief_over_http_is_accepted_with_a_new_run(line: Line) -> None:
    answer = await line.post("onboarding", "/v1/briefs", light_brief())
    assert answer.status_code == 202
    run = UUID(answer.json()["workflow_run_id"])
    assert run.version == 7
    assert answer.headers["location"] == f"/v1/briefs/{run}"
    assert (await line.get("onboarding", f"/v1/briefs/{run}")).json()["status"] == "accepted"


async def test_a_binary_cloud_event_over_http_is_delivered(line: Line) -> None:
    submitted = submission()
    headers = {f"ce-{name}": value for name, value in attributes(submitted).items()}
    answer = await _post(line, submitted.model_dump_json(), {"content-type": "application/json", **headers})
    assert (answer.status_code, answer.json()["workflow_run_id"]) == (202, str(submitted.run))
    assert await line.ends(submitted.run) == "COMPLETED"


async def test_a_structured_cloud_event_over_http_is_delivered(line: Line) -> None:
    submitted = submission()
    _, _, body = structured(submitted)
    answer = await _post(line, body, {"content-type": "application/cloudevents+json"})
    assert (answer.status_code, answer.json()["workflow_run_id"]) == (202, str(submitted.run))
    assert await line.ends(submitted.run) == "COMPLETED"


async def test_a_signed_client_opens_a_form_that_waits_and_its_brief_then_starts_the_run(line: Line) -> None:
    submitted = submission()
    await line.topics.send(INTAKE, signed_client(submitted.run))
    form = await _form(line, submitted.run, "awaiting_brief")
    assert form["client"]["company"] == "Pebble Works"
    assert await line.show(submitted.run) is None
    await line.topics.send(INTAKE, submitted)
    assert await line.ends(submitted.run) == "COMPLETED"
    form = await _form(line, submitted.run, "accepted")
    assert form["client"]["client_id"] == "crm-4711"
    assert form["client"]["contract_value"] == 18500.0


async def test_a_client_that_signs_after_its_brief_changes_nothing_of_the_brief(line: Line) -> None:
    run = await line.delivered(light_brief())
    before = (await line.get("onboarding", f"/v1/briefs/{run}")).json()
    await line.topics.send(INTAKE, signed_client(run))

    async def probe() -> Any:
        form = (await line.get("onboarding", f"/v1/briefs/{run}")).json()
        return form if form["client"] else None

    after = await eventually(probe, "the form knows its client")
    untouched = ("status", "brief", "submission", "completeness", "questions")
    assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}


async def test_the_same_id_sent_ten_times_at_once_over_both_ways_is_one_run(line: Line) -> None:
    submitted = submission()
    body = submitted.model_dump(mode="json")
    over_http = asyncio.gather(*(line.post("onboarding", "/v1/briefs", body) for _ in range(5)))
    over_kafka = line.topics.publish(INTAKE, [binary(submitted) for _ in range(5)])
    answers, _ = await asyncio.gather(over_http, over_kafka)
    codes = sorted(answer.status_code for answer in answers)
    assert codes in ([200] * 5, [200] * 4 + [202])
    assert await line.ends(submitted.run) == "COMPLETED"
    assert await line.databases.rows_of(submitted.run) == LIGHT
    accepted = await line.topics.of_run(submitted.run, events_of("onboarding"))
    assert [seen.short_type for seen in accepted] == ["brief.accepted"]
    delivered = await line.topics.of_run(submitted.run, events_of("delivery"))
    assert [seen.short_type for seen in delivered] == ["package.delivered"]


async def test_the_same_id_with_another_brief_is_a_conflict(line: Line) -> None:
    run = await line.submit(light_brief())
    other = {"workflow_run_id": str(run), "brief": light_brief(client_name="Someone Else")}
    answer = await line.post("onboarding", "/v1/briefs", other)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert await line.ends(run) == "COMPLETED"
    assert (await line.get("onboarding", f"/v1/briefs/{run}")).json()["brief"]["client_name"] == "Pebble Works"


async def test_a_bad_brief_over_http_is_refused_with_every_problem_at_once(line: Line) -> None:
    run = good_run()
    body = {"workflow_run_id": str(run), "brief": brief_with_problems()}
    answer = await line.post("onboarding", "/v1/briefs", body)
    assert answer.status_code == 422
    problems = {problem["field"] for problem in answer.json()["problems"]}
    assert problems == {"client_name", "geography", "objective"}
    assert await line.databases.rows_of(run) == NOTHING
    assert await line.databases.ledger_of(run) == {}


async def test_a_bad_brief_over_kafka_is_rejected_and_undone_with_every_problem_kept(line: Line) -> None:
    run = good_run()
    await line.send(brief_with_problems(), [run])
    shown = await line.reaches(run, "COMPENSATED")
    assert shown["failure"]["service"] == "onboarding"
    kept = {problem["field"] for problem in shown["failure"]["evidence"]["problems"]}
    assert kept == {"client_name", "geography", "objective"}
    assert await line.databases.rows_of(run) == NOTHING
    events = await line.topics.of_run(run, events_of("onboarding"))
    assert [seen.short_type for seen in events] == ["brief.rejected", "step.compensated"]
    assert {problem["field"] for problem in events[0].data["problems"]} == kept


async def test_what_is_no_json_and_what_is_no_cloud_event_is_told_so(line: Line) -> None:
    no_json = await _post(line, b"{", {"content-type": "application/json"})
    no_event = await _post(line, json.dumps({"data": {}}), {"content-type": "application/cloudevents+json"})
    assert (no_json.status_code, no_event.status_code) == (400, 400)
    unknown = (await line.get("onboarding", f"/v1/briefs/{uuid4()}")).status_code
    assert unknown == 404


async def _post(line: Line, body: str | bytes, headers: dict[str, str]) -> httpx.Response:
    return await line.http.post(line.url("onboarding", "/v1/briefs"), content=body, headers=headers)


async def _form(line: Line, run: UUID, status: str) -> dict[str, Any]:
    async def probe() -> Any:
        answer = await line.get("onboarding", f"/v1/briefs/{run}")
        return answer.json() if answer.status_code == 200 and answer.json()["status"] == status else None

    form: dict[str, Any] = await eventually(probe, f"the form of {run} is {status}")
    return form
