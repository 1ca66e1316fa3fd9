"""A service that can't be started says what is wrong, in words, and ends with a code that is not 0.

Mutants: `ServiceSettings._known_services` without its refusal -> the service that nobody knows.
"""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from e2e_system import free_ports_in_a_row, plain_environment

from local_stack.ports import LOOPBACK, free_port

NOWHERE = "postgresql://nobody:secret@127.0.0.1:9/nothing"


def started(service: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Start a service with these variables and wait for its end; no broker and no database are there."""
    prefix = service.upper()
    usable = {
        f"{prefix}_DATABASE_URL": NOWHERE,
        f"{prefix}_HTTP_URL": f"http://{LOOPBACK}:{free_port()}",
        "KAFKA_BOOTSTRAP_SERVERS": f"{LOOPBACK}:9",
    }
    environment = {**plain_environment(), **usable, **variables}
    command = [sys.executable, "-m", service]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("service", "variables", "said"),
    [
        ("qc", {"QC_DATABASE_URL": ""}, "unset"),
        ("strategy", {"STRATEGY_DATABASE_URL": "mysql://host/name"}, "mysql"),
        ("onboarding", {"ONBOARDING_HTTP_URL": "http://no-port"}, "ONBOARDING_HTTP_URL"),
        ("production", {"AICMO_FAULTS": "nobody=0.1"}, "nobody"),
        ("production", {"AICMO_FAULTS": "qc=2"}, "from 0 to 1"),
        ("delivery", {"AICMO_FAULTS": "qc=0.5", "AICMO_ENVIRONMENT": "production"}, "AICMO_FAULTS"),
        ("orchestrator", {"AICMO_STEP_DEADLINES": "qc=-1,lunch=3"}, "lunch, qc"),
        ("qc", {"AICMO_QC_PASS_MARK": "high"}, "PASS_MARK"),
        ("delivery", {"KAFKA_SECURITY_PROTOCOL": "SASL_SSL"}, "KAFKA_SASL_USERNAME"),
    ],
)
def test_a_service_with_a_broken_environment_says_what_is_wrong(
    service: str, variables: dict[str, str], said: str
) -> None:
    result = started(service, **variables)
    assert result.returncode != 0
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert "secret" not in result.stderr + result.stdout


def test_a_service_whose_port_is_taken_says_so_and_ends() -> None:
    with socket.socket() as holder:
        holder.bind((LOOPBACK, 0))
        holder.listen()
        port = holder.getsockname()[1]
        result = started("strategy", STRATEGY_HTTP_URL=f"http://{LOOPBACK}:{port}")
    assert result.returncode != 0
    assert "already in use" in result.stderr
    assert "STRATEGY_HTTP_URL" in result.stderr
    assert "Traceback" not in result.stderr


def test_make_up_with_a_taken_port_names_the_port_and_starts_nothing(tmp_path: Path) -> None:
    with socket.socket() as holder:
        port = free_port()
        holder.bind((LOOPBACK, port))
        holder.listen()
        others = ("AICMO_KAFKA_PORT", "AICMO_KAFKA_CONTROLLER_PORT", "AICMO_HTTP_PORT")
        chosen = {"AICMO_POSTGRES_PORT": str(port), **{name: str(free_ports_in_a_row(6)) for name in others}}
        environment = {**plain_environment(), "AICMO_STATE": str(tmp_path / "state"), **chosen}
        command = [sys.executable, "-m", "local_stack", "up"]
        result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 1
    assert f"Port {port} for PostgreSQL is taken by process {os.getpid()}" in result.stderr
    assert "AICMO_POSTGRES_PORT" in result.stderr
    assert not (tmp_path / "state" / "pids").exists()
