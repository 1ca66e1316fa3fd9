"""`aicmo watch`: a scripted run followed to its end."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import SOURCE, Command, start
from recorded_services import Recorded, RecordedServices, json_answer, problem
from recorded_states import RUN, a_qc_failure, a_run

PATH = f"orchestrator/v1/runs/{RUN}"
QUICKLY = ("--interval", "0.01")


def test_watch_writes_one_line_for_each_change_and_ends_with_the_run(
    services: RecordedServices, aicmo_process: Command
) -> None:
    services.record(
        "GET",
        PATH,
        json_answer(a_run("RUNNING", ("running",))),
        json_answer(a_run("RUNNING", ("running",))),
        json_answer(a_run("RUNNING", ("done", "running"))),
        json_answer(a_run("RUNNING", ("done", "done", "done", "done", "running"))),
        json_answer(a_run("COMPLETED", ("done",) * 5)),
    )
    outcome = aicmo_process("watch", RUN, *QUICKLY)
    assert outcome.code == 0
    assert [line.split()[1:3] for line in outcome.lines] == [
        ["onboarding", "running"],
        ["run", "RUNNING"],
        ["onboarding", "done"],
        ["strategy", "running"],
        ["strategy", "done"],
        ["production", "done"],
        ["qc", "done"],
        ["delivery", "running"],
        ["delivery", "done"],
        ["run", "COMPLETED"],
    ]


def test_a_compensated_run_exits_4_and_says_why(services: RecordedServices, aicmo: Command) -> None:
    undone = ("compensated", "compensated", "compensated", "failed")
    services.record(
        "GET",
        PATH,
        json_answer(a_run("COMPENSATING", ("done", "done", "compensating", "failed"), failure=a_qc_failure())),
        json_answer(a_run("COMPENSATED", undone, failure=a_qc_failure())),
    )
    outcome = aicmo("watch", RUN, *QUICKLY)
    assert outcome.code == 4
    assert sum("score 60 is under 70" in line for line in outcome.lines) == 1
    assert outcome.lines[-1].endswith("run          COMPENSATED")


def test_a_failure_that_was_no_services_doing_is_the_runs(services: RecordedServices, aicmo: Command) -> None:
    cancelled = a_qc_failure(kind="cancelled", service=None, reason="cancelled by a person")
    services.record("GET", PATH, json_answer(a_run("COMPENSATED", failure=cancelled)))
    assert aicmo("watch", RUN).lines[0].split()[1:4] == ["run", "cancelled", "cancelled"]


def test_a_stalled_run_is_watched_on_until_it_ends(services: RecordedServices, aicmo: Command) -> None:
    stalled = a_run("STALLED", ("done", "parked"), waits_for="a replay of the dead letter in strategy")
    services.record("GET", PATH, json_answer(stalled), json_answer(a_run("COMPLETED", ("done",) * 5)))
    outcome = aicmo("watch", RUN, *QUICKLY)
    assert outcome.code == 0
    assert "waits for a replay of the dead letter in strategy" in outcome.stdout


def test_a_stalled_run_exits_5_if_that_was_asked_for(services: RecordedServices, aicmo: Command) -> None:
    services.record("GET", PATH, json_answer(a_run("STALLED", ("done", "parked"))))
    assert aicmo("watch", RUN, "--until-stalled").code == 5


def test_a_run_that_does_not_end_in_time_exits_6(services: RecordedServices, aicmo: Command) -> None:
    services.record("GET", PATH, json_answer(a_run("RUNNING", ("running",))))
    outcome = aicmo("watch", RUN, *QUICKLY, "--timeout", "0.05")
    assert outcome.code == 6
    assert "had not ended after 0.05 s" in outcome.stderr


def test_a_run_that_is_not_known_yet_is_waited_for(services: RecordedServices, aicmo: Command) -> None:
    unknown = problem(404, "Not Found", "there is no such run")
    services.record("GET", PATH, unknown, unknown, json_answer(a_run("COMPLETED", ("done",) * 5)))
    outcome = aicmo("watch", RUN, *QUICKLY)
    assert outcome.code == 0
    assert [line.strip() for line in outcome.lines if "waiting: " in line] == [
        "waiting: the run is not known there yet"
    ]


def test_a_run_that_stays_unknown_exits_7_when_patience_is_over(services: RecordedServices, aicmo: Command) -> None:
    assert aicmo("watch", RUN, *QUICKLY, "--patience", "0.05").code == 7


def test_a_restarting_orchestrator_does_not_end_the_watch(services: RecordedServices, aicmo: Command) -> None:
    away = problem(503, "Service Unavailable", "starting")
    broken = Recorded(500, b"no database", "text/plain")
    running = json_answer(a_run("RUNNING", ("running",)))
    services.record("GET", PATH, running, away, broken, json_answer(a_run("COMPLETED", ("done",) * 5)))
    assert aicmo("watch", RUN, *QUICKLY).code == 0


def test_an_orchestrator_that_stays_away_exits_1(aicmo: Command) -> None:
    outcome = aicmo("watch", RUN, "--patience", "0", ORCHESTRATOR_HTTP_URL="http://127.0.0.1:1")
    assert outcome.code == 1
    assert "cannot reach orchestrator at http://127.0.0.1:1" in outcome.stderr


def test_each_line_is_written_when_it_happens(services: RecordedServices, tmp_path: Path) -> None:
    services.record("GET", PATH, json_answer(a_run("RUNNING", ("running",))))
    with start(("watch", RUN, *QUICKLY), services.environment(), tmp_path) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        try:
            _, complaint = process.communicate(timeout=20)
        finally:
            process.kill()
    assert "onboarding" in first
    assert (process.returncode, complaint) == (130, "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_shows_the_five_steps_and_is_left_as_it_was(services: RecordedServices, tmp_path: Path) -> None:
    services.record(
        "GET", PATH, json_answer(a_run("RUNNING", ("running",))), json_answer(a_run("COMPLETED", ("done",) * 5))
    )
    seen = _in_terminal(
        ("watch", RUN, *QUICKLY), {**os.environ, **services.environment(), "PYTHONPATH": str(SOURCE)}, tmp_path
    )
    for expected in ("Calm Skin", "onboarding", "strategy", "production", "qc", "delivery", "COMPLETED"):
        assert expected in seen
    assert seen.rfind("\x1b[?25h") > seen.rfind("\x1b[?25l") >= 0


def _in_terminal(arguments: tuple[str, ...], variables: dict[str, str], folder: Path) -> str:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "aicmo", *arguments]
    seen = b""
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**variables, "TERM": "xterm", "COLUMNS": "100"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        while piece := _read(ours):
            seen += piece
    os.close(ours)
    return seen.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        # Linux reports the other side's end as an I/O error.
        return b""
