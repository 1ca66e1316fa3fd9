"""What every service reads from the environment; wrong values are named at start-up, all at once."""

import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from chassis.addresses import require_servers, require_store
from chassis.database import asyncpg_url
from chassis.faults import parse_shares
from contracts.topics import SERVICES

SettingsT = TypeVar("SettingsT", bound=BaseSettings)

LONGEST_SECONDS = 366 * 86400.0
"""The longest patience that makes sense; beyond some thousands of years a time can't even be told."""

Seconds = Annotated[float, Field(gt=0, le=LONGEST_SECONDS)]


class InvalidSettings(SystemExit):
    """The environment can't be used; the text names every variable that is wrong, a line each in `problems`."""

    def __init__(self, who: str, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n  ".join([f"{who}: the environment can't be used:", *self.problems]))


class PersistenceMode(StrEnum):
    """`db`: Kafka and PostgreSQL. `inmemory`: the same code in one process, nothing kept."""

    DB = "db"
    INMEMORY = "inmemory"


class KafkaSettings(BaseSettings):
    """How Kafka is reached: `KAFKA_…`."""

    model_config = SettingsConfigDict(env_prefix="KAFKA_", extra="ignore")

    bootstrap_servers: Annotated[str, AfterValidator(require_servers)] = "127.0.0.1:19092"
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    sasl_username: str | None = Field(default=None, validate_default=True)
    sasl_password: str | None = Field(default=None, validate_default=True)
    ssl_cafile: str | None = None
    ssl_certfile: str | None = None
    ssl_keyfile: str | None = Field(default=None, validate_default=True)

    @field_validator("sasl_username", "sasl_password")
    @classmethod
    def _given_where_sasl(cls, value: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("security_protocol", "").startswith("SASL") and not value:
            raise ValueError("KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are needed with SASL")
        return value

    @field_validator("ssl_cafile", "ssl_certfile", "ssl_keyfile")
    @classmethod
    def _readable_where_ssl(cls, path: str | None, info: ValidationInfo) -> str | None:
        if path and _is_encrypted(info):
            with _as_pem(path):
                Path(path).read_bytes()
        return path

    @field_validator("ssl_cafile")
    @classmethod
    def _holds_authorities(cls, path: str | None, info: ValidationInfo) -> str | None:
        if path and _is_encrypted(info):
            with _as_pem(path):
                ssl.create_default_context(cafile=path)
        return path

    @field_validator("ssl_keyfile")
    @classmethod
    def _fits_its_certificate(cls, path: str | None, info: ValidationInfo) -> str | None:
        certificate = info.data.get("ssl_certfile")
        if certificate and _is_encrypted(info):
            with _as_pem(f"KAFKA_SSL_CERTFILE={certificate} with this key"):
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(certificate, path)
        return path

    def connection(self) -> dict[str, Any]:
        """The arguments that each aiokafka client takes."""
        return {
            "bootstrap_servers": self.bootstrap_servers,
            "security_protocol": self.security_protocol,
            "sasl_mechanism": self.sasl_mechanism,
            "sasl_plain_username": self.sasl_username,
            "sasl_plain_password": self.sasl_password,
            "ssl_context": self.ssl_context(),
        }

    def ssl_context(self) -> ssl.SSLContext | None:
        """The TLS context, None where the connection is plain."""
        if not self.security_protocol.endswith("SSL"):
            return None
        context = ssl.create_default_context(cafile=self.ssl_cafile)
        if self.ssl_certfile:
            context.load_cert_chain(self.ssl_certfile, self.ssl_keyfile)
        return context


class ServiceSettings(BaseSettings):
    """What every service has: its database, its address, its mode and its limits. Durations are seconds."""

    model_config = SettingsConfigDict(env_prefix="AICMO_", extra="ignore")

    service: str
    instance: str | None = None
    environment: Literal["development", "production"] = "development"
    persistence_mode: PersistenceMode = PersistenceMode.DB
    database_url: str = Field(default="", validate_default=True)
    http_url: str = Field(default="", validate_default=True)
    object_store_url: Annotated[str, AfterValidator(require_store)] = "file:///var/lib/aicmo/objects"
    orchestrator_http_url: str = "http://127.0.0.1:18085"
    faults: Annotated[dict[str, float], NoDecode] = {}
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    step_attempts: int = Field(default=5, ge=1, le=1000)
    retry_first_seconds: Seconds = 0.2
    retry_longest_seconds: Seconds = 30.0
    batch_limit: int = Field(default=500, ge=1, le=5000)
    batch_target_seconds: Seconds = 0.25
    database_pool_size: int = Field(default=5, ge=1, le=1000)
    reconcile_every_seconds: Seconds = 60.0
    reconcile_after_seconds: Seconds = 1800.0
    ledger_retention_seconds: float = Field(default=30 * 86400.0, gt=0, le=100 * LONGEST_SECONDS)
    drain_seconds: Seconds = 20.0
    kafka: KafkaSettings = Field(default={}, validate_default=True)

    @field_validator("faults", mode="before")
    @classmethod
    def _read_shares(cls, value: Any) -> Any:
        return parse_shares(value) if isinstance(value, str) else value

    @field_validator("faults")
    @classmethod
    def _known_services(cls, shares: dict[str, float]) -> dict[str, float]:
        unknown = sorted(set(shares) - set(SERVICES))
        if unknown:
            raise ValueError(f"names unknown services: {', '.join(unknown)}; must be among {', '.join(SERVICES)}")
        return shares

    # Each on its own, for a validator of the whole runs only once every field is right: all problems are told at once.
    @field_validator("faults")
    @classmethod
    def _never_in_production(cls, shares: dict[str, float], info: ValidationInfo) -> dict[str, float]:
        if shares and info.data.get("environment") == "production":
            raise ValueError("is set while AICMO_ENVIRONMENT is production")
        return shares

    @field_validator("database_url")
    @classmethod
    def _database_where_kept(cls, url: str, info: ValidationInfo) -> str:
        if info.data.get("persistence_mode") is PersistenceMode.DB:
            asyncpg_url(url or "(unset)")
        return url

    @field_validator("http_url")
    @classmethod
    def _with_a_port(cls, url: str) -> str:
        if urlsplit(url).port is None:
            raise ValueError("must be http://host:port")
        return url

    @property
    def listen_address(self) -> tuple[str, int]:
        """Host and port to listen on."""
        parts = urlsplit(self.http_url)
        return parts.hostname or "127.0.0.1", parts.port or 0

    @property
    def ledger_retention(self) -> timedelta:
        return timedelta(seconds=self.ledger_retention_seconds)


class _OwnSettings(BaseSettings):
    """What carries the service's own name: `<SERVICE>_DATABASE_URL` and `<SERVICE>_HTTP_URL`."""

    model_config = SettingsConfigDict(extra="ignore")

    database_url: str = ""
    http_url: str = ""


class _OrchestratorAddress(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ORCHESTRATOR_", extra="ignore")

    http_url: str = "http://127.0.0.1:18085"


def read_settings(service: str) -> ServiceSettings:
    """Read a service's settings from the environment. Raises InvalidSettings, which ends the process with its text."""
    own = _OwnSettings(_env_prefix=f"{service.upper()}_")
    with _explained(service, ServiceSettings):
        return ServiceSettings(
            service=service,
            database_url=own.database_url,
            http_url=own.http_url,
            orchestrator_http_url=_OrchestratorAddress().http_url,
        )


def read_both(service: str, kind: type[SettingsT]) -> tuple[ServiceSettings, SettingsT]:
    """Read a service's settings and those that only it has. Raises InvalidSettings with what is wrong in either."""
    common, own = read_together(service, partial(read_settings, service), partial(read_own, service, kind))
    return common, own


def read_together(who: str, *readings: Callable[[], Any]) -> list[Any]:
    """What each of these readings gives. Raises InvalidSettings with what is wrong in any of them, each once."""
    found: list[Any] = []
    problems: dict[str, None] = {}
    for reading in readings:
        try:
            found.append(reading())
        except InvalidSettings as refusal:
            problems |= dict.fromkeys(refusal.problems)
    if problems:
        raise InvalidSettings(who, problems)
    return found


def read_own(service: str, kind: type[SettingsT]) -> SettingsT:
    """Read settings that only one service has. Raises InvalidSettings, which ends the process with its text."""
    with _explained(service, kind):
        return kind()


@contextmanager
def _explained(service: str, kind: type[BaseSettings]) -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        problems = []
        for problem in error.errors(include_url=False, include_input=False):
            variable, inner = _variable(service, kind, [str(part) for part in problem["loc"]])
            text = problem["msg"].removeprefix("Value error, ")
            problems.append(": ".join([variable, *inner, text]))
        raise InvalidSettings(service, problems) from None


def _variable(service: str, kind: type[BaseSettings], place: list[str]) -> tuple[str, list[str]]:
    """The environment variable that a setting was read from, and where in it: the key, in a variable of several."""
    setting, *inner = place
    if kind is ServiceSettings and setting == "kafka" and inner:
        return _variable(service, KafkaSettings, inner)
    if kind is ServiceSettings and setting in ("database_url", "http_url"):
        return f"{service}_{setting}".upper(), []
    return f"{kind.model_config['env_prefix']}{setting}".upper(), [part for part in inner if part != "[key]"]


def _is_encrypted(info: ValidationInfo) -> bool:
    return str(info.data.get("security_protocol", "")).endswith("SSL")


@contextmanager
def _as_pem(what: str) -> Iterator[None]:
    # An SSLError is an OSError too.
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise ValueError(f"{what} can't be used ({reason}): must be the path of a readable PEM file") from None
