"""The demonstration: one brief goes through the whole line, and its package is fetched."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from local_stack.errors import LocalStackError
from local_stack.processes import Launch
from local_stack.progress import Progress
from local_stack.services import STOP_GRACE, ServiceProcess, daemon, wait_ready
from local_stack.stack import Stack
from local_stack.state import repository


@dataclass(frozen=True, slots=True)
class Client:
    """The command line client, run as a person would run it, in the environment of the running system."""

    environment: Mapping[str, str]

    def read(self, *words: str) -> str:
        """Run a command and return the last line that it prints, which is its result.

        Raises LocalStackError if it fails.
        """
        result = subprocess.run(
            self._command(words), env=self.environment, stdout=subprocess.PIPE, text=True, check=False
        )
        _require_success(result.returncode, words)
        return result.stdout.strip().splitlines()[-1] if result.stdout.strip() else ""

    def run(self, *words: str) -> None:
        """Run a command on this terminal.

        Raises LocalStackError if it fails.
        """
        result = subprocess.run(self._command(words), env=self.environment, check=False)
        _require_success(result.returncode, words)

    def _command(self, words: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "aicmo", *words]


def demo_brief() -> Path:
    """Name the brief that the demonstration submits."""
    return repository() / "deploy" / "local" / "demo-brief.yaml"


def run_brief(client: Client, folder: Path, progress: Progress) -> str:
    """Submit the brief, follow its run to the end and fetch the package into a folder; gives the run's id."""
    progress.say(f"\nSubmitting {_shown(demo_brief())}")
    run = client.read("submit", str(demo_brief()))
    progress.say(f"\nFollowing run {run}")
    client.run("watch", run)
    progress.say("\nFetching the package")
    folder.mkdir(parents=True, exist_ok=True)
    package = client.read("download", run, "--output", str(folder))
    progress.say(f"\nThe package lies at {_shown(Path(package))}")
    return run


@contextmanager
def in_memory(stack: Stack) -> Iterator[Client]:
    """Run all services in one process, with nothing to install or keep, for the length of a block."""
    environment = {**stack.caller, **stack.configuration.addresses(), "AICMO_PERSISTENCE_MODE": "inmemory"}
    process = daemon(stack.state, "inmemory")
    services = [ServiceProcess(one, process) for one in stack.configuration.instances(1)]
    for service in services:
        service.require_port()
    with stack.progress.stage("all services in one process"):
        process.spawn(Launch((sys.executable, "-m", "local_stack.inmemory"), environment, repository()))
        wait_ready(services)
    try:
        yield Client(environment)
    finally:
        process.stop(signal.SIGTERM, STOP_GRACE)


def stay(progress: Progress) -> None:
    """Keep the system in the foreground until Ctrl-C."""
    progress.say("\nThe system keeps running here: Ctrl-C stops it.")
    with suppress(KeyboardInterrupt):
        signal.pause()


def _require_success(code: int, words: tuple[str, ...]) -> None:
    if code:
        raise LocalStackError(f"aicmo {words[0]} ended with exit code {code}.")


def _shown(path: Path) -> Path:
    """The path from here, where that is shorter to read."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def next_steps(stack: Stack, run: str) -> str:
    """What to try with a system that keeps running."""
    return f"""
To try next, in another terminal, after  set -a; . {_shown(stack.state.environment_file)}; set +a
  .venv/bin/aicmo show {run}
  curl -s $QC_HTTP_URL/v1/qc-reports/{run}
  tail -f {_shown(stack.state.log("qc"))}
  make down && AICMO_FAULTS=qc=1 make up    (qc then refuses every run, and each is undone in all five databases)"""
