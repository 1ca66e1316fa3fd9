"""A state directory and a broker or server of its own for each test that starts, stops and kills them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local_stack.kafka import KafkaServer
from local_stack.ports import free_port
from local_stack.postgres import PostgresServer


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[PostgresServer]:
    """A server that isn't started yet; whatever the test leaves running is stopped."""
    server = PostgresServer(tmp_path / "postgres", free_port())
    yield server
    server.stop()


@pytest.fixture
def kafka(tmp_path: Path) -> Iterator[KafkaServer]:
    """A broker that isn't started yet; whatever the test leaves running is stopped."""
    server = KafkaServer(tmp_path / "kafka", free_port())
    yield server
    server.stop()
