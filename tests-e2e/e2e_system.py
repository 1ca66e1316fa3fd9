"""The whole system as `make up` starts it, in a place of its own, and what a test may do to its processes."""

import os
import signal
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from e2e_briefs import SHARES
from rich.console import Console

from contracts.topics import SERVICES
from local_stack.env_file import read_env_file
from local_stack.ports import free_port, is_free
from local_stack.processes import Daemon, Ending, wait_until
from local_stack.progress import Progress
from local_stack.services import STOP_GRACE, ServiceProcess, daemon, service_processes, wait_ready
from local_stack.stack import Stack
from local_stack.state import State, repository

SETTINGS = {
    "AICMO_FAULTS": ",".join(f"{step}={share}" for step, share in SHARES.items()),
    # Five attempts at a step within a second, so that a test sees a record parked without waiting long.
    "AICMO_RETRY_FIRST_SECONDS": "0.05",
    # Services ask at once about every run that a test has made to look old; no other run is asked about.
    "AICMO_RECONCILE_EVERY_SECONDS": "0.5",
    "AICMO_RECONCILE_AFTER_SECONDS": "3600",
}

_LIMIT = timedelta(seconds=10)
# Six services, and ten ports above them their second replicas.
_HTTP_PORTS = 10 + len(SERVICES)
_SERVERS = ("AICMO_KAFKA_PORT", "AICMO_KAFKA_CONTROLLER_PORT", "AICMO_POSTGRES_PORT")


@dataclass(frozen=True, slots=True)
class System:
    """A whole system: found by its state directory, configured by what its caller has in the environment.

    With `replicas`, the name of a service means all of them; `qc-2` means the second alone.
    """

    state: State
    caller: Mapping[str, str]
    replicas: int = 1

    @property
    def environment(self) -> dict[str, str]:
        """What `.local/env` says, as other programs read it."""
        return read_env_file(self.state.environment_file)

    @property
    def bootstrap_servers(self) -> str:
        """Where Kafka's clients connect."""
        return self.environment["KAFKA_BOOTSTRAP_SERVERS"]

    @property
    def postgres_admin_url(self) -> str:
        """Where the database server's superuser connects."""
        return self._stack().postgres.admin_url

    def up(self) -> None:
        """Start everything that isn't running and wait until all of it is ready: what `make up` does."""
        self._stack().up(replicas=self.replicas)

    def repair(self) -> None:
        """Bring back what an earlier test has left stopped."""
        processes = self._processes(self.replicas).values()
        if not all(self.pid(name) for name in ("kafka", "postgres")) or not all(each.ready() for each in processes):
            self.up()

    def clean(self) -> None:
        """Stop everything and remove all that was made."""
        self._stack().clean()

    def start(self, name: str, **settings: str) -> None:
        """Start a service, and wait until it is ready; `settings` go before the system's."""
        processes = [self._processes()[each] for each in self.replicas_of(name)]
        for process in processes:
            process.start({**self.caller, **self.environment, **settings}, repository())
        wait_ready(processes)

    def kill(self, name: str) -> None:
        """End a process at once, as a crash would; a database server with all its backends."""
        for each in self.replicas_of(name):
            match each:
                case "kafka":
                    self._stack().kafka.kill()
                case "postgres":
                    self._stack().postgres.kill()
                case _:
                    self._daemon(each).kill()
        # Threads of a killed process may hold its port for a moment after the process counts as gone.
        wait_until(lambda: all(is_free(self._port(each)) for each in self.replicas_of(name)), _LIMIT)

    def url(self, name: str) -> str:
        """Where a service, or a second replica of it, listens."""
        return self._processes()[name].instance.url

    def terminate(self, name: str) -> bool:
        """Ask a service to stop (SIGTERM); tell whether it did so within its grace."""
        with ThreadPoolExecutor() as pool:
            endings = pool.map(
                lambda each: each.stop(signal.SIGTERM, STOP_GRACE), map(self._daemon, self.replicas_of(name))
            )
            return all(ending is Ending.STOPPED for ending in endings)

    def pause(self, name: str) -> None:
        """Stop a process in its tracks; it keeps its connections and does nothing."""
        self._signal(name, signal.SIGSTOP)

    def resume(self, name: str) -> None:
        """Let a paused process go on."""
        self._signal(name, signal.SIGCONT)

    def pid(self, name: str) -> int | None:
        """The process id while the process runs."""
        return self._daemon(name).pid

    def log(self, name: str) -> str:
        """All that a service has written, one replica after the other."""
        return "".join(self._daemon(each).log_since(0) for each in self.replicas_of(name))

    def objects_of(self, service: str, run: object) -> Path:
        """The folder of a run's files in the object store."""
        return self.state.objects / service / str(run)

    def replicas_of(self, name: str) -> list[str]:
        """The processes that a name means: all replicas of a service, else the one of that name."""
        if name not in SERVICES:
            return [name]
        return [name, *(f"{name}-{number}" for number in range(2, self.replicas + 1))]

    def _signal(self, name: str, number: signal.Signals) -> None:
        for each in self.replicas_of(name):
            os.kill(self.pid(each) or 0, number)

    def _daemon(self, name: str) -> Daemon:
        return daemon(self.state, name)

    def _port(self, name: str) -> int:
        if name in ("kafka", "postgres"):
            return self._stack().configuration.ports[f"AICMO_{name.upper()}_PORT"]
        return self._processes()[name].instance.port

    def _stack(self) -> Stack:
        return Stack(self.state, self.caller, Progress(Console(quiet=True)))

    def _processes(self, replicas: int = 2) -> dict[str, ServiceProcess]:
        instances = self._stack().configuration.instances(replicas)
        return {each.instance.name: each for each in service_processes(self.state, instances)}


def new_system(directory: Path, replicas: int = 2) -> System:
    """Describe a system that isn't started yet, on free ports below the ephemeral range."""
    first = free_ports_in_a_row(len(_SERVERS) + _HTTP_PORTS)
    chosen = {name: str(first + place) for place, name in enumerate((*_SERVERS, "AICMO_HTTP_PORT"))}
    return System(State(directory), {**plain_environment(), **SETTINGS, **chosen}, replicas)


def plain_environment() -> dict[str, str]:
    """This process's environment without what a sourced `.local/env` has put there."""
    foreign = ("AICMO_", "KAFKA_", "OTEL_", *(f"{service.upper()}_" for service in SERVICES))
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}


def free_ports_in_a_row(count: int) -> int:
    """The first of several free ports that follow one another."""
    while True:
        first = free_port()
        if all(is_free(port) for port in range(first, first + count)):
            return first
