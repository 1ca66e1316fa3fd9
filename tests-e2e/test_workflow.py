"""The workflow: five steps in order, then delivered; what is published on the way, and what the client gets.

Mutants: `Envelope.attributes` without `correlationid` -> every record is a CloudEvent.
"""

import hashlib
import io
import json
import zipfile
from typing import Any
from uuid import UUID

import pytest
from e2e_briefs import EXAMPLES, full_brief, light_brief, read_brief, run_refused_by
from e2e_line import Line
from e2e_tables import LIGHT
from e2e_topics import Seen

from contracts.registry import MESSAGE_TYPES, TYPES_BY_TOPIC
from contracts.topics import STEP_SERVICES, WORKFLOW_EVENTS, events_of

FORWARD = ["brief.accepted", "strategy.drafted", "draft.produced", "qc.passed", "package.delivered"]


async def test_five_steps_run_in_order_and_then_the_run_is_completed(line: Line) -> None:
    run = await line.delivered(light_brief())
    events = await line.topics.of_run(run, *map(events_of, STEP_SERVICES))
    assert [seen.short_type for seen in events] == FORWARD
    assert [seen.topic for seen in events] == [events_of(service) for service in STEP_SERVICES]
    shown = await line.show(run)
    assert shown is not None
    assert [(step["service"], step["status"]) for step in shown["steps"]] == [(name, "done") for name in STEP_SERVICES]
    finished = [step["finished_at"] for step in shown["steps"]]
    assert finished == sorted(finished)


async def test_each_event_names_the_event_that_caused_it(line: Line) -> None:
    run = await line.delivered(light_brief())
    events = await line.topics.of_run(run, *map(events_of, STEP_SERVICES))
    causes = [seen.text("ce_causationid") for seen in events[1:]]
    assert causes == [seen.text("ce_id") for seen in events[:-1]]


async def test_the_world_is_told_when_a_run_starts_and_when_it_is_completed(line: Line) -> None:
    run = await line.delivered(light_brief())
    await line.at_rest()
    told = await line.topics.of_run(run, WORKFLOW_EVENTS)
    assert [seen.short_type for seen in told] == ["workflow.started", "workflow.completed"]
    assert told[1].data["status"] == "COMPLETED"
    assert told[1].data["client_name"] == "Pebble Works"


async def test_a_delivered_run_has_one_set_of_rows_and_leaves_all_outboxes_empty(line: Line) -> None:
    run = await line.delivered(light_brief())
    assert await line.databases.rows_of(run) == LIGHT
    assert await line.databases.ledger_of(run) == dict.fromkeys(STEP_SERVICES, "done")
    await line.at_rest()


@pytest.mark.parametrize("example", ["encryption-saas", "yoga-studio"])
async def test_a_real_brief_becomes_a_package_whose_archive_is_what_its_manifest_says(line: Line, example: str) -> None:
    run = await line.delivered(read_brief(EXAMPLES / f"{example}.yaml"))
    package = (await line.get("delivery", f"/v1/packages/{run}")).json()
    answer = await line.get("delivery", f"/v1/packages/{run}/archive")
    assert hashlib.sha256(answer.content).hexdigest() == package["package"]["archive_sha256"]
    assert answer.headers["etag"] == f'"{package["package"]["archive_sha256"]}"'
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest == package["manifest"]
    _assert_manifest_holds(manifest, archive, run)


async def test_a_package_holds_every_format_that_the_client_was_promised(line: Line) -> None:
    run = await line.delivered(full_brief())
    answer = await line.get("delivery", f"/v1/packages/{run}/archive")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    names = set(archive.namelist())
    assert {"README.txt", "report.pdf", "report.html", "report.md", "calendar.csv", "calendar.ics"} <= names
    assert {"package.json", "manifest.json"} <= names
    assert archive.read("report.pdf").startswith(b"%PDF-")
    assert archive.read("calendar.ics").startswith(b"BEGIN:VCALENDAR")
    assert len(archive.read("calendar.csv").splitlines()) >= 31
    assert b"Tarnwell Skin" in archive.read("report.md")
    assert not any(name.startswith(("/", "..")) or "/../" in name for name in names)


async def test_every_record_of_a_run_is_a_cloud_event_with_the_run_as_its_key(line: Line) -> None:
    good = await line.delivered(light_brief())
    bad = await line.submit(light_brief(), run_refused_by("delivery"))
    assert await line.ends(bad) == "COMPENSATED"
    await line.at_rest()
    records = await line.topics.of_runs([good, bad])
    assert {seen.text("ce_subject") for seen in records} == {str(good), str(bad)}
    assert len(records) > 5 + 2 + 4 + 10
    for seen in records:
        _assert_cloud_event(seen)


async def test_nothing_on_the_topics_speaks_of_a_run_under_another_key(line: Line) -> None:
    run = await line.delivered(light_brief())
    for seen in await line.topics.records():
        if seen.text("ce_subject") == str(run):
            assert seen.key == str(run).encode()


async def test_a_trace_that_comes_in_with_the_brief_goes_through_to_the_delivery(line: Line) -> None:
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    body = {"brief": light_brief(), "workflow_run_id": str(run_refused_by(None))}
    answer = await line.http.post(line.url("onboarding", "/v1/briefs"), json=body, headers={"traceparent": trace})
    run = UUID(answer.json()["workflow_run_id"])
    assert await line.ends(run) == "COMPLETED"
    events = await line.topics.of_run(run, *map(events_of, STEP_SERVICES))
    assert [seen.text("ce_traceparent").split("-")[1] for seen in events] == [trace.split("-")[1]] * 5


def _assert_cloud_event(seen: Seen) -> None:
    assert seen.type in {model.type for model in TYPES_BY_TOPIC[seen.topic]}
    run = MESSAGE_TYPES[seen.type].model_validate_json(seen.body or b"").run
    service = "orchestrator" if seen.topic.endswith((".commands", "w.events")) else seen.topic.partition(".")[0]
    expected = {
        "ce_specversion": "1.0",
        "ce_source": f"/aicmo/{service}",
        "ce_subject": str(run),
        "ce_partitionkey": str(run),
        "ce_correlationid": str(run),
        "ce_datacontenttype": "application/json",
        "ce_dataschema": f"/schemas/{seen.type}.json",
        "content-type": "application/json",
    }
    assert {name: seen.text(name) for name in expected} == expected
    assert UUID(seen.text("ce_id")).version == 7
    assert seen.time.tzinfo is not None
    assert seen.key == str(run).encode()


def _assert_manifest_holds(manifest: dict[str, Any], archive: zipfile.ZipFile, run: UUID) -> None:
    assert manifest["lineage"]["workflow_run_id"] == str(run)
    unsealed = {name: value for name, value in manifest.items() if name != "manifest_sha256"}
    canonical = json.dumps(unsealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(canonical.encode()).hexdigest() == manifest["manifest_sha256"]
    named = {artifact["name"]: artifact for artifact in manifest["artifacts"]}
    assert named.keys() == set(archive.namelist()) - {"manifest.json"}
    for name, artifact in named.items():
        content = archive.read(name)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (artifact["size"], artifact["sha256"])
