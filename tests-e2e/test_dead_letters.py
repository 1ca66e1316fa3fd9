"""Dead letters in people's hands: a record is mended, replayed alone or with many, and each time it is said by whom.

Mutants: `take_due` without the edits -> the mended record; the pivot purging its ledger, the orchestrator nothing ->
old letters. The others are in the chassis's tests of dead letters.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from e2e_briefs import good_run, light_brief
from e2e_line import Line
from e2e_polling import eventually
from e2e_stories import restarted
from e2e_tables import LIGHT
from e2e_topics import binary
from test_command_line import BAD_INPUT, CONFLICT, DONE, aicmo
from test_ways_in import signed_client

from contracts.messages import BriefSubmitted, ClientSigned
from contracts.payload import Payload
from contracts.topics import INTAKE

LETTERS = "/v1/dead-letters"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DISCARDED = """
    INSERT INTO dead_letter (id, workflow_run_id, topic, partition, "offset", headers, reason, error, attempts, status,
        created_at, updated_at)
    VALUES ($1, $1, 'a.topic', 0, 0, '[]', 'invalid_body', 'by a test', 1, 'discarded', $2, $2)"""


async def test_a_record_that_nobody_could_read_is_mended_and_replayed_and_its_run_completed(line: Line) -> None:
    run, letter = await _parked_brief(line)
    path = f"{LETTERS}/{letter['id']}"
    edited = await _as_ann(line, f"{path}/edit", {"body": _brief_body(run)})
    assert edited.status_code == 200, edited.text
    replays = [(await _as_ann(line, f"{path}/replay")).status_code for _ in range(2)]
    assert replays == [202, 409]
    await line.reaches(run, "COMPLETED")
    assert await line.databases.rows_of(run) == LIGHT
    shown = (await line.get("onboarding", path)).json()
    assert (shown["status"], shown["original"]["body"]) == ("replayed", letter["body"])
    assert [(each["actor"], each["action"], each["status_before"]) for each in shown["audit"]] == [
        ("Ann", "edit", "parked"),
        ("Ann", "replay", "parked"),
    ]
    logged = [json.loads(each) for each in line.system.log("onboarding").splitlines() if letter["id"] in each]
    assert ("dead_letter_edit", "Ann") in {(each["event"], each.get("actor")) for each in logged}


async def test_old_letters_go_from_the_orchestrator_too_and_the_pivots_tombstones_stay(line: Line) -> None:
    run, undone = good_run(), "INSERT INTO run_ledger VALUES ($1, 'compensated', 1, 'a test', NULL, $2, $2)"
    for service in ("qc", "delivery"):
        await line.databases.fetch(service, undone, run, LONG_AGO)
    services = ("qc", "delivery", "orchestrator")
    for service in services:
        await line.databases.fetch(service, DISCARDED, run, LONG_AGO)
    for service in services:
        await restarted(line, service)
    letters = "SELECT 1 FROM dead_letter WHERE id = $1"
    for service in services:
        await eventually(lambda name=service: _gone(line, name, letters, run), f"the old letter of {service} gone")
    entry = "SELECT 1 FROM run_ledger WHERE workflow_run_id = $1"
    await eventually(lambda: _gone(line, "qc", entry, run), "the old tombstone of qc gone")
    assert await line.databases.fetch("delivery", entry, run)


async def _gone(line: Line, service: str, query: str, run: UUID) -> bool:
    return not await line.databases.fetch(service, query, run)


async def test_an_edit_that_would_be_no_message_is_refused_with_every_problem_and_changes_nothing(line: Line) -> None:
    run, letter = await _parked_brief(line)
    path = f"{LETTERS}/{letter['id']}"
    answer = await _as_ann(line, f"{path}/edit", {"body": {"workflow_run_id": "x", "brief": 7}})
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json()["problems"]} == {"workflow_run_id", "brief"}
    assert (await line.get("onboarding", path)).json() == letter
    assert (await line.show(run) or {})["status"] == "STALLED"


async def test_a_stalled_run_is_listed_with_the_dead_letter_that_it_waits_for(line: Line) -> None:
    run, letter = await _parked_brief(line)
    stalled = (await line.get("orchestrator", "/v1/runs", status="STALLED", limit="500")).json()["runs"]
    [waits_for] = [each["waits_for"] for each in stalled if each["workflow_run_id"] == str(run)]
    assert letter["id"] in waits_for
    listed = await aicmo(line.system, "runs", "--status", "STALLED", "--all")
    assert any(str(run) in words and letter["id"] in words for words in listed.stdout.splitlines())


async def test_a_replay_survives_the_crash_of_its_service(line: Line) -> None:
    run, letter = await _parked_brief(line)
    path = f"{LETTERS}/{letter['id']}"
    await _as_ann(line, f"{path}/edit", {"body": _brief_body(run)})
    await _as_ann(line, f"{path}/replay")
    await restarted(line, "onboarding")
    await _lease_ends(line, letter["id"])
    await line.reaches(run, "COMPLETED")
    assert await line.databases.rows_of(run) == LIGHT


async def test_many_are_replayed_at_once_by_their_type_and_each_says_by_whom(line: Line) -> None:
    runs = [good_run() for _ in range(5)]
    letters = await _parked(line, [signed_client(run) for run in runs])
    for run, letter in letters.items():
        body = signed_client(run).model_dump_json()
        assert (await _as_ann(line, f"{LETTERS}/{letter['id']}/edit", {"body": body})).status_code == 200
    words = ("dead-letters", "replay", "--type", ClientSigned.type, "--service", "onboarding", "--json")
    replayed = await aicmo(line.system, *words)
    assert replayed.returncode == DONE
    assert json.loads(replayed.stdout)["replayed"]["onboarding"] >= len(runs)

    async def opened() -> bool:
        return all([(await line.databases.rows_of(run))["onboarding_forms"] for run in runs])

    await eventually(opened, "every form is open")
    shown = (await line.get("onboarding", f"{LETTERS}/{letters[runs[0]]['id']}")).json()
    assert [each["action"] for each in shown["audit"]] == ["edit", "replay"]
    assert shown["audit"][1]["actor"] not in ("", "unknown", "Ann")


async def test_a_person_edits_replays_and_discards_from_the_command_line(line: Line, tmp_path: Path) -> None:
    run, letter = await _parked_brief(line)
    file = tmp_path / "body.json"
    file.write_text("{}")
    assert (await aicmo(line.system, "dead-letters", "edit", letter["id"], "--body", file)).returncode == BAD_INPUT
    file.write_text(json.dumps(_brief_body(run)))
    assert (await aicmo(line.system, "dead-letters", "edit", letter["id"], "--body", file)).returncode == DONE
    shown = await aicmo(line.system, "dead-letters", "show", letter["id"])
    assert "as edited" in shown.stdout
    assert (await aicmo(line.system, "dead-letters", "replay", letter["id"])).returncode == DONE
    await line.reaches(run, "COMPLETED")
    assert (await aicmo(line.system, "dead-letters", "discard", letter["id"])).returncode == CONFLICT


def _brief_body(run: UUID) -> Any:
    return BriefSubmitted(workflow_run_id=run, brief=light_brief()).model_dump(mode="json")


async def _parked_brief(line: Line) -> tuple[UUID, Any]:
    """A run whose brief came in a body that nobody can read: gives it, stalled, and its dead letter."""
    run = good_run()
    letters = await _parked(line, [BriefSubmitted(workflow_run_id=run, brief=light_brief())])
    await line.reaches(run, "STALLED")
    return run, letters[run]


async def _parked(line: Line, payloads: Sequence[Payload]) -> dict[UUID, Any]:
    """Messages whose bodies were lost on their way to onboarding; gives their dead letters by run."""
    records = [binary(payload) for payload in payloads]
    await line.topics.publish(INTAKE, [(key, headers, b'{"brief": ') for key, headers, _ in records])
    return {payload.run: await _letter_of(line, payload.run) for payload in payloads}


async def _letter_of(line: Line, run: UUID) -> Any:
    async def probe() -> Any:
        return (await line.get("onboarding", LETTERS, run=str(run))).json()["dead_letters"]

    [letter] = await eventually(probe, f"run {run} has a dead letter")
    return (await line.get("onboarding", f"{LETTERS}/{letter['id']}")).json()


async def _as_ann(line: Line, path: str, body: object = None) -> Any:
    return await line.http.post(line.url("onboarding", path), json=body, headers={"X-Actor": "Ann"})


async def _lease_ends(line: Line, key: str) -> None:
    """Let the services believe that whoever took the record has had it for long, unless it is handled already."""
    query = "UPDATE dead_letter SET next_attempt_at = now() WHERE id = $1 AND status = 'retrying'"
    await line.databases.fetch("onboarding", query, UUID(key))
