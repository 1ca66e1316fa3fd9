"""What every service reads from the environment; wrong values are named at start-up, all at once."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from chassis.database import asyncpg_url
from chassis.faults import parse_shares
from contracts.topics import SERVICES

SettingsT = TypeVar("SettingsT", bound=BaseSettings)


class InvalidSettings(SystemExit):
    """The environment can't be used; the text names every variable that is wrong."""


class PersistenceMode(StrEnum):
    """`db`: Kafka and PostgreSQL. `inmemory`: the same code in one process, nothing kept."""

    DB = "db"
    INMEMORY = "inmemory"


class KafkaSettings(BaseSettings):
    """How Kafka is reached: `KAFKA_…`."""

    model_config = SettingsConfigDict(env_prefix="KAFKA_", extra="ignore")

    bootstrap_servers: str = "127.0.0.1:19092"
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    sasl_username: str | None = None
    sasl_password: str | None = None
    ssl_cafile: str | None = None
    ssl_certfile: str | None = None
    ssl_keyfile: str | None = None

    @model_validator(mode="after")
    def _credentials_where_sasl(self) -> "KafkaSettings":
        if self.security_protocol.startswith("SASL") and not (self.sasl_username and self.sasl_password):
            raise ValueError("KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are needed with SASL")
        return self

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
    object_store_url: str = "file:///var/lib/aicmo/objects"
    orchestrator_http_url: str = "http://127.0.0.1:18085"
    faults: Annotated[dict[str, float], NoDecode] = {}
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    step_attempts: int = Field(default=5, ge=1)
    retry_first_seconds: float = Field(default=0.2, gt=0)
    retry_longest_seconds: float = Field(default=30.0, gt=0)
    batch_limit: int = Field(default=500, ge=1)
    batch_target_seconds: float = Field(default=0.25, gt=0)
    database_pool_size: int = Field(default=5, ge=1)
    reconcile_every_seconds: float = Field(default=60.0, gt=0)
    reconcile_after_seconds: float = Field(default=1800.0, gt=0)
    ledger_retention_seconds: float = Field(default=30 * 86400.0, gt=0)
    drain_seconds: float = Field(default=20.0, gt=0)
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
            raise ValueError(f"AICMO_FAULTS names unknown services: {', '.join(unknown)}")
        return shares

    # Each on its own, for a validator of the whole runs only once every field is right: all problems are told at once.
    @field_validator("faults")
    @classmethod
    def _never_in_production(cls, shares: dict[str, float], info: ValidationInfo) -> dict[str, float]:
        if shares and info.data.get("environment") == "production":
            raise ValueError("AICMO_FAULTS is set while AICMO_ENVIRONMENT is production")
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
    with _explained(service):
        return ServiceSettings(
            service=service,
            database_url=own.database_url,
            http_url=own.http_url,
            orchestrator_http_url=_OrchestratorAddress().http_url,
        )


def read_own(service: str, kind: type[SettingsT]) -> SettingsT:
    """Read settings that only one service has. Raises InvalidSettings, which ends the process with its text."""
    with _explained(service):
        return kind()


@contextmanager
def _explained(service: str) -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        lines = [f"{service}: the environment can't be used:"]
        for problem in error.errors(include_url=False, include_input=False):
            variable = _variable(service, [str(part) for part in problem["loc"]])
            lines.append(f"  {variable}: {problem['msg'].removeprefix('Value error, ')}")
        raise InvalidSettings("\n".join(lines)) from None


def _variable(service: str, place: list[str]) -> str:
    """The environment variable that a setting was read from."""
    name = "_".join(place).upper()
    if name in ("DATABASE_URL", "HTTP_URL"):
        return f"{service.upper()}_{name}"
    return name if name.startswith("KAFKA") else f"AICMO_{name}"
