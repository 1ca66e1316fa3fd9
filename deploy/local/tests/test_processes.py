"""Only a living process that we started counts as running, and nothing else is ever signalled."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from local_stack.processes import Daemon, Ending, Launch, wait_until

GRACE = timedelta(seconds=10)
SLEEPER = "import time; print('up', flush=True); time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPER


def launch(script: str) -> Launch:
    return Launch((sys.executable, "-c", script), os.environ, Path.cwd())


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    one = Daemon("one", tmp_path / "pids" / "one", tmp_path / "logs" / "one.log")
    yield one
    one.stop(signal.SIGKILL, GRACE)


def start(daemon: Daemon, script: str) -> int:
    pid = daemon.spawn(launch(script))
    assert wait_until(lambda: "up" in daemon.log_since(0), GRACE)
    return pid


def test_a_process_is_found_again_by_its_pid_file(daemon: Daemon) -> None:
    pid = start(daemon, SLEEPER)
    assert Daemon("one", daemon.pid_file, daemon.log_file).pid == pid
    assert daemon.pid_file.read_text() == f"{pid}\n"


def test_a_pid_that_now_belongs_to_another_process_is_not_ours(daemon: Daemon) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", SLEEPER], stdout=subprocess.DEVNULL)
    daemon.pid_file.parent.mkdir()
    daemon.pid_file.write_text(f"{stranger.pid}\n")
    assert daemon.pid is None
    assert daemon.stop(signal.SIGKILL, GRACE) is Ending.WAS_NOT_RUNNING
    assert stranger.poll() is None
    assert not daemon.pid_file.exists()
    stranger.kill()
    stranger.wait()


def test_a_process_of_another_state_directory_is_not_ours(daemon: Daemon, tmp_path: Path) -> None:
    pid = start(daemon, SLEEPER)
    elsewhere = Daemon("one", tmp_path / "elsewhere", tmp_path / "elsewhere.log")
    elsewhere.pid_file.write_text(f"{pid}\n")
    assert elsewhere.pid is None


def test_a_zombie_is_not_alive(daemon: Daemon) -> None:
    pid = daemon.spawn(launch("pass"))
    # Waits without reaping, so that the process stays a zombie of this test.
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert Daemon("one", daemon.pid_file, daemon.log_file).pid is None
    assert daemon.pid is None


def test_a_process_that_ended_but_is_not_reaped_yet_has_stopped(daemon: Daemon) -> None:
    start(daemon, SLEEPER)
    # Another call's view: it isn't the parent, so it cannot reap, and this test doesn't meanwhile.
    assert Daemon("one", daemon.pid_file, daemon.log_file).stop(signal.SIGTERM, GRACE) is Ending.STOPPED


@pytest.mark.parametrize("content", ["", "not a number\n", "999999999\n"])
def test_a_damaged_or_stale_pid_file_means_not_running(daemon: Daemon, content: str) -> None:
    daemon.pid_file.parent.mkdir()
    daemon.pid_file.write_text(content)
    assert daemon.pid is None


def test_a_process_that_ignores_the_signal_is_killed_and_that_is_said(daemon: Daemon) -> None:
    start(daemon, STUBBORN)
    assert daemon.stop(signal.SIGTERM, timedelta(milliseconds=200)) is Ending.KILLED
    assert daemon.pid is None


def test_the_log_is_appended_to_over_restarts(daemon: Daemon) -> None:
    start(daemon, SLEEPER)
    daemon.stop(signal.SIGTERM, GRACE)
    size = daemon.log_size()
    daemon.spawn(launch(SLEEPER))
    assert wait_until(lambda: "up" in daemon.log_since(size), GRACE)
    assert daemon.log_tail().splitlines() == ["up", "up"]
