"""A real Kafka broker in a directory of its own, one node, listening on the loopback address only."""

import base64
import os
import shutil
import signal
import subprocess
import uuid
from datetime import timedelta
from importlib import resources
from pathlib import Path

from local_stack.errors import LocalStackError
from local_stack.java import find_java
from local_stack.kafka_jars import fetch, locked_jars
from local_stack.ports import LOOPBACK, free_port
from local_stack.processes import Daemon, Ending, Launch, wait_until, write_atomically
from local_stack.start_up_cache import StartUpCache
from local_stack.state import cache_directory

_READY = "Kafka Server started"
_START_LIMIT = timedelta(seconds=90)
# The first stop also writes the start-up cache, which takes some seconds.
_STOP_GRACE = timedelta(seconds=45)
_MEMORY = ("-Xms64m", "-Xmx512m", "-XX:+UseSerialGC")


class KafkaServer:
    """One Kafka broker: `directory` holds its data, its properties and, by default, pid and log.

    Clients are told to come to `advertised_port`, where that is not the port it listens on: a proxy's, say.
    """

    def __init__(
        self,
        directory: Path,
        port: int,
        *,
        controller_port: int | None = None,
        advertised_port: int | None = None,
        daemon: Daemon | None = None,
    ) -> None:
        self.directory = directory.absolute()
        self.port = port
        self.advertised_port = advertised_port or port
        self.controller_port = controller_port or free_port()
        self.daemon = daemon or Daemon("kafka", self.directory / "pid", self.directory / "log")
        self._data = self.directory / "data"
        self._java = find_java()
        self._jars = cache_directory() / "jars"
        self._cache = StartUpCache.of(self._java, self._jars, self.directory)

    @property
    def pid(self) -> int | None:
        """The broker's process id while it is alive, else None."""
        return self.daemon.pid

    @property
    def bootstrap_servers(self) -> str:
        """Where clients connect, as host:port."""
        return f"{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Fetch the jars and format the directory if need be, start the broker, return when it serves."""
        if self.pid is not None:
            return
        class_path = os.pathsep.join(map(str, fetch(locked_jars(), self._jars)))
        self._configure()
        if not (self._data / "meta.properties").exists():
            self._format(class_path)
        self._launch([*self._java_command(class_path, self._cache.options()), "kafka.Kafka", str(self._properties)])

    def stop(self) -> Ending:
        """Let the broker flush and close its logs and end."""
        ending = self.daemon.stop(signal.SIGTERM, _STOP_GRACE)
        self._cache.keep()
        return ending

    def kill(self) -> None:
        """End the broker at once, as a crash would; its data stays."""
        self.daemon.kill()

    @property
    def _properties(self) -> Path:
        return self.directory / "server.properties"

    @property
    def _logging(self) -> Path:
        return self.directory / "log4j2.properties"

    def _configure(self) -> None:
        self._data.mkdir(parents=True, exist_ok=True)
        package = resources.files("local_stack")
        template = package.joinpath("broker.properties").read_text()
        ports = {"port": self.port, "controller_port": self.controller_port, "advertised_port": self.advertised_port}
        write_atomically(self._properties, template.format(**ports, data=self._data))
        write_atomically(self._logging, package.joinpath("log4j2.properties").read_text())

    def _java_command(self, class_path: str, options: tuple[str, ...] = ()) -> list[str]:
        logging = f"-Dlog4j2.configurationFile={self._logging}"
        return [str(self._java.launcher), *_MEMORY, *self._java.quiet_options, *options, logging, "-cp", class_path]

    def _format(self, class_path: str) -> None:
        tool = ["kafka.tools.StorageTool", "format", "-t", _cluster_id(), "-c", str(self._properties)]
        command = [*self._java_command(class_path), *tool]
        result = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())
        if result.returncode:
            # A half-formatted directory would be taken for a whole one at the next start.
            shutil.rmtree(self._data, ignore_errors=True)
            raise LocalStackError(f"Kafka could not format {self._data}:\n{result.stdout}{result.stderr}")

    def _launch(self, command: list[str]) -> None:
        offset = self.daemon.log_size()
        self.daemon.spawn(Launch(command, _environment(), self.directory))

        def settled() -> bool:
            return _READY in self.daemon.log_since(offset) or self.daemon.pid is None

        if not wait_until(settled, _START_LIMIT):
            raise self.daemon.failure(f"is not ready after {_START_LIMIT.seconds} s")
        if self.daemon.pid is None:
            raise self.daemon.failure("ended while starting")


def _environment() -> dict[str, str]:
    # Options meant for other Java programs would be printed into the log and void the start-up cache.
    return {name: value for name, value in os.environ.items() if name not in ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")}


def _cluster_id() -> str:
    # As Kafka writes its own: 22 characters; a leading dash would be read as an option.
    return "a" + base64.urlsafe_b64encode(uuid.uuid4().bytes).decode()[1:22]
