"""One call brings up what isn't running, another takes it down, and what it kept is found again."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from contracts.topics import SERVICES
from local_stack.ports import LOOPBACK, free_port, is_free
from local_stack.processes import wait_until
from local_stack.services import daemon
from local_stack.state import State, cache_directory

LIMIT = timedelta(seconds=120)
NAMES = {"kafka", "postgres", *SERVICES}


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine with nothing on it, and the command line of the local stack."""

    state: State
    environment: dict[str, str]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), env=self.environment, capture_output=True, text=True, timeout=180, check=False
        )

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*words), env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "local_stack", *words]

    def pids(self) -> dict[str, int | None]:
        files = self.state.pids.glob("[!.]*")
        return {file.name: daemon(self.state, file.name).pid for file in files}


def free_ports_in_a_row(count: int) -> int:
    while True:
        first = free_port()
        if all(is_free(port) for port in range(first, first + count)):
            return first


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    chosen = {
        "AICMO_STATE": str(tmp_path / "state"),
        "AICMO_CACHE": str(cache_directory()),
        "AICMO_KAFKA_PORT": str(free_port()),
        "AICMO_KAFKA_CONTROLLER_PORT": str(free_port()),
        "AICMO_POSTGRES_PORT": str(free_port()),
        "AICMO_HTTP_PORT": str(free_ports_in_a_row(len(SERVICES))),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    machine = Machine(State(tmp_path / "state"), {**os.environ, **chosen})
    yield machine
    machine.run("clean")


def test_up_starts_all_and_after_a_kill_only_what_is_missing(machine: Machine) -> None:
    first = machine.run("up")
    assert first.returncode == 0, first.stdout + first.stderr
    before = machine.pids()
    assert before.keys() == NAMES
    assert None not in before.values()
    os.kill(before["qc"] or 0, signal.SIGKILL)
    assert wait_until(lambda: machine.pids()["qc"] is None, LIMIT)
    assert machine.run("status").returncode == 1

    second = machine.run("up")
    assert second.returncode == 0, second.stdout + second.stderr
    after = machine.pids()
    assert {name for name in NAMES if after[name] != before[name]} == {"qc"}
    assert machine.run("status").returncode == 0


def test_a_service_is_given_no_password_but_its_own(machine: Machine) -> None:
    assert machine.run("up").returncode == 0
    given = daemon(machine.state, "qc").environment()
    assert {name for name in given if name.endswith("DATABASE_URL")} == {"QC_DATABASE_URL"}
    assert given["AICMO_INSTANCE"] == "qc"


def test_down_keeps_the_passwords_and_clean_leaves_nothing(machine: Machine) -> None:
    assert machine.run("up").returncode == 0
    written = machine.state.environment_file.read_text()
    assert machine.run("down").returncode == 0
    assert machine.pids() == {}
    up = machine.run("up")
    assert up.returncode == 0, up.stdout + up.stderr
    assert machine.state.environment_file.read_text() == written
    assert machine.run("clean").returncode == 0
    assert not machine.state.root.exists()
    assert is_free(int(machine.environment["AICMO_POSTGRES_PORT"]))


def test_a_taken_port_is_one_clear_message_and_nothing_is_started(machine: Machine) -> None:
    with socket.socket() as holder:
        holder.bind((LOOPBACK, int(machine.environment["AICMO_HTTP_PORT"]) + 3))
        holder.listen()
        result = machine.run("up")
    assert result.returncode == 1
    assert f"for qc is taken by process {os.getpid()}" in result.stderr
    assert "Traceback" not in result.stderr
    assert machine.pids() == {}


def test_an_interrupted_up_stops_what_it_has_started(machine: Machine) -> None:
    call = machine.start("up")
    assert wait_until(lambda: machine.pids().get("kafka") is not None, LIMIT)
    call.send_signal(signal.SIGINT)
    output, _ = call.communicate(timeout=LIMIT.total_seconds())
    assert call.returncode == 130, output
    assert "Traceback" not in output
    assert machine.pids() == {}


def test_two_calls_at_once_start_everything_once(machine: Machine) -> None:
    calls = [machine.start("up"), machine.start("up")]
    outputs = [call.communicate(timeout=LIMIT.total_seconds())[0] for call in calls]
    assert [call.returncode for call in calls] == [0, 0], outputs
    assert machine.pids().keys() == NAMES
    assert sum("6 started" in output for output in outputs) == 1
    assert sum("0 started" in output for output in outputs) == 1
