"""The command line as a whole."""

import errno
import os
from pathlib import Path

import pytest
import typer
from command_line import Command, start
from recorded_services import RecordedServices, json_answer
from recorded_states import RUN, a_run

from aicmo.errors import MEANINGS, ExitCode
from aicmo.reporting import reporting


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


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("show", "mine"), "mine"),
        (("dead-letters", "list", "--run", "that"), "that"),
        (("retry", RUN, "--run-id", "7"), "7"),
    ],
)
def test_what_is_no_run_id_is_said_in_our_own_words(aicmo: Command, arguments: tuple[str, ...], word: str) -> None:
    outcome = aicmo(*arguments)
    assert outcome.code == 2
    assert f"'{word}' is no run id: it must be a UUID." in " ".join(outcome.stderr.split())


def test_help_fits_a_terminal_of_80_columns_word_by_word(aicmo_process: Command) -> None:
    shown = (
        aicmo_process("runs", "--help", COLUMNS="80").stdout
        + aicmo_process("dead-letters", "list", "--help", COLUMNS="80").stdout
    )
    assert all(name in shown for name in ("COMPENSATED", "production", "orchestrator"))


def test_an_error_of_the_system_is_said_without_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(typer.Exit):
        reporting(full)()
    assert capsys.readouterr().err == f"error {os.strerror(errno.ENOSPC)}\n"
