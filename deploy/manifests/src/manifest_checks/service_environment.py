"""What a service reads from its environment, found in its settings models, and whether it accepts a given one."""

import importlib
import importlib.util
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from pydantic_settings import BaseSettings

from chassis.settings import InvalidSettings, KafkaSettings, ServiceSettings, read_own, read_settings, read_together

_NOT_READ_DIRECTLY = ("service", "kafka", "database_url", "http_url", "orchestrator_http_url")
"""Fields of ServiceSettings that `read_settings` fills by itself."""

LIBRARIES = ("PGSSLMODE", "PGSSLROOTCERT", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_SERVICE_NAME")
"""What asyncpg and OpenTelemetry read by themselves."""

_MOUNTED = ("KAFKA_SSL_CAFILE", "KAFKA_SSL_CERTFILE", "KAFKA_SSL_KEYFILE")
"""Files that lie where the service runs, and that it reads to judge them."""

STORES_FILES = ("production", "delivery")


def read_variables(service: str) -> frozenset[str]:
    """Every variable that the service reads."""
    names = {f"{service.upper()}_DATABASE_URL", f"{service.upper()}_HTTP_URL", "ORCHESTRATOR_HTTP_URL", *LIBRARIES}
    models: list[type[BaseSettings]] = [KafkaSettings, ServiceSettings, *own_settings(service)]
    for model in models:
        names |= defaults_of(model).keys()
    return frozenset(names)


def required_variables(service: str) -> frozenset[str]:
    """What has to be set where the service runs as one of many, on a Kafka and a PostgreSQL that are secured."""
    names = {f"{service.upper()}_DATABASE_URL", f"{service.upper()}_HTTP_URL", "AICMO_ENVIRONMENT", "AICMO_INSTANCE"}
    names |= {"KAFKA_BOOTSTRAP_SERVERS", "ORCHESTRATOR_HTTP_URL"}
    return frozenset(names | ({"AICMO_OBJECT_STORE_URL"} if service in STORES_FILES else set()))


def own_settings(service: str) -> list[type[BaseSettings]]:
    """The models of what only this service reads."""
    if importlib.util.find_spec(f"{service}.settings") is None:
        return []
    module = importlib.import_module(f"{service}.settings")
    found = [each for each in vars(module).values() if isinstance(each, type) and issubclass(each, BaseSettings)]
    return [each for each in found if each.__module__ == module.__name__]


def accepted_settings(service: str, environment: Mapping[str, str]) -> ServiceSettings | str:
    """What the service makes of an environment: its settings, or the text with which it refuses to start."""
    with _environment({name: value for name, value in environment.items() if name not in _MOUNTED}):
        try:
            own = [partial(read_own, service, model) for model in own_settings(service)]
            settings: ServiceSettings = read_together(service, partial(read_settings, service), *own)[0]
            return settings
        except InvalidSettings as error:
            return str(error)
        except ValueError as error:
            return f"{service}: {error}"


def defaults_of(model: type[BaseSettings]) -> dict[str, Any]:
    """The variables that a model reads, each with its default."""
    prefix = model.model_config.get("env_prefix", "")
    fields = {name: each for name, each in model.model_fields.items() if _is_read(model, name)}
    return {f"{prefix}{name}".upper(): each.default for name, each in fields.items()}


def _is_read(model: type[BaseSettings], field: str) -> bool:
    return model is not ServiceSettings or field not in _NOT_READ_DIRECTLY


@contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """The models read the process's own environment, so it is exchanged for the time of the check."""
    kept = dict(os.environ)
    os.environ.clear()
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)
