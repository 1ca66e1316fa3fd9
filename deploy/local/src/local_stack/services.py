"""The service processes: started together, ready together, stopped together."""

import http.client
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from contracts.topics import SERVICES
from local_stack.configuration import Instance, app_url_variable, http_url_variable, owner_url_variable
from local_stack.errors import LocalStackError
from local_stack.ports import LOOPBACK, require_free
from local_stack.processes import MARKER, Daemon, Ending, Launch
from local_stack.state import State

READY_LIMIT = timedelta(seconds=90)
STOP_GRACE = timedelta(seconds=30)
_POLL_SECONDS = 0.05
# What a service has read once, at its start, but for what only the local stack and the command line client read.
_READ = ("AICMO_", "KAFKA_", "OTEL_", "AWS_", "PGSSL")
_NOT_READ = frozenset({MARKER, "AICMO_STATE", "AICMO_CACHE", "AICMO_ACTOR", "AICMO_HTTP_TIMEOUT"})


@dataclass(frozen=True, slots=True)
class ServiceProcess:
    """One replica of a service and the process that runs it."""

    instance: Instance
    daemon: Daemon

    def require_port(self) -> None:
        """Refuse to start on a port that someone else listens on."""
        require_free(self.instance.port, self.instance.name, "AICMO_HTTP_PORT")

    def start(self, environment: Mapping[str, str], directory: Path) -> None:
        """Start the process; it is not ready yet when this returns.

        Of the databases' URLs it is given its own app role's only, as it would be in production.
        """
        command = (sys.executable, "-m", self.instance.service)
        self.daemon.spawn(Launch(command, self._given(environment), directory))

    def ready(self) -> bool:
        """Ask the service whether it is ready."""
        connection = http.client.HTTPConnection(LOOPBACK, self.instance.port, timeout=2)
        try:
            connection.request("GET", "/ready")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def started_with_other(self, environment: Mapping[str, str]) -> list[str]:
        """Name the settings that the running process was started with another value of, or without."""
        running, now = self.daemon.environment(), self._given(environment)
        different = {name for name in {*running, *now} if running.get(name) != now.get(name)}
        return sorted(name for name in different if self._is_read(name))

    def _is_read(self, name: str) -> bool:
        own = (app_url_variable(self.instance.service), http_url_variable(self.instance.service))
        return name in own or (name.startswith(_READ) and name not in _NOT_READ)

    def _given(self, environment: Mapping[str, str]) -> dict[str, str]:
        service = self.instance.service
        urls = {name(each) for each in SERVICES for name in (app_url_variable, owner_url_variable)}
        withheld = urls - {app_url_variable(service)}
        permitted = {name: value for name, value in environment.items() if name not in withheld}
        own = {
            http_url_variable(service): self.instance.url,
            "AICMO_INSTANCE": self.instance.name,
            "PYTHONUNBUFFERED": "1",
        }
        return permitted | own


def service_processes(state: State, instances: Sequence[Instance]) -> list[ServiceProcess]:
    """Pair each replica with the process that the state directory knows of."""
    return [ServiceProcess(one, daemon(state, one.name)) for one in instances]


def daemon(state: State, name: str) -> Daemon:
    """Name the process of this name under the state directory."""
    return Daemon(name, state.pids / name, state.log(name))


def wait_ready(processes: Sequence[ServiceProcess], limit: timedelta = READY_LIMIT) -> None:
    """Wait until every service says it is ready.

    Raises LocalStackError with the end of a log when one ends, or isn't ready within the limit.
    """
    deadline = time.monotonic() + limit.total_seconds()
    waiting = list(processes)
    while waiting := [process for process in waiting if not process.ready()]:
        for process in waiting:
            if process.daemon.pid is None:
                raise process.daemon.failure("ended while starting")
        if time.monotonic() > deadline:
            raise _not_ready(waiting, limit)
        time.sleep(_POLL_SECONDS)


def stop_all(daemons: Sequence[Daemon]) -> dict[str, Ending]:
    """Ask all to stop at the same time and tell how each ended."""
    if not daemons:
        return {}
    with ThreadPoolExecutor(len(daemons)) as pool:
        endings = pool.map(lambda one: one.stop(signal.SIGTERM, STOP_GRACE), daemons)
        return dict(zip((one.name for one in daemons), endings, strict=True))


def _not_ready(waiting: Sequence[ServiceProcess], limit: timedelta) -> LocalStackError:
    names = ", ".join(process.instance.name for process in waiting)
    first = waiting[0].daemon
    return LocalStackError(
        f"Not ready after {limit.seconds} s: {names}. The end of {first.log_file}:\n{first.log_tail()}"
    )
