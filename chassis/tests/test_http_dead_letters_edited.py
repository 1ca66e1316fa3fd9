"""A parked record can be made to say something else: checked as a message of its topic, and what came is kept.

Mutants: the edit stored unchecked -> the edit that is no message; the edit not used by `take_due` -> the mended record;
`_resolve` left out of the handler -> the message that is not waited for; the run not compared -> the record stays with
its run; edits in another order -> the last of several.
"""

import base64
import json

import pytest
from chassis_builders import a_run, a_signature, a_station, a_step, a_submission
from chassis_desk import ALL, Desk, Json, a_bad_submission, a_brief_for
from chassis_doubles import TroubledDatabase
from chassis_tables import kept
from msgspec.structs import replace

from chassis.dead_letter_routes import MAXIMUM_EDIT_BYTES
from chassis.handler import StepHandler
from chassis.records import MAXIMUM_BODY_BYTES
from chassis.retries import LEASE, retry_due


async def test_a_mended_record_is_replayed_as_edited_and_what_came_is_kept(desk: Desk) -> None:
    run = a_run()
    [key] = await desk.park(a_bad_submission(run))
    edited = await desk.http.post(f"/{key}/edit", json={"body": a_brief_for(run)})
    assert (edited.status_code, edited.json()["status"]) == (200, "parked")
    assert (await desk.http.post(f"/{key}/replay")).status_code == 202
    await desk.retry()
    found = await kept(desk.database)
    assert (found.ledger, found.titles) == ({run: "done"}, {run: "mended"})
    shown = await desk.show(key)
    assert (shown["status"], json.loads(shown["body"])) == ("replayed", a_brief_for(run))
    assert (shown["original"]["body"], found.letters[0]["body"]) == ('{"brief": 7}', b'{"brief": 7}')


async def test_an_edit_that_is_no_message_of_the_topic_is_refused_with_every_problem(desk: Desk) -> None:
    [key] = await desk.park(a_bad_submission(a_run()))
    before = await desk.show(key)
    answer = await desk.http.post(f"/{key}/edit", json={"body": {"workflow_run_id": "x", "brief": 7}})
    assert answer.status_code == 422
    assert {problem["field"] for problem in answer.json()["problems"]} == {"workflow_run_id", "brief"}
    assert await desk.show(key) == before


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        ({"headers": []}, "headers"),
        ({"headers": [["ce_id", None]]}, "headers"),
        ({"headers": [["ce_id", {"base64": "%"}]]}, "headers.ce_id"),
        ({"headers": [["ce_id", "\ud800"]], "body": "\ud800"}, "body"),
        ({"body": "{"}, "body"),
        ({"body": "%", "body_encoding": "base64"}, "body"),
        ({"body": {"brief": {"x": "\ud800"}}}, "body"),
        ({"body": "x" * (MAXIMUM_BODY_BYTES + 1)}, "body"),
        ({"body": {}, "colour": "green"}, "colour"),
        ({}, "body"),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_an_edit_that_can_not_be_stored_names_the_field(desk: Desk, edit: Json, field: str) -> None:
    [key] = await desk.park(a_bad_submission(a_run()))
    content = json.dumps(edit)
    answer = await desk.http.post(f"/{key}/edit", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert field in {problem["field"] for problem in answer.json()["problems"]}
    assert (await desk.show(key))["audit"] == []


async def test_a_record_stays_with_its_run_and_one_without_learns_it(desk: Desk) -> None:
    run, other = a_run(), a_run()
    named, unnamed = await desk.park(a_bad_submission(run), replace(a_bad_submission(other), key=None))
    refused = await desk.http.post(f"/{named}/edit", json={"body": a_brief_for(other)})
    assert (refused.status_code, refused.json()["problems"][0]["field"]) == (422, "workflow_run_id")
    learned = await desk.http.post(f"/{unnamed}/edit", json={"body": a_brief_for(other)})
    assert learned.json()["workflow_run_id"] == str(other)
    assert len((await desk.http.get(ALL, params={"run": str(other)})).json()["dead_letters"]) == 1


async def test_headers_are_edited_without_the_body_and_may_be_bytes(desk: Desk) -> None:
    run = a_run()
    good = a_submission(run)
    headers = [header for header in good.headers if header[0] != "ce_type"]
    [key] = await desk.park(replace(good, headers=headers))
    mended = [[name, value.decode()] for name, value in headers if value is not None]
    typed = {"base64": base64.b64encode(b"aicmo.brief.submitted.v1").decode()}
    answer = await desk.http.post(f"/{key}/edit", json={"headers": [*mended, ["ce_type", typed]]})
    assert (answer.status_code, answer.json()["type"]) == (200, "aicmo.brief.submitted.v1")
    await desk.http.post(f"/{key}/replay")
    await desk.retry()
    assert (await kept(desk.database)).ledger == {run: "done"}


async def test_the_last_of_several_edits_counts(desk: Desk) -> None:
    run = a_run()
    [key] = await desk.park(a_bad_submission(run))
    for title in ("first", "second"):
        body = {"workflow_run_id": str(run), "brief": {"title": title}}
        await desk.http.post(f"/{key}/edit", json={"body": json.dumps(body)})
    await desk.http.post(f"/{key}/replay")
    await desk.retry()
    assert (await kept(desk.database)).titles == {run: "second"}
    assert [line["action"] for line in (await desk.show(key))["audit"]] == ["edit", "edit", "replay"]


async def test_only_a_parked_record_can_be_edited(desk: Desk) -> None:
    run = a_run()
    [key] = await desk.park(a_bad_submission(run))
    await desk.http.post(f"/{key}/discard")
    answer = await desk.http.post(f"/{key}/edit", json={"body": a_brief_for(run)})
    assert (answer.status_code, "discarded" in answer.json()["detail"]) == (409, True)
    assert (await desk.show(key))["original"] is None
    assert (await desk.http.post(f"/{a_run()}/edit", json={"body": {}})).status_code == 404


async def test_a_record_of_the_largest_size_can_be_edited_and_a_larger_request_is_refused(desk: Desk) -> None:
    run = a_run()
    [key] = await desk.park(a_bad_submission(run))
    body = json.dumps({"workflow_run_id": str(run), "brief": {"title": "x" * 899_000}})
    assert len(body) < MAXIMUM_BODY_BYTES
    encoded = {"body": base64.b64encode(body.encode()).decode(), "body_encoding": "base64"}
    assert (await desk.http.post(f"/{key}/edit", json=encoded)).status_code == 200
    assert (await desk.http.post(f"/{key}/edit", content=b"x" * (MAXIMUM_EDIT_BYTES + 1))).status_code == 413


async def test_an_edited_record_whose_replay_fails_is_parked_again_as_edited(desk: Desk) -> None:
    run = a_run()
    [key] = await desk.park(a_bad_submission(run))
    failing = {"workflow_run_id": str(run), "brief": {"title": "mended", "fail": "no model"}}
    await desk.http.post(f"/{key}/edit", json={"body": failing})
    await desk.http.post(f"/{key}/replay")
    await desk.retry()
    shown = await desk.show(key)
    assert (shown["status"], shown["reason"]) == ("parked", "step_failed")
    assert (json.loads(shown["body"]), shown["original"]["body"]) == (failing, '{"brief": 7}')
    desk.work.mended = True
    await desk.http.post(f"/{key}/replay")
    await desk.retry()
    assert (await kept(desk.database)).titles == {run: "mended"}


async def test_a_replay_that_dies_on_its_way_leaves_the_record_as_edited_for_another_replica(desk: Desk) -> None:
    run = a_run()
    [key] = await desk.park(a_bad_submission(run))
    await desk.http.post(f"/{key}/edit", json={"body": a_brief_for(run)})
    await desk.http.post(f"/{key}/replay")

    class Died(BaseException):
        """The process ends here."""

    def die() -> None:
        raise Died

    dying = TroubledDatabase(desk.database, before=[None, die])
    with pytest.raises(Died):
        await retry_due(dying, StepHandler(a_step(desk.work), a_station(dying, clock=desk.clock)), desk.clock)
    assert (await desk.statuses(), (await kept(desk.database)).ledger) == (["retrying"], {})
    await desk.retry(seconds=LEASE.total_seconds())
    assert (await desk.statuses(), (await kept(desk.database)).titles) == (["replayed"], {run: "mended"})


async def test_a_record_edited_into_a_message_that_the_step_does_not_wait_for_is_not_tried_for_ever(desk: Desk) -> None:
    good = a_signature(a_run())
    [key] = await desk.park(replace(good, body=b"{}"))
    await desk.http.post(f"/{key}/edit", json={"body": (good.body or b"").decode()})
    await desk.http.post(f"/{key}/replay")
    not_waiting = replace(a_step(desk.work), openings={})
    await retry_due(desk.database, StepHandler(not_waiting, a_station(desk.database, clock=desk.clock)), desk.clock)
    assert (await desk.show(key))["status"] == "replayed"
