"""The demonstration: one brief goes through the whole line, and its package is fetched."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from local_stack.errors import LocalStackError
from local_stack.progress import Progress
from local_stack.stack import Stack
from local_stack.state import repository


@dataclass(frozen=True, slots=True)
class Client:
    """The command line client, run as a person would run it, in the environment of the running system."""

    environment: Mapping[str, str]

    def read(self, *words: str) -> str:
        """Run a command, pass on what it says, and return its last line.

        Raises LocalStackError if it fails.
        """
        result = subprocess.run(
            self._command(words), env=self.environment, stdout=subprocess.PIPE, text=True, check=False
        )
        print(result.stdout, end="", flush=True)
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


def run_brief(stack: Stack) -> None:
    """Submit the brief, follow its run to the end, fetch the package, and say what to try next."""
    progress = stack.progress
    client = Client({**stack.caller, **stack.configuration.variables()})
    progress.say(f"\nSubmitting {demo_brief()}")
    run = client.read("submit", str(demo_brief()))
    progress.say(f"\nFollowing run {run}")
    client.run("watch", run)
    progress.say("\nFetching the package")
    package = client.read("download", run)
    progress.say(f"\nThe package lies at {package}")
    progress.say(_next_steps(stack, run))


def stay(progress: Progress) -> None:
    """Keep the system in the foreground until Ctrl-C."""
    progress.say("\nThe system keeps running here: Ctrl-C stops it.")
    with suppress(KeyboardInterrupt):
        signal.pause()


def run_in_memory() -> None:
    """Become the in-memory demonstration: all services in one process, nothing to install or keep."""
    os.execv(sys.executable, [sys.executable, "-m", "local_stack.inmemory", str(demo_brief())])


def _require_success(code: int, words: tuple[str, ...]) -> None:
    if code:
        raise LocalStackError(f"aicmo {words[0]} ended with exit code {code}.")


def _next_steps(stack: Stack, run: str) -> str:
    return f"""
To try next, in another terminal, after  set -a; . {stack.state.environment_file}; set +a
  .venv/bin/python -m aicmo --help
  curl -s $ORCHESTRATOR_HTTP_URL/v1/runs/{run}
  curl -s $QC_HTTP_URL/v1/qc-reports/{run}
  tail -f {stack.state.log("qc")}
  make down && AICMO_FAULTS=qc=1 make up    (qc then refuses every run, and each is undone in all five databases)"""
