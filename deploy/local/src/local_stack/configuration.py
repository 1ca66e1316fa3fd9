"""What this machine's system looks like: ports, databases and addresses, ours or configured by the caller.

What the caller has once configured holds until it is configured otherwise: a service that is started again must find
the places where the others are. A broker or database counts as the caller's own only if its address isn't the one that
we would give, or gave last: whoever has sourced `.local/env` has our own addresses in the environment.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from chassis.addresses import require_servers, require_store
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
MOST_REPLICAS = 9
_LAST_PORT = 65535
_REPLICA_OFFSET = 10
_SERVERS = "KAFKA_BOOTSTRAP_SERVERS"
_OBJECTS = "AICMO_OBJECT_STORE_URL"


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
    kafka: dict[str, str]
    databases: tuple[Database, ...]
    object_store_url: str
    our_broker: bool

    @property
    def bootstrap_servers(self) -> str:
        """Where Kafka's clients connect."""
        return self.kafka[_SERVERS]

    @property
    def our_databases(self) -> tuple[Database, ...]:
        """The databases that lie on our own server."""
        return tuple(database for database in self.databases if database.ours)

    def instances(self, replicas: int, left_behind: Collection[str] = ()) -> list[Instance]:
        """List the service processes to run, first replicas first: so many of each, and those that left a pid file."""
        every = [self._instance(service, number) for number in range(1, MOST_REPLICAS + 1) for service in SERVICES]
        return [one for one in every if one.number <= replicas or one.name in left_behind]

    def require_distinct_ports(self, instances: Sequence[Instance]) -> None:
        """Refuse port variables that give one port to two processes, or one of them none."""
        kept = [port for name, port in self.ports.items() if name != "AICMO_HTTP_PORT"]
        taken = Counter(kept + [one.port for one in instances])
        if max(taken) > _LAST_PORT:
            raise LocalStackError(f"AICMO_HTTP_PORT={self.ports['AICMO_HTTP_PORT']} leaves no port for every service.")
        if shared := [str(port) for port, times in taken.items() if times > 1]:
            raise LocalStackError(
                f"Port {', '.join(shared)} is given twice: change one of {', '.join(PORT_VARIABLES)}."
            )

    def require_usable(self) -> None:
        """Refuse places that no service could use, all at once."""
        places: list[tuple[str, Callable[[str], object], str]] = [
            (app_url_variable(one.service), _require_postgres, one.app_url) for one in self.databases if not one.ours
        ]
        places += [
            (_SERVERS, require_servers, self.bootstrap_servers),
            (_OBJECTS, require_store, self.object_store_url),
        ]
        if problems := [f"{name}: {problem}" for name, check, value in places if (problem := _problem(check, value))]:
            raise LocalStackError("\n".join(problems))

    def variables(self) -> dict[str, str]:
        """Give the content of `.local/env`."""
        variables = self.kafka | _database_variables(self.databases) | self.addresses()
        return variables | {"AICMO_PERSISTENCE_MODE": "db", _OBJECTS: self.object_store_url} | self._port_variables()

    def our_variables(self) -> dict[str, str]:
        """Give what has to be remembered before any server of ours is started: its port and its passwords."""
        return _database_variables(self.our_databases) | self._port_variables()

    def addresses(self) -> dict[str, str]:
        """Where each service listens."""
        return {http_url_variable(one.service): one.url for one in self.instances(1)}

    def _port_variables(self) -> dict[str, str]:
        return {name: str(port) for name, port in self.ports.items()}

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
    kafka = _kafka(caller, known, ports["AICMO_KAFKA_PORT"])
    databases = tuple(_database(service, caller, known, ports["AICMO_POSTGRES_PORT"]) for service in SERVICES)
    objects = caller.get(_OBJECTS) or known.get(_OBJECTS) or state.objects.as_uri()
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
    if not str(value).isdecimal() or not 0 < int(value) <= _LAST_PORT:
        raise LocalStackError(f"{name}={value} is not a port number.")
    return int(value)


def _our_kafka(ports: Mapping[str, int]) -> dict[str, str]:
    return {_SERVERS: f"{LOOPBACK}:{ports['AICMO_KAFKA_PORT']}"}


def _kafka(caller: Mapping[str, str], known: Mapping[str, str], port: int) -> dict[str, str]:
    """Give the caller's own Kafka settings, of this call or remembered, or none if the broker is to be ours."""
    given, remembered = _kafka_variables(caller), _kafka_variables(known)
    settings = given if _SERVERS in given else remembered | given
    ours = {f"{LOOPBACK}:{port}", f"{LOOPBACK}:{known.get('AICMO_KAFKA_PORT', port)}"}
    return settings if settings.get(_SERVERS, "") not in ours | {""} else {}


def _kafka_variables(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith("KAFKA_") and value}


def _database(service: str, caller: Mapping[str, str], known: Mapping[str, str], port: int) -> Database:
    app_variable, owner_variable = app_url_variable(service), owner_url_variable(service)
    configured = caller.get(app_variable) or known.get(app_variable, "")
    our_ports = {str(port), known.get("AICMO_POSTGRES_PORT", str(port))}
    if configured and not _is_ours(configured, service, our_ports):
        remembered = known if known.get(app_variable) == configured else {}
        owner_url = caller.get(owner_variable) or remembered.get(owner_variable)
        return Database(service, configured, owner_url, ours=False)
    app = _our_url(f"{service}_app", service, known.get(app_variable, ""), port)
    owner = _our_url(f"{service}_owner", service, known.get(owner_variable, ""), port)
    return Database(service, app, owner, ours=True)


def _database_variables(databases: Sequence[Database]) -> dict[str, str]:
    variables = {}
    for database in databases:
        variables[app_url_variable(database.service)] = database.app_url
        if database.owner_url:
            variables[owner_url_variable(database.service)] = database.owner_url
    return variables


def _is_ours(url: str, service: str, ports: Collection[str]) -> bool:
    server = urlsplit(url).netloc.rpartition("@")[2]
    return urlsplit(url).username == f"{service}_app" and server in {f"{LOOPBACK}:{port}" for port in ports}


def _require_postgres(url: str) -> None:
    parts = urlsplit(url)
    try:
        usable = parts.scheme.partition("+")[0] in ("postgresql", "postgres") and bool(parts.port or parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("must be postgresql://user:password@host:port/database")


def _problem(check: Callable[[str], object], value: str) -> str:
    try:
        check(value)
    except ValueError as error:
        return str(error)
    return ""


def _our_url(role: str, database: str, known: str, port: int) -> str:
    parts = urlsplit(known)
    kept = parts.password if parts.username == role and parts.hostname == LOOPBACK else None
    return f"postgresql://{role}:{kept or secrets.token_urlsafe(24)}@{LOOPBACK}:{port}/{database}"
