"""A taken port is explained in one sentence."""

import os
import socket

import pytest

from local_stack.errors import LocalStackError
from local_stack.ports import LOOPBACK, free_port, is_free, require_free


def test_a_taken_port_is_named_with_its_holder_and_the_variable_to_change() -> None:
    with socket.socket() as holder:
        holder.bind((LOOPBACK, free_port()))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(LocalStackError) as refusal:
            require_free(port, "Kafka", "AICMO_KAFKA_PORT")
    message = str(refusal.value)
    assert f"Port {port} for Kafka is taken by process {os.getpid()}" in message
    assert "AICMO_KAFKA_PORT=<port>" in message


def test_a_free_port_lies_below_the_ephemeral_range() -> None:
    port = free_port()
    assert port < 32768
    assert is_free(port)
    require_free(port, "Kafka", "AICMO_KAFKA_PORT")
