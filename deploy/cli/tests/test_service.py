"""The way to the services: addresses, and every way in which an answer can fail to come, without a traceback."""

import json
import shlex
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from command_line import Command
from recorded_services import Recorded, RecordedServices, json_answer, problem
from recorded_states import RUN, a_run

PATH = f"orchestrator/v1/runs/{RUN}"


@contextmanager
def a_port_nobody_listens_on() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_a_refused_connection_names_the_address_and_make_up(aicmo_process: Command) -> None:
    with a_port_nobody_listens_on() as port:
        outcome = aicmo_process("show", RUN, ORCHESTRATOR_HTTP_URL=f"http://127.0.0.1:{port}")
    assert (outcome.code, outcome.stdout) == (1, "")
    assert f"http://127.0.0.1:{port} (Connection refused)" in outcome.stderr
    assert "make up" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_an_answer_that_does_not_come_in_time_exits_1(services: RecordedServices, aicmo_process: Command) -> None:
    gate = threading.Event()
    services.record("GET", PATH, Recorded(gate=gate))
    outcome = aicmo_process("show", RUN, AICMO_HTTP_TIMEOUT="0.2")
    gate.set()
    assert outcome.code == 1
    assert "did not answer in time" in outcome.stderr
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize("status", [200, 404, 418, 500, 502])
@pytest.mark.parametrize("body", [b"<html>gateway</html>", b"", b"[]", b"\xff\xfe", b'{"detail": 5}'])
def test_an_answer_that_is_not_what_was_agreed_is_explained(
    services: RecordedServices, aicmo: Command, status: int, body: bytes
) -> None:
    services.record("GET", PATH, Recorded(status, body, "text/html"))
    outcome = aicmo("show", RUN)
    assert outcome.code == (7 if status == 404 else 1)
    assert outcome.stderr.startswith("error ")


def test_problem_details_show_title_and_detail(services: RecordedServices, aicmo: Command) -> None:
    services.record("GET", PATH, problem(500, "Internal Server Error", "the database is away"))
    assert "Internal Server Error: the database is away" in aicmo("show", RUN).stderr


def test_what_title_and_detail_both_say_is_said_once(services: RecordedServices, aicmo: Command) -> None:
    services.record("GET", PATH, problem(404, "Not Found", "Not Found"))
    assert aicmo("show", RUN).stderr.strip() == "error orchestrator says: Not Found"


def test_a_framework_that_names_the_parameter_is_understood_too(services: RecordedServices, aicmo: Command) -> None:
    detail = [{"loc": ["query", "client"], "msg": "too long", "input": "x"}]
    services.record("GET", "orchestrator/v1/runs", json_answer({"detail": detail}, 422))
    outcome = aicmo("runs")
    assert outcome.code == 2
    assert "query.client  too long" in outcome.stderr


def test_without_an_address_the_message_says_make_up(aicmo_process: Command) -> None:
    outcome = aicmo_process("show", RUN, ORCHESTRATOR_HTTP_URL="")
    assert outcome.code == 2
    assert "ORCHESTRATOR_HTTP_URL" in outcome.stderr
    assert "make up" in outcome.stderr


def test_the_nearest_env_file_above_the_folder_names_the_address(
    services: RecordedServices, aicmo_process: Command, tmp_path: Path
) -> None:
    services.record("GET", PATH, json_answer(a_run()))
    below = tmp_path / "clients" / "acme"
    below.mkdir(parents=True)
    (tmp_path / ".local").mkdir()
    address = shlex.quote(f"{services.url}/orchestrator")
    lines = f"# it's made by make up\nexport POSTGRES='a b'\nORCHESTRATOR_HTTP_URL='{address}'\n"
    (tmp_path / ".local" / "env").write_text(lines)
    outcome = aicmo_process("show", RUN, "--json", folder=below, ORCHESTRATOR_HTTP_URL="")
    assert json.loads(outcome.stdout)["workflow_run_id"] == RUN


def test_the_environment_goes_before_the_file(
    services: RecordedServices, aicmo_process: Command, tmp_path: Path
) -> None:
    services.record("GET", PATH, json_answer(a_run()))
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "env").write_text("ORCHESTRATOR_HTTP_URL=http://127.0.0.1:1\n")
    assert aicmo_process("show", RUN).code == 0


def test_an_env_file_that_cannot_be_read_is_named(aicmo_process: Command, tmp_path: Path) -> None:
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "env").write_text("ORCHESTRATOR_HTTP_URL='http://127.0.0.1\n")
    outcome = aicmo_process("show", RUN, ORCHESTRATOR_HTTP_URL="")
    assert outcome.code == 2
    assert ".local/env" in outcome.stderr
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize(
    "address", ["localhost:8080", "ftp://localhost", "http://", "http://localhost:port", "http://[1"]
)
def test_an_address_that_is_none_exits_2(aicmo: Command, address: str) -> None:
    outcome = aicmo("show", RUN, ORCHESTRATOR_HTTP_URL=address)
    assert outcome.code == 2
    assert "is no HTTP address" in outcome.stderr


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "nan", "inf"])
def test_a_timeout_that_is_none_exits_2(aicmo: Command, seconds: str) -> None:
    assert aicmo("show", RUN, AICMO_HTTP_TIMEOUT=seconds).code == 2


def test_a_proxy_does_not_stand_between_this_machine_and_itself(services: RecordedServices, aicmo: Command) -> None:
    services.record("GET", PATH, json_answer(a_run()))
    assert aicmo("show", RUN, HTTP_PROXY="http://127.0.0.1:1", NO_PROXY="").code == 0
