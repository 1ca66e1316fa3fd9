"""What this machine's system looks like: ports, databases and addresses, ours or configured by the caller.

A broker or database counts as the caller's own only if its address isn't the one that we would give: whoever has
sourced `.local/env` has our own addresses in the environment.
"""

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from contracts.topics import SERVICES
from local_stack.env_file import read_env_file
from local_stack.errors import LocalStackError
from local_stack.ports import LOOPBACK
from local_stack.state import State

PORT_VARIABLES = {
    "AICMO_KAFKA_PORT": 19092,
    "AICMO_KAFKA_CONTROLLER_PORT": 19093,
    "AICMO_POSTGRES_PORT": 15432,
    "AICMO_HTTP_PORT": 18080,
}
_REPLICA_OFFSET = 10


@dataclass(frozen=True, slots=True)
class Database:
    """One service's database: where its app role and its owner connect, and whether it is on our server."""

    service: str
    app_url: str = field(repr=False)
    owner_url: str | None = field(repr=False)
    ours: bool


@dataclass(frozen=True, slots=True)
class Instance:
    """One process of a service; the first bears the service's name, a second replica of qc is `qc-2`."""

    service: str
    number: int
    port: int

    @property
    def name(self) -> str:
        """The name of its pid file and its log."""
        return self.service if self.number == 1 else f"{self.service}-{self.number}"

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{LOOPBACK}:{self.port}"


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that `.local/env` says, and which of it is ours to start."""

    ports: Mapping[str, int]
    kafka: Mapping[str, str]
    databases: tuple[Database, ...]
    object_store_url: str
    our_broker: bool

    @property
    def bootstrap_servers(self) -> str:
        """Where Kafka's clients connect."""
        return self.kafka["KAFKA_BOOTSTRAP_SERVERS"]

    @property
    def our_databases(self) -> tuple[Database, ...]:
        """The databases that lie on our own server."""
        return tuple(database for database in self.databases if database.ours)

    def instances(self, replicas: int) -> list[Instance]:
        """List the service processes to run, first replicas first."""
        return [self._instance(service, number) for number in range(1, replicas + 1) for service in SERVICES]

    def require_distinct_ports(self, replicas: int) -> None:
        """Refuse port variables that give one port to two processes."""
        kept = [port for name, port in self.ports.items() if name != "AICMO_HTTP_PORT"]
        taken = Counter(kept + [one.port for one in self.instances(replicas)])
        if shared := [str(port) for port, times in taken.items() if times > 1]:
            raise LocalStackError(
                f"Port {', '.join(shared)} is given twice: change one of {', '.join(PORT_VARIABLES)}."
            )

    def variables(self) -> dict[str, str]:
        """Give the content of `.local/env`."""
        variables = dict(self.kafka)
        for database in self.databases:
            variables[app_url_variable(database.service)] = database.app_url
            if database.owner_url:
                variables[owner_url_variable(database.service)] = database.owner_url
        variables |= self.addresses()
        variables |= {"AICMO_PERSISTENCE_MODE": "db", "AICMO_OBJECT_STORE_URL": self.object_store_url}
        return variables | {name: str(port) for name, port in self.ports.items()}

    def addresses(self) -> dict[str, str]:
        """Where each service listens."""
        return {http_url_variable(one.service): one.url for one in self.instances(1)}

    def _instance(self, service: str, number: int) -> Instance:
        offset = SERVICES.index(service) + (number - 1) * _REPLICA_OFFSET
        return Instance(service, number, self.ports["AICMO_HTTP_PORT"] + offset)


def configure(state: State, caller: Mapping[str, str]) -> Configuration:
    """Decide from the caller's environment, the last `.local/env` and the defaults, in this order.

    Raises LocalStackError if a port is not a number.
    """
    known = read_env_file(state.environment_file)
    ports = {
        name: _port(name, caller.get(name) or known.get(name) or default) for name, default in PORT_VARIABLES.items()
    }
    kafka = _kafka(caller, ports["AICMO_KAFKA_PORT"])
    databases = tuple(_database(service, caller, known, ports["AICMO_POSTGRES_PORT"]) for service in SERVICES)
    objects = caller.get("AICMO_OBJECT_STORE_URL") or state.objects.as_uri()
    return Configuration(ports, kafka or _our_kafka(ports), databases, objects, our_broker=not kafka)


def app_url_variable(service: str) -> str:
    """Name the variable of the app role's URL."""
    return f"{service.upper()}_DATABASE_URL"


def owner_url_variable(service: str) -> str:
    """Name the variable of the owner's URL."""
    return f"{service.upper()}_MIGRATION_DATABASE_URL"


def http_url_variable(service: str) -> str:
    """Name the variable of the service's address."""
    return f"{service.upper()}_HTTP_URL"


def _port(name: str, value: str | int) -> int:
    if not str(value).isdecimal() or not 0 < int(value) < 65536:
        raise LocalStackError(f"{name}={value} is not a port number.")
    return int(value)


def _our_kafka(ports: Mapping[str, int]) -> dict[str, str]:
    return {"KAFKA_BOOTSTRAP_SERVERS": f"{LOOPBACK}:{ports['AICMO_KAFKA_PORT']}"}


def _kafka(caller: Mapping[str, str], port: int) -> dict[str, str]:
    """Give the caller's own Kafka settings, or none if the broker is to be ours."""
    servers = caller.get("KAFKA_BOOTSTRAP_SERVERS", "")
    if servers in ("", f"{LOOPBACK}:{port}"):
        return {}
    return {name: value for name, value in caller.items() if name.startswith("KAFKA_")}


def _database(service: str, caller: Mapping[str, str], known: Mapping[str, str], port: int) -> Database:
    configured = caller.get(app_url_variable(service), "")
    if configured and not _is_ours(configured, service, port):
        return Database(service, configured, caller.get(owner_url_variable(service)), ours=False)
    app = _our_url(f"{service}_app", service, known.get(app_url_variable(service), ""), port)
    owner = _our_url(f"{service}_owner", service, known.get(owner_url_variable(service), ""), port)
    return Database(service, app, owner, ours=True)


def _is_ours(url: str, service: str, port: int) -> bool:
    parts = urlsplit(url)
    return (parts.username, parts.hostname, parts.port) == (f"{service}_app", LOOPBACK, port)


def _our_url(role: str, database: str, known: str, port: int) -> str:
    parts = urlsplit(known)
    kept = parts.password if parts.username == role and parts.hostname == LOOPBACK else None
    return f"postgresql://{role}:{kept or secrets.token_urlsafe(24)}@{LOOPBACK}:{port}/{database}"
