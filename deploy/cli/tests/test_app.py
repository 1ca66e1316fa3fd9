"""The command line as a whole."""

from pathlib import Path

import pytest
from command_line import Command, start
from recorded_services import RecordedServices, json_answer
from recorded_states import RUN, a_run

from aicmo.errors import MEANINGS, ExitCode


def test_help_names_every_exit_code(aicmo_process: Command) -> None:
    outcome = aicmo_process("--help", COLUMNS="120")
    assert outcome.code == 0
    assert set(MEANINGS) == set(ExitCode)
    for code, meaning in MEANINGS.items():
        assert f"{code.value}  {meaning}" in outcome.stdout


@pytest.mark.parametrize(
    "command",
    ["submit", "runs", "show", "watch", "cancel", "retry", "download", "dead-letters"],
)
def test_each_command_explains_itself(aicmo: Command, command: str) -> None:
    outcome = aicmo(command, "--help")
    assert outcome.code == 0
    assert f"aicmo {command}" in outcome.stdout


def test_a_terminal_that_lacks_a_character_still_gets_an_answer(
    services: RecordedServices, aicmo_process: Command
) -> None:
    services.record("GET", f"orchestrator/v1/runs/{RUN}", json_answer(a_run(client_name="Café Zürich")))
    outcome = aicmo_process("show", RUN, PYTHONIOENCODING="ascii")
    assert outcome.code == 0
    assert "Caf\\xe9" in outcome.stdout


def test_a_reader_that_has_gone_ends_a_command_quietly(services: RecordedServices, tmp_path: Path) -> None:
    runs = [a_run() for _ in range(100)]
    services.record("GET", "orchestrator/v1/runs", json_answer({"runs": runs, "next_cursor": None}))
    with start(("runs", "--json", "--limit", "100"), services.environment(), tmp_path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaint = process.stderr.read()
    assert "Traceback" not in complaint


def test_a_command_that_does_not_exist_exits_2(aicmo: Command) -> None:
    assert aicmo("deliver").code == 2
