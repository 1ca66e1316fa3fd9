"""A real PostgreSQL and a real Kafka for a test session: in containers where Docker works, embedded otherwise."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from local_stack.endpoints import KafkaEndpoint, PostgresEndpoint, embedded_kafka, embedded_postgres

_POSTGRES_IMAGE = "postgres:18-alpine"


@pytest.fixture(scope="session")
def docker_works() -> bool:
    """Tell whether containers can be run: the client alone proves nothing, only an answer of its daemon does."""
    return bool(shutil.which("docker")) and _answers(["docker", "info"])


@pytest.fixture(scope="session")
def postgres_server(docker_works: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresEndpoint]:
    """Run one PostgreSQL server for the whole session."""
    with _postgres(docker_works, tmp_path_factory) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def kafka_server(docker_works: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaEndpoint]:
    """Run one Kafka broker for the whole session."""
    with _kafka(docker_works, tmp_path_factory) as endpoint:
        yield endpoint


def _postgres(docker: bool, directories: pytest.TempPathFactory) -> AbstractContextManager[PostgresEndpoint]:
    return _postgres_container() if docker else embedded_postgres(directories.mktemp("postgres"))


def _kafka(docker: bool, directories: pytest.TempPathFactory) -> AbstractContextManager[KafkaEndpoint]:
    return _kafka_container() if docker else embedded_kafka(directories.mktemp("kafka"))


@contextmanager
def _postgres_container() -> Iterator[PostgresEndpoint]:
    # Imported only where Docker works: it is slow to import.
    from testcontainers.community.postgres import PostgresContainer

    container = PostgresContainer(_POSTGRES_IMAGE, driver=None)
    with container.with_command("postgres -c max_connections=200 -c shared_buffers=256MB") as running:
        yield PostgresEndpoint(running.get_connection_url())


@contextmanager
def _kafka_container() -> Iterator[KafkaEndpoint]:
    from testcontainers.community.kafka import KafkaContainer

    container = KafkaContainer().with_kraft()
    container.with_env("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
    container.with_env("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
    with container as running:
        yield KafkaEndpoint(running.get_bootstrap_server())


def _answers(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=10, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False
