"""Processes that outlive the call that starts them, found again by pid file.

Invariant: a pid counts as ours only if that process carries the marker we started it with, so neither a stale pid file,
a recycled pid nor a zombie is ever mistaken for a running server, and nothing that isn't ours is ever signalled.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from pathlib import Path

import psutil

from local_stack.errors import LocalStackError

MARKER = "AICMO_PID_FILE"
_POLL_SECONDS = 0.02


class Ending(Enum):
    """How a process ended when it was asked to."""

    WAS_NOT_RUNNING = "was not running"
    STOPPED = "stopped"
    KILLED = "did not stop in time and was killed"


@dataclass(frozen=True, slots=True)
class Launch:
    """What to start: the command, its whole environment, its working directory, and the user to become, if any."""

    command: Sequence[str]
    environment: Mapping[str, str]
    directory: Path
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Daemon:
    """One process known by its pid file, with its output appended to a log file."""

    name: str
    pid_file: Path
    log_file: Path
    _children: list[subprocess.Popen[bytes]] = field(default_factory=list, repr=False, compare=False)

    @property
    def pid(self) -> int | None:
        """The process id while the process is alive and ours, else None."""
        process = self._process()
        return process.pid if process else None

    def spawn(self, launch: Launch) -> int:
        """Start the process in a session of its own and return its pid.

        Raises LocalStackError if the program cannot be run at all.
        """
        for file in (self.pid_file, self.log_file):
            file.parent.mkdir(parents=True, exist_ok=True)
        try:
            child = self._open(launch)
        except OSError as error:
            raise LocalStackError(f"{self.name} could not be started: {error}") from error
        self._children.append(child)
        write_atomically(self.pid_file, f"{child.pid}\n")
        return child.pid

    def stop(self, how: signal.Signals, grace: timedelta) -> Ending:
        """Send the signal, wait for the end up to the grace, then kill; forget the pid file."""
        process = self._process()
        if process is None:
            self.pid_file.unlink(missing_ok=True)
            return Ending.WAS_NOT_RUNNING
        _send(process, how)
        ending = Ending.STOPPED
        if not wait_until(lambda: not alive(process), grace):
            _send(process, signal.SIGKILL)
            wait_until(lambda: not alive(process), timedelta(seconds=10))
            ending = Ending.KILLED
        self._forget()
        return ending

    def kill(self) -> None:
        """End the process at once, as a crash would, and leave its pid file behind."""
        if process := self._process():
            _send(process, signal.SIGKILL)
            wait_until(lambda: not alive(process), timedelta(seconds=10))
        self._reap()

    def environment(self) -> Mapping[str, str]:
        """Read the environment the running process was started with; empty when it isn't running."""
        process = self._process()
        return process.environ() if process else {}

    def log_size(self) -> int:
        """Tell how long the log is, in bytes: where the output of the next start will begin."""
        return self.log_file.stat().st_size if self.log_file.exists() else 0

    def log_since(self, offset: int) -> str:
        """Read the log from this byte on."""
        if not self.log_file.exists():
            return ""
        with self.log_file.open("rb") as log:
            log.seek(offset)
            return log.read().decode(errors="replace")

    def log_tail(self, lines: int = 20) -> str:
        """Read the last lines of the log."""
        return "\n".join(self.log_since(max(0, self.log_size() - 65536)).splitlines()[-lines:])

    def failure(self, what: str) -> LocalStackError:
        """Describe a failed start with the end of the log, which nearly always holds the reason."""
        return LocalStackError(f"{self.name} {what}. The end of {self.log_file}:\n{self.log_tail()}")

    def _open(self, launch: Launch) -> subprocess.Popen[bytes]:
        with self.log_file.open("ab") as log:
            return subprocess.Popen(
                list(launch.command),
                env={**launch.environment, MARKER: str(self.pid_file.absolute())},
                cwd=launch.directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=launch.user,
                extra_groups=[] if launch.user else None,
            )

    def _process(self) -> psutil.Process | None:
        try:
            process = psutil.Process(int(self.pid_file.read_text()))
            ours = alive(process) and (self._is_child(process.pid) or self._is_marked(process))
        except (FileNotFoundError, ValueError, psutil.Error, OSError):
            return None
        return process if ours else None

    def _is_child(self, pid: int) -> bool:
        # A child that replaces its program has no environment for a moment, so the marker can't tell yet.
        return any(child.pid == pid and child.poll() is None for child in self._children)

    def _is_marked(self, process: psutil.Process) -> bool:
        return process.environ().get(MARKER) == str(self.pid_file.absolute())

    def _forget(self) -> None:
        self.pid_file.unlink(missing_ok=True)
        self._reap()

    def _reap(self) -> None:
        for child in self._children:
            child.poll()


def write_atomically(file: Path, text: str, mode: int = 0o644) -> None:
    """Replace the file's content so that a reader sees the old or the new text, never half of it."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    draft.chmod(mode)
    draft.replace(file)


def wait_until(condition: Callable[[], bool], limit: timedelta) -> bool:
    """Wait for the condition; tell whether it came true within the limit."""
    deadline = time.monotonic() + limit.total_seconds()
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def alive(process: psutil.Process) -> bool:
    """Tell whether the process runs: a zombie does not."""
    # A zombie still has a pid: process 1 of a container may take long to reap it.
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _send(process: psutil.Process, how: signal.Signals) -> None:
    try:
        process.send_signal(how)
    except psutil.NoSuchProcess:
        return
