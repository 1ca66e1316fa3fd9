"""Operations: a parked step is mended and replayed, or given up; a failed run is tried again; a lost run is found.

Mutants: `dead_letters.replay` without a time, or `dead_letters.resolve` that does nothing -> the replay;
`Reconciliation.round` that asks nobody, or `begin_unknown` without a deadline -> the lost run.
"""

import os
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from e2e_briefs import full_brief, good_run, light_brief, run_refused_by
from e2e_line import Line
from e2e_polling import eventually
from e2e_stories import files_of, nothing_is_left, paused
from e2e_tables import LIGHT

from contracts.topics import STEP_SERVICES, WORKFLOW_EVENTS, dead_letters_of


async def test_a_parked_step_stalls_its_run_and_a_replay_after_the_repair_completes_it(line: Line) -> None:
    run, file, content = await _stalled_for_want_of_a_file(line)
    letter = await _letter_of(line, run)
    assert (letter["reason"], letter["status"], letter["attempts"]) == ("step_failed", "parked", 5)
    assert file.name in letter["error"]
    file.write_bytes(content)
    answer = await line.post("delivery", f"/v1/dead-letters/{letter['id']}/replay")
    assert answer.status_code == 202, answer.text
    await line.reaches(run, "COMPLETED")
    assert (await line.get("delivery", f"/v1/dead-letters/{letter['id']}")).json()["status"] == "replayed"
    assert (await line.databases.rows_of(run))["delivery_package"] == 1
    again = await line.post("delivery", f"/v1/dead-letters/{letter['id']}/replay")
    assert again.status_code == 409


async def test_a_stalled_run_says_what_it_waits_for_and_so_does_everybody_who_is_told(line: Line) -> None:
    run, file, _ = await _stalled_for_want_of_a_file(line)
    letter = await _letter_of(line, run)
    shown = await line.show(run)
    assert shown is not None
    assert letter["id"] in shown["waits_for"]
    assert file.name in shown["waits_for"]
    await line.at_rest()
    told = await line.topics.of_run(run, WORKFLOW_EVENTS)
    assert [seen.short_type for seen in told] == ["workflow.started", "workflow.stalled"]
    copies = await line.topics.of_run(run, dead_letters_of("delivery"))
    assert [seen.text("dl_reason") for seen in copies] == ["step_failed"]
    assert copies[0].text("dl_topic") == "qc.events"
    await _undo(line, run)


async def test_a_discarded_dead_letter_stays_listed_and_its_run_is_undone_by_its_deadline(line: Line) -> None:
    run, _, _ = await _stalled_for_want_of_a_file(line)
    letter = await _letter_of(line, run)
    answer = await line.post("delivery", f"/v1/dead-letters/{letter['id']}/discard")
    assert answer.status_code == 202, answer.text
    assert (await line.get("delivery", f"/v1/dead-letters/{letter['id']}")).json()["status"] == "discarded"
    assert await _letters_of(line, run) == []
    await _deadline_passes(line, run)
    shown = await line.reaches(run, "COMPENSATED")
    assert shown["failure"]["kind"] == "deadline"
    assert "step_failed" in shown["failure"]["evidence"]["parked"]
    await nothing_is_left(line, [run])


async def test_a_failed_run_is_tried_again_as_a_new_run_that_is_linked_to_it(line: Line) -> None:
    old = await line.submit(light_brief(), run_refused_by("production"))
    await line.reaches(old, "COMPENSATED")
    new = good_run()
    body = {"workflow_run_id": str(new)}
    answers = [await line.post("orchestrator", f"/v1/runs/{old}/retry", body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert await line.ends(new) == "COMPLETED"
    shown = [await line.show(run) for run in (old, new)]
    assert shown[0] and shown[1]
    assert shown[0]["retried_as"] == [str(new)]
    assert shown[1]["retry_of"] == str(old)
    assert await line.databases.rows_of(new) == LIGHT
    await nothing_is_left(line, [old])


async def test_a_run_that_has_not_failed_can_not_be_tried_again(line: Line) -> None:
    run = await line.delivered(light_brief())
    answer = await line.post("orchestrator", f"/v1/runs/{run}/retry")
    assert answer.status_code == 409
    assert "COMPLETED" in answer.json()["detail"]


async def test_a_delivered_run_that_the_orchestrator_has_lost_is_found_and_is_completed_again(line: Line) -> None:
    run = await line.delivered(light_brief())
    await _lose(line, run)
    await _grow_old(line, run)
    await line.reaches(run, "RUNNING")
    await _deadline_passes(line, run)
    assert await line.ends(run) == "COMPLETED"
    assert await line.databases.rows_of(run) == LIGHT


async def test_an_unfinished_run_that_the_orchestrator_has_lost_is_found_and_undone(line: Line) -> None:
    async with paused(line, "qc"):
        run = await line.submit(light_brief(), good_run())
        await line.step_done(run, "production")
        await _heard_of_the_draft(line, run)
        await _lose(line, run)
        await _grow_old(line, run)
        await line.reaches(run, "RUNNING")
        await _deadline_passes(line, run)
        await line.step_done(run, "delivery")
    await line.reaches(run, "COMPENSATED")
    await nothing_is_left(line, [run])


async def test_a_run_that_is_lost_while_it_is_being_undone_is_undone_to_the_end(line: Line) -> None:
    async with paused(line, "delivery"):
        run = await line.submit(light_brief(), run_refused_by("qc"))
        await line.reaches(run, "COMPENSATING")
        await _lose(line, run)
    await line.reaches(run, "COMPENSATED")
    await nothing_is_left(line, [run])


async def test_a_file_whose_run_has_no_row_is_an_orphan_and_is_removed(line: Line) -> None:
    orphan, young = (line.system.objects_of("production", good_run()) / "card.svg" for _ in range(2))
    for file in (orphan, young):
        file.parent.mkdir(parents=True)
        file.write_text("<svg/>")
    yesterday = time.time() - 86400
    os.utime(orphan, (yesterday, yesterday))

    async def probe() -> bool:
        return not orphan.parent.exists()

    await eventually(probe, "the orphan is gone")
    assert young.exists()


async def test_runs_are_listed_newest_first_by_status_client_and_page(line: Line) -> None:
    client = f"Pebble {good_run()}"
    runs = [await line.delivered(light_brief(client_name=client)) for _ in range(3)]
    wanted = {"status": "COMPLETED", "client": client, "limit": "2"}
    first = (await line.get("orchestrator", "/v1/runs", **wanted)).json()
    second = (await line.get("orchestrator", "/v1/runs", **wanted, cursor=first["next_cursor"])).json()
    listed = [run["workflow_run_id"] for page in (first, second) for run in page["runs"]]
    assert listed == [str(run) for run in reversed(runs)]


async def _stalled_for_want_of_a_file(line: Line) -> tuple[UUID, Path, bytes]:
    """A run whose approved file has vanished before delivery could fetch it: gives run, file and the file's content."""
    run = good_run()
    async with paused(line, "delivery"):
        await line.submit(full_brief(), run)
        await line.step_done(run, "qc")
        file = files_of(line, "production", run)[0]
        content = file.read_bytes()
        file.unlink()
    await line.reaches(run, "STALLED")
    return run, file, content


async def _letters_of(line: Line, run: UUID) -> list[Any]:
    letters: list[Any] = (await line.get("delivery", "/v1/dead-letters", run=str(run))).json()["dead_letters"]
    return letters


async def _letter_of(line: Line, run: UUID) -> Any:
    (letter,) = await _letters_of(line, run)
    return letter


async def _undo(line: Line, run: UUID) -> None:
    await line.post("orchestrator", f"/v1/runs/{run}/cancel")
    await line.reaches(run, "COMPENSATED")
    await nothing_is_left(line, [run])


async def _heard_of_the_draft(line: Line, run: UUID) -> None:
    """Wait until the orchestrator has nothing more to hear before quality control goes on."""

    async def probe() -> bool:
        shown = await line.show(run)
        return shown is not None and shown["current_step"] == "qc"

    await eventually(probe, "the orchestrator knows of the draft")


async def _lose(line: Line, run: UUID) -> None:
    """Forget a run, as a database restored from a backup has forgotten it."""
    await line.databases.fetch("orchestrator", "DELETE FROM workflow_run WHERE workflow_run_id = $1", run)
    assert await line.show(run) is None


async def _grow_old(line: Line, run: UUID) -> None:
    """Let the services believe that they have waited long for the end of this run."""
    query = "UPDATE run_ledger SET updated_at = now() - interval '1 day' WHERE workflow_run_id = $1"
    for service in STEP_SERVICES:
        await line.databases.fetch(service, query, run)


async def _deadline_passes(line: Line, run: UUID) -> None:
    """Let the orchestrator believe that the deadline of the run's step has come."""
    query = "UPDATE workflow_run SET wake_at = now() WHERE workflow_run_id = $1 AND wake_at IS NOT NULL RETURNING 1"

    async def probe() -> list[Any]:
        return await line.databases.fetch("orchestrator", query, run)

    await eventually(probe, "the run has a deadline")
