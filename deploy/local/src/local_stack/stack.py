"""The whole local system: what starts before what, and what a call has started itself."""

import asyncio
import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import cached_property

from contracts.topics import TOPICS
from local_stack.configuration import PORT_VARIABLES, Configuration, configure
from local_stack.env_file import is_secret, read_env_file, write_env_file
from local_stack.errors import LocalStackError
from local_stack.kafka import KafkaServer
from local_stack.ports import require_free
from local_stack.postgres import PostgresServer
from local_stack.processes import Daemon, Ending
from local_stack.progress import Progress
from local_stack.provision.databases import DatabaseRoles, provision_databases
from local_stack.provision.migrations import Migrations
from local_stack.services import ServiceProcess, daemon, service_processes, stop_all, wait_ready
from local_stack.state import State, repository

SERVERS = ("kafka", "postgres")


@dataclass
class Stack:
    """One machine's system, found again by its state directory whichever call has started it."""

    state: State
    caller: Mapping[str, str]
    progress: Progress
    started: list[str] = field(default_factory=list)

    @cached_property
    def configuration(self) -> Configuration:
        """What the system looks like."""
        return configure(self.state, self.caller)

    @cached_property
    def kafka(self) -> KafkaServer:
        """The broker, where it is ours."""
        ports = self.configuration.ports
        return KafkaServer(
            self.state.root / "kafka",
            ports["AICMO_KAFKA_PORT"],
            controller_port=ports["AICMO_KAFKA_CONTROLLER_PORT"],
            daemon=daemon(self.state, "kafka"),
        )

    @cached_property
    def postgres(self) -> PostgresServer:
        """The database server, where it is ours."""
        port = self.configuration.ports["AICMO_POSTGRES_PORT"]
        return PostgresServer(self.state.root / "postgres", port, daemon=daemon(self.state, "postgres"))

    def up(self, replicas: int) -> None:
        """Start everything that isn't running; return when all of it is ready."""
        instances = self.configuration.instances(replicas, {one.name for one in self.daemons()})
        services = service_processes(self.state, instances)
        self.configuration.require_distinct_ports(instances)
        self.configuration.require_usable()
        self._require_same_places()
        self._require_free_ports(services)
        known = read_env_file(self.state.environment_file)
        write_env_file(self.state.environment_file, known | self.configuration.our_variables())
        self.state.objects.mkdir(parents=True, exist_ok=True)
        together(self._bring_kafka, self._bring_postgres)
        # Only now: what others read there, and what the next call remembers, must have been found to work.
        write_env_file(self.state.environment_file, self.configuration.variables())
        self._bring_services(services)

    def down(self) -> None:
        """Stop everything that runs, services first, so that they can finish what they have begun; keep the data."""
        names = self.running()
        self._stop_services([name for name in names if name not in SERVERS])
        self._stop_servers(names)
        for stale in self.daemons():
            stale.pid_file.unlink(missing_ok=True)

    def stop_started(self) -> None:
        """Stop what this call has started and leave the rest alone."""
        names = [name for name in self.started if daemon(self.state, name).pid]
        self._stop_services([name for name in names if name not in SERVERS])
        self._stop_servers(names)

    def clean(self) -> None:
        """Stop everything and remove all that was made."""
        self.down()
        with self.progress.stage(f"removed {self.state.root}"):
            shutil.rmtree(self.state.root)

    def running(self) -> list[str]:
        """Name the processes that run."""
        return [one.name for one in self.daemons() if one.pid]

    def daemons(self) -> list[Daemon]:
        """List every process that has left a pid file."""
        files = sorted(self.state.pids.glob("[!.]*")) if self.state.pids.exists() else []
        return [daemon(self.state, file.name) for file in files]

    def _require_same_places(self) -> None:
        known, now = read_env_file(self.state.environment_file), self.configuration.variables()
        moved = [name for name in known if now.get(name) != known[name] and "_MIGRATION_" not in name]
        if moved and self.running():
            # Addresses follow from their port: it says enough.
            chosen = [name for name in moved if name in PORT_VARIABLES] or moved
            were = ", ".join(f"another {name}" if is_secret(name) else f"{name}={known[name]}" for name in chosen)
            raise LocalStackError(f"The system is running with {were}: stop it (make down) before moving it.")

    def _require_free_ports(self, services: Sequence[ServiceProcess]) -> None:
        configuration, running = self.configuration, self.running()
        if configuration.our_broker and "kafka" not in running:
            require_free(configuration.ports["AICMO_KAFKA_PORT"], "Kafka", "AICMO_KAFKA_PORT")
            controller = "AICMO_KAFKA_CONTROLLER_PORT"
            require_free(configuration.ports[controller], "Kafka's controller", controller)
        if configuration.our_databases and "postgres" not in running:
            require_free(configuration.ports["AICMO_POSTGRES_PORT"], "PostgreSQL", "AICMO_POSTGRES_PORT")
        for service in services:
            if service.instance.name not in running:
                service.require_port()

    def _bring_kafka(self) -> None:
        # Imported here, while PostgreSQL starts: it is the slowest import of a start with nothing to do.
        from local_stack.provision.topics import provision_topics

        if self.configuration.our_broker and self.kafka.pid is None:
            with self.progress.stage(f"Kafka on {self.kafka.bootstrap_servers}"):
                self.started.append("kafka")
                self.kafka.start()
        if "KAFKA_SECURITY_PROTOCOL" in self.configuration.kafka:
            self.progress.warn("Topics of a secured broker are its operator's: none created.")
            return
        with self.progress.stage("topics") as details:
            changed = asyncio.run(provision_topics(self.configuration.bootstrap_servers, TOPICS))
            details.append(f"{len(changed)} changed")

    def _bring_postgres(self) -> None:
        ours = self.configuration.our_databases
        if ours and self.postgres.pid is None:
            with self.progress.stage(f"PostgreSQL on port {self.postgres.port}"):
                self.started.append("postgres")
                self.postgres.start()
        if ours:
            with self.progress.stage("databases and roles"):
                wanted = [DatabaseRoles.from_urls(one.owner_url or "", one.app_url) for one in ours]
                asyncio.run(provision_databases(self.postgres.admin_url, wanted))
        self._migrate()

    def _migrate(self) -> None:
        migrations = Migrations(self.state.root / "migrations.json")
        with self.progress.stage("migrations") as details:
            owned = [database for database in self.configuration.databases if database.owner_url]
            changed = [database.service for database in owned if migrations.upgrade(database)]
            details.append(f"{len(changed)} databases changed")

    def _bring_services(self, services: Sequence[ServiceProcess]) -> None:
        environment = {**self.caller, **self.configuration.variables()}
        with self.progress.stage("services") as details:
            begun = 0
            for service in services:
                begun += self._bring(service, environment)
            wait_ready(services)
            details.append(f"{begun} started, {len(services)} ready")

    def _bring(self, service: ServiceProcess, environment: Mapping[str, str]) -> bool:
        name = service.instance.name
        if service.daemon.pid is None:
            self.started.append(name)
            service.start(environment, repository())
            return True
        if others := service.started_with_other(environment):
            self.progress.warn(f"{name} runs already, with another value of {', '.join(others)}: make down first.")
        return False

    def _stop_services(self, names: Sequence[str]) -> None:
        if not names:
            return
        with self.progress.stage(f"stopped {', '.join(names)}"):
            endings = stop_all([daemon(self.state, name) for name in names])
        self._tell(endings)

    def _stop_servers(self, names: Sequence[str]) -> None:
        stops = {"kafka": self._stop_kafka, "postgres": self._stop_postgres}
        together(*(stop for name, stop in stops.items() if name in names))

    def _stop_kafka(self) -> None:
        with self.progress.stage("stopped Kafka"):
            ending = self.kafka.stop()
        self._tell({"kafka": ending})

    def _stop_postgres(self) -> None:
        with self.progress.stage("stopped PostgreSQL"):
            ending = self.postgres.stop()
        self._tell({"postgres": ending})

    def _tell(self, endings: Mapping[str, Ending]) -> None:
        for name, ending in endings.items():
            if ending is Ending.KILLED:
                self.progress.warn(f"{name} {ending.value}.")


def together(*calls: Callable[[], None]) -> None:
    """Run the calls at the same time and raise the first error of any, once all have ended."""
    if not calls:
        return
    with ThreadPoolExecutor(len(calls)) as pool:
        futures: list[Future[None]] = [pool.submit(call) for call in calls]
        wait(futures)
    for future in futures:
        future.result()
