"""The system under test: servers, proxies before them, two replicas of each service, and what may be done to them."""

import asyncio
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from e2e_system import System, new_system
from rich.console import Console

from chaos.proxy import LOOPBACK, Link, Proxy, running_proxy
from contracts.topics import SERVICES, TOPICS
from local_stack.configuration import Instance, app_url_variable
from local_stack.env_file import write_env_file
from local_stack.kafka import KafkaServer
from local_stack.progress import Progress
from local_stack.provision.databases import DatabaseRoles, provision_databases
from local_stack.provision.migrations import Migrations
from local_stack.provision.topics import provision_topics
from local_stack.services import STOP_GRACE, ServiceProcess, daemon, wait_ready
from local_stack.stack import Stack, together
from local_stack.state import repository

KAFKA = "kafka"
CONTROLLER_PORT = "AICMO_KAFKA_CONTROLLER_PORT"
SETTINGS = {
    # Often enough to find within seconds what a crash has left, seldom enough to cost nothing under load.
    "AICMO_RECONCILE_EVERY_SECONDS": "5",
    # An unanswered command is sent again within seconds, so that waiting for the last run does not take minutes.
    "AICMO_RESEND_FIRST_SECONDS": "2",
    "AICMO_RESEND_LONGEST_SECONDS": "10",
    "AICMO_RESEND_LIMIT": "1000",
}


@dataclass(frozen=True)
class Plant:
    """A running system whose services reach Kafka and PostgreSQL through links of the proxy."""

    system: System
    proxy: Proxy
    replicas: int

    @cached_property
    def stack(self) -> Stack:
        """The local stack's view of it: addresses, PostgreSQL, data."""
        return Stack(self.system.state, self.system.caller, Progress(Console(quiet=True)))

    @cached_property
    def kafka(self) -> KafkaServer:
        """The broker, which sends its clients to the proxy."""
        ports = self.stack.configuration.ports
        return KafkaServer(
            self.system.state.root / KAFKA,
            ports["AICMO_KAFKA_PORT"],
            controller_port=ports[CONTROLLER_PORT],
            advertised_port=self.proxy.links[KAFKA].port,
            daemon=daemon(self.system.state, KAFKA),
        )

    @cached_property
    def processes(self) -> dict[str, ServiceProcess]:
        """Every replica by its name."""
        instances = self.stack.configuration.instances(self.replicas)
        return {each.name: ServiceProcess(each, daemon(self.system.state, each.name)) for each in instances}

    @property
    def bootstrap_servers(self) -> str:
        """Where Kafka's clients connect: the proxy."""
        return f"{LOOPBACK}:{self.proxy.links[KAFKA].port}"

    def link(self, name: str) -> Link:
        """The link to Kafka, or the one between a service and its database."""
        return self.proxy.links[name]

    def replicas_of(self, service: str) -> list[str]:
        """The names of a service's replicas."""
        return [name for name, process in self.processes.items() if process.instance.service == service]

    def urls_of(self, service: str) -> list[str]:
        """Where the replicas of a service listen."""
        return [self.processes[name].instance.url for name in self.replicas_of(service)]

    def up(self) -> None:
        """Start and provision the servers, then all services."""
        variables = self.stack.configuration.variables()
        write_env_file(self.system.state.environment_file, variables)
        self.system.state.objects.mkdir(parents=True, exist_ok=True)
        together(self._bring_kafka, self._bring_postgres)
        self.start(list(self.processes))
        wait_ready(list(self.processes.values()))

    def start(self, names: Sequence[str]) -> None:
        """Start these replicas where they don't run; they are not ready yet when this returns."""
        for name in names:
            process = self.processes[name]
            if process.daemon.pid is None:
                process.start(self._environment_of(process.instance), repository())

    def kill(self, names: Sequence[str]) -> None:
        """End these replicas at once."""
        for name in names:
            self.system.kill(name)

    def terminate(self, names: Sequence[str]) -> None:
        """Ask these replicas to stop, one after the other, and wait until they have."""
        for name in names:
            self.processes[name].daemon.stop(signal.SIGTERM, STOP_GRACE)

    def signal(self, names: Sequence[str], number: signal.Signals) -> None:
        """Send a signal to those of these replicas that run."""
        for name in names:
            if pid := self.processes[name].daemon.pid:
                os.kill(pid, number)

    def stop_postgres_at_once(self) -> None:
        """PostgreSQL's immediate mode: no checkpoint, every session cut, recovery at the next start."""
        self.stack.postgres.daemon.stop(signal.SIGQUIT, timedelta(seconds=10))

    def dead(self) -> list[str]:
        """The replicas that don't run."""
        return [name for name, process in self.processes.items() if process.daemon.pid is None]

    def all_ready(self) -> bool:
        """Whether every replica says it is ready."""
        return all(process.ready() for process in self.processes.values())

    def clean(self) -> None:
        """Stop everything and remove all that was made."""
        self.proxy.heal()
        self.signal(list(self.processes), signal.SIGCONT)
        self.stack.clean()

    def down(self) -> None:
        """Stop everything, keep the data and the logs."""
        self.proxy.heal()
        self.signal(list(self.processes), signal.SIGCONT)
        self.stack.down()

    def _environment_of(self, instance: Instance) -> Mapping[str, str]:
        variables = self.stack.configuration.variables()
        name = app_url_variable(instance.service)
        direct = f"{LOOPBACK}:{self.stack.postgres.port}"
        proxied = {
            name: variables[name].replace(direct, f"{LOOPBACK}:{self.link(instance.service).port}"),
            "KAFKA_BOOTSTRAP_SERVERS": self.bootstrap_servers,
        }
        return {**self.system.caller, **variables, **proxied}

    def _bring_kafka(self) -> None:
        self.kafka.start()
        asyncio.run(provision_topics(self.bootstrap_servers, TOPICS))

    def _bring_postgres(self) -> None:
        self.stack.postgres.start()
        databases = self.stack.configuration.our_databases
        wanted = [DatabaseRoles.from_urls(one.owner_url or "", one.app_url) for one in databases]
        asyncio.run(provision_databases(self.stack.postgres.admin_url, wanted))
        migrations = Migrations(self.system.state.root / "migrations.json")
        for database in databases:
            migrations.upgrade(database)


@contextmanager
def running_plant(directory: Path, replicas: int, **settings: str) -> Iterator[Plant]:
    """Bring a system up in this directory and stop it at the end of the block; its directory stays."""
    described = new_system(directory)
    system = System(described.state, {**described.caller, **SETTINGS, **settings})
    configuration = Stack(system.state, system.caller, Progress(Console(quiet=True))).configuration
    postgres = configuration.ports["AICMO_POSTGRES_PORT"]
    targets = {KAFKA: configuration.ports["AICMO_KAFKA_PORT"], **dict.fromkeys(SERVICES, postgres)}
    with running_proxy(targets) as proxy:
        plant = Plant(system, proxy, replicas)
        try:
            plant.up()
            yield plant
        finally:
            plant.down()
