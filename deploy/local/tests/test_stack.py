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
from local_stack.env_file import read_env_file
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

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {**self.environment, **variables}
        return subprocess.run(
            self.command(*words), env=environment, capture_output=True, text=True, timeout=180, check=False
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
        "AICMO_HTTP_PORT": str(free_ports_in_a_row(10 + len(SERVICES))),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith(("AICMO_", "KAFKA_"))}
    machine = Machine(State(tmp_path / "state"), {**others, **chosen})
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


def test_after_a_kill_what_is_missing_comes_back_to_the_places_of_the_others(machine: Machine, tmp_path: Path) -> None:
    store = (tmp_path / "other").as_uri()
    assert machine.run("up", "--replicas", "2", AICMO_OBJECT_STORE_URL=store).returncode == 0
    before, written = machine.pids(), machine.state.environment_file.read_text()
    for name in ("delivery", "qc-2"):
        os.kill(before[name] or 0, signal.SIGKILL)
    assert wait_until(lambda: machine.pids()["delivery"] is machine.pids()["qc-2"] is None, LIMIT)

    second = machine.run("up")
    assert second.returncode == 0, second.stdout + second.stderr
    assert "2 started, 12 ready" in second.stdout
    after = machine.pids()
    assert {name for name in after if after[name] != before[name]} == {"delivery", "qc-2"}
    assert daemon(machine.state, "delivery").environment()["AICMO_OBJECT_STORE_URL"] == store
    assert "another value" not in second.stdout

    for variables, said in (
        ({"AICMO_OBJECT_STORE_URL": "memory:///"}, f"running with AICMO_OBJECT_STORE_URL={store}: stop it"),
        ({"QC_DATABASE_URL": "postgresql://qc:secret@db/qc"}, "running with another QC_DATABASE_URL: stop it"),
        ({"KAFKA_BOOTSTRAP_SERVERS": "foo:bar"}, "KAFKA_BOOTSTRAP_SERVERS: 'foo:bar': must be host:port"),
    ):
        refused = machine.run("up", **variables)
        assert refused.returncode == 1
        assert said in refused.stderr
        assert "Traceback" not in refused.stderr
    assert machine.state.environment_file.read_text() == written

    warned = machine.run("up", AICMO_BATCH_LIMIT="7", AICMO_ACTOR="somebody")
    assert "qc runs already, with another value of AICMO_BATCH_LIMIT: make down first" in warned.stdout


def test_a_broker_that_does_not_answer_is_not_remembered(machine: Machine) -> None:
    refused = machine.run("up", KAFKA_BOOTSTRAP_SERVERS=f"{LOOPBACK}:{free_port()}")
    assert refused.returncode == 1
    assert "No Kafka broker answers" in refused.stderr
    assert "Traceback" not in refused.stderr
    remembered = read_env_file(machine.state.environment_file)
    assert remembered["AICMO_POSTGRES_PORT"] == machine.environment["AICMO_POSTGRES_PORT"]
    assert "QC_DATABASE_URL" in remembered
    assert "KAFKA_BOOTSTRAP_SERVERS" not in remembered


def test_a_demonstration_in_an_unknown_mode_is_refused_and_nothing_is_started(machine: Machine) -> None:
    refused = machine.run("demo", MODE="foo")
    assert refused.returncode == 1
    assert "MODE=foo" in refused.stderr
    assert "db or inmemory" in refused.stderr
    assert machine.pids() == {}
    assert machine.run("down", MODE="foo").returncode == 0


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
