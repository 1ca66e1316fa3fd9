"""What one service's image must be able to do, shown on a rehearsed build: refuse, answer, stop, write nowhere."""

import http.client
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from contracts.topics import SERVICES
from manifest_checks.build_context import read_context
from manifest_checks.checks.images import MIGRATION
from manifest_checks.dockerfile import read_stages
from manifest_checks.documents import Finding
from manifest_checks.rehearsal import Root, build, command_in

START_SECONDS = 30.0
STOP_SECONDS = 30.0


def image_findings(repository: Path, service: str, scratch: Path) -> Iterator[Finding]:
    """Build the service's image into `scratch` and try it. Raises ManifestError where a step of the build fails."""
    file = repository / "deploy/docker/Dockerfile"
    context = read_context(repository, file.with_name("Dockerfile.dockerignore"))
    root = build(read_stages(file), context, scratch, {"SERVICE": service})
    place = f"image {service}"
    for check in (_refuses, _contains_no_other, _writes_nowhere, _migrates, _serves):
        for problem in check(root, service):
            yield Finding(place, problem)


def _refuses(root: Root, service: str) -> Iterator[str]:
    done = _run(root, ["python", "/app/serve.py"])
    if done.returncode == 0 or f"{service.upper()}_DATABASE_URL" not in done.stderr:
        yield f"without settings it must refuse and name what is missing, but it said: {done.stderr[-500:]}"


def _contains_no_other(root: Root, service: str) -> Iterator[str]:
    others = [name for name in SERVICES if name != service]
    listing = "import importlib.util as u, sys; print([n for n in sys.argv[1:] if u.find_spec(n)])"
    found = _run(root, ["python", "-c", listing, *others, "pip", "hatchling", "pytest"]).stdout.strip()
    if found != "[]":
        yield f"it contains more than it needs: {found}"


def _writes_nowhere(root: Root, _service: str) -> Iterator[str]:
    for folder in ("/opt/venv", "/app", "/", "/usr"):
        if _run(root, ["touch", f"{folder}/written"]).returncode == 0:
            yield f"it can write to {folder}"
    if _run(root, ["touch", "/tmp/written"]).returncode:
        yield "it can't write to /tmp"


def _migrates(root: Root, service: str) -> Iterator[str]:
    done = _run(root, ["python", "-m", "alembic", "heads"])
    if done.returncode or "(head)" not in done.stdout:
        yield f"it does not find its migrations: {done.stdout}{done.stderr[-500:]}"
    refused = _run(root, [*MIGRATION])
    if f"{service.upper()}_MIGRATION_DATABASE_URL" not in refused.stderr:
        yield f"a migration without a database must say what is missing, but it said: {refused.stderr[-500:]}"


def _serves(root: Root, service: str) -> Iterator[str]:
    port = _free_port()
    variables = {
        "AICMO_PERSISTENCE_MODE": "inmemory",
        "AICMO_OBJECT_STORE_URL": "memory:///",
        f"{service.upper()}_HTTP_URL": f"http://127.0.0.1:{port}",
    }
    command = command_in(root, ["python", "/app/serve.py"], variables, confined=True)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    answer = _answer(process, port)
    process.send_signal(signal.SIGTERM)
    try:
        said, _ = process.communicate(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        yield f"it did not stop within {STOP_SECONDS:.0f} s of SIGTERM"
        return
    if answer != http.client.OK or process.returncode:
        yield f"/live gave {answer}, and after SIGTERM it ended with {process.returncode}: {said[-500:]}"


def _answer(process: "subprocess.Popen[str]", port: int) -> int | None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/live")
            return connection.getresponse().status
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    return None


def _run(root: Root, command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command_in(root, command, {}, confined=True), capture_output=True, text=True, check=False)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
