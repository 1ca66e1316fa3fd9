"""Sending over a Kafka connection that has just broken, which must look like any other broken connection.

aiokafka expects an OSError there, as asyncio's own transport raises, but uvloop's raises a RuntimeError. That one is
taken for a mistake in the program: the client's background task ends, and a consumer fetches nothing ever after.
It reaches into aiokafka 0.14 (`conn.AIOKafkaConnection.send`): there is no public way.
"""

from typing import Any

from aiokafka.conn import AIOKafkaConnection, CloseReason
from aiokafka.errors import KafkaConnectionError

_SEND = AIOKafkaConnection.send


def notice_broken_connections() -> None:
    """Have all Kafka clients of this process close such a connection and connect again."""
    AIOKafkaConnection.send = _send


def _send(connection: Any, request: Any, expect_response: bool = True) -> Any:
    try:
        return _SEND(connection, request, expect_response)
    except RuntimeError as error:
        connection.close(reason=CloseReason.CONNECTION_BROKEN, exc=error)
        raise KafkaConnectionError(f"the connection to {connection.host}:{connection.port} is closed") from error
