"""A real PostgreSQL server in a directory of its own, listening on the loopback address only.

Invariant: fsync and synchronous_commit stay on, so what is committed survives a kill.
"""

import os
import secrets
import shutil
import signal
import tempfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import psutil

from local_stack.errors import LocalStackError
from local_stack.ports import LOOPBACK
from local_stack.postgres_binaries import find_postgres
from local_stack.privileges import Unprivileged, unprivileged
from local_stack.processes import Daemon, Ending, Launch, alive, wait_until, write_atomically

SUPERUSER = "postgres"
_START_LIMIT = timedelta(seconds=60)
_STOP_GRACE = timedelta(seconds=30)
# A killed server needs a moment to be reaped, its backends one to notice; until then a new one refuses to start.
_PREDECESSOR_REMAINS = ("pre-existing shared memory block", "Is another postmaster")


class PostgresServer:
    """One PostgreSQL server: `directory` holds its data, its superuser's password and, by default, pid and log."""

    def __init__(self, directory: Path, port: int, *, daemon: Daemon | None = None) -> None:
        self.directory = directory.absolute()
        self.port = port
        self.daemon = daemon or Daemon("postgres", self.directory / "pid", self.directory / "log")
        self._data = self.directory / "data"
        self._password_file = self.directory / "superuser-password"

    @property
    def pid(self) -> int | None:
        """The postmaster's process id while it is alive, else None."""
        return self.daemon.pid

    @property
    def admin_url(self) -> str:
        """Where the superuser connects; the password lies in the server's own directory."""
        return self.url(SUPERUSER, SUPERUSER, self._password_file.read_text())

    def url(self, database: str, role: str, password: str) -> str:
        """Write the URL at which this role reaches this database."""
        return f"postgresql://{quote(role)}:{quote(password, safe='')}@{LOOPBACK}:{self.port}/{quote(database)}"

    def start(self) -> None:
        """Create the data directory if there is none, start the server, return when it accepts connections."""
        if self.pid is not None:
            return
        binaries, account = find_postgres(), unprivileged()
        self.directory.mkdir(parents=True, exist_ok=True)
        if not (self._data / "PG_VERSION").exists():
            self._initialise(binaries, account)
        account.hand_over(self._data)
        self._remove_stale_lock()
        self._launch(Launch(self._command(binaries, account), _environment(), self._data, account.user))

    def stop(self) -> Ending:
        """Disconnect the clients, write everything down and end."""
        return self.daemon.stop(signal.SIGINT, _STOP_GRACE)

    def kill(self) -> None:
        """End the server at once, as a crash would; its data stays."""
        pid = self.pid
        backends = psutil.Process(pid).children(recursive=True) if pid else []
        self.daemon.kill()
        wait_until(lambda: not any(map(alive, backends)), timedelta(seconds=5))

    def _initialise(self, binaries: Path, account: Unprivileged) -> None:
        # Built aside and renamed, so that an interrupted initdb leaves nothing that looks like a data directory.
        password = secrets.token_urlsafe(24)
        draft = Path(tempfile.mkdtemp(prefix="initdb-", dir=self.directory))
        password_file = draft / "password"
        write_atomically(password_file, password, 0o600)
        account.hand_over(draft)
        words = ("-N", "-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={password_file}", "-E", "UTF8", "--locale=C")
        result = account.run([str(binaries / "initdb"), *words, "-D", str(draft / "data")])
        if result.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise LocalStackError(
                f"initdb failed in {self.directory}:\n{result.stdout}{result.stderr}{_advice(account)}"
            )
        write_atomically(self._password_file, password, 0o600)
        (draft / "data").rename(self._data)
        shutil.rmtree(draft)

    def _command(self, binaries: Path, account: Unprivileged) -> list[str]:
        settings = {
            "port": self.port,
            "listen_addresses": LOOPBACK,
            "unix_socket_directories": "",
            "max_connections": 200,
            "shared_buffers": "256MB",
            "max_wal_size": "2GB",
            "checkpoint_timeout": "15min",
        }
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return account.command(str(binaries / "postgres"), "-D", str(self._data), *words)

    def _launch(self, launch: Launch) -> None:
        offset = self.daemon.log_size()
        pid = self.daemon.spawn(launch)

        def settled() -> bool:
            nonlocal offset, pid
            # Asked once: a server that ends between two looks would count as one that nothing stands in the way of.
            ended = self.daemon.pid is None
            if ended and self._predecessor_remains(offset):
                offset, pid = self.daemon.log_size(), self.daemon.spawn(launch)
                return False
            return self._ready(pid) or ended

        if not wait_until(settled, _START_LIMIT):
            raise self.daemon.failure(f"is not ready after {_START_LIMIT.seconds} s")
        if not self._ready(pid):
            raise self.daemon.failure("ended while starting")

    def _predecessor_remains(self, offset: int) -> bool:
        said = self.daemon.log_since(offset)
        return any(reason in said for reason in _PREDECESSOR_REMAINS)

    def _lock(self) -> list[str]:
        try:
            return (self._data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _ready(self, pid: int) -> bool:
        match self._lock():
            case [owner, _, _, _, _, _, _, state, *_]:
                return owner.strip() == str(pid) and state.strip() == "ready"
            case _:
                return False

    def _remove_stale_lock(self) -> None:
        # PostgreSQL believes a lock whose pid is alive, even if another program has got that pid since.
        lock = self._lock()
        if not lock or not lock[0].strip().isdigit():
            return
        try:
            holder = psutil.Process(int(lock[0])).name()
        except psutil.Error:
            return
        if "postgres" not in holder:
            (self._data / "postmaster.pid").unlink()


def _environment() -> dict[str, str]:
    # Without the caller's PG* variables: PGDATA or PGPORT must not redirect our server.
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _advice(account: Unprivileged) -> str:
    if not account.user:
        return ""
    return (
        f"\nPostgreSQL refuses to run as root, so it runs as {account.user}, who must be able to enter the directories "
        "of the virtual environment and of AICMO_STATE. Move them, or call this as another user."
    )
