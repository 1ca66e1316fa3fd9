"""The command line against the real system: what it prints and the exit codes that scripts rely on."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
import yaml
from e2e_briefs import EXAMPLES, brief_with_problems, good_run, light_brief, run_refused_by
from e2e_line import Line
from e2e_system import System, plain_environment

DONE, BAD_INPUT, CONFLICT, COMPENSATED, NOT_FOUND = 0, 2, 3, 4, 7


async def aicmo(system: System, *words: object) -> "subprocess.CompletedProcess[str]":
    """Run a command as a person does who has sourced `.local/env`."""
    command = [sys.executable, "-m", "aicmo", *map(str, words)]
    environment = {**plain_environment(), **system.environment}
    return await asyncio.to_thread(
        subprocess.run, command, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    file = tmp_path / "brief.yaml"
    file.write_text(yaml.safe_dump(light_brief()))
    return file


async def test_a_person_submits_watches_shows_and_downloads(line: Line, tmp_path: Path) -> None:
    run = good_run()
    submitted = await aicmo(line.system, "submit", EXAMPLES / "yoga-studio.yaml", "--run-id", run)
    assert (submitted.returncode, submitted.stdout.splitlines()[-1]) == (DONE, str(run))
    watched = await aicmo(line.system, "watch", run, "--timeout", 60)
    assert (watched.returncode, "COMPLETED" in watched.stdout) == (DONE, True)
    shown = await aicmo(line.system, "show", run, "--json")
    assert json.loads(shown.stdout)["status"] == "COMPLETED"
    fetched = await aicmo(line.system, "download", run, "-o", tmp_path / "package.zip")
    assert fetched.returncode == DONE
    archive = await line.get("delivery", f"/v1/packages/{run}/archive")
    assert (tmp_path / "package.zip").read_bytes() == archive.content


async def test_a_run_that_was_undone_is_shown_with_its_reason_and_can_be_tried_again(line: Line, brief: Path) -> None:
    run, again = run_refused_by("qc"), good_run()
    await aicmo(line.system, "submit", brief, "--run-id", run)
    assert (await aicmo(line.system, "watch", run, "--timeout", 60)).returncode == COMPENSATED
    assert "AICMO_FAULTS" in (await aicmo(line.system, "show", run)).stdout
    retried = await aicmo(line.system, "retry", run, "--run-id", again)
    assert (retried.returncode, retried.stdout.splitlines()[-1]) == (DONE, str(again))
    assert (await aicmo(line.system, "watch", again, "--timeout", 60)).returncode == DONE


async def test_what_the_state_does_not_allow_has_a_code_of_its_own(line: Line, brief: Path) -> None:
    run = await line.delivered(light_brief())
    assert (await aicmo(line.system, "cancel", run)).returncode == CONFLICT
    assert (await aicmo(line.system, "retry", run)).returncode == CONFLICT
    brief.write_text(yaml.safe_dump(light_brief(client_name="Another")))
    assert (await aicmo(line.system, "submit", brief, "--run-id", run)).returncode == CONFLICT


async def test_bad_input_and_what_does_not_exist_have_codes_of_their_own(line: Line, brief: Path) -> None:
    brief.write_text(yaml.safe_dump(brief_with_problems()))
    refused = await aicmo(line.system, "submit", brief)
    assert refused.returncode == BAD_INPUT
    assert all(field in refused.stderr for field in ("client_name", "geography", "objective"))
    assert (await aicmo(line.system, "show", uuid4())).returncode == NOT_FOUND
    assert (await aicmo(line.system, "download", uuid4())).returncode == NOT_FOUND


async def test_dead_letters_of_all_services_are_listed_and_one_is_discarded(line: Line) -> None:
    mark = f"poison-{uuid4()}"
    await line.topics.publish("intake.briefs", [(mark.encode(), [], mark.encode())])
    after = await line.submit(light_brief())
    await line.ends(after)
    listed = json.loads((await aicmo(line.system, "dead-letters", "list", "--limit", 200, "--json")).stdout)
    assert listed["unanswered"] == {}
    bodies = {}
    for letter in (each for each in listed["dead_letters"] if each["service"] == "onboarding"):
        bodies[(await line.get("onboarding", f"/v1/dead-letters/{letter['id']}")).json()["body"]] = letter["id"]
    assert (await aicmo(line.system, "dead-letters", "discard", bodies[mark])).returncode == DONE
    assert (await aicmo(line.system, "dead-letters", "discard", bodies[mark])).returncode == CONFLICT
