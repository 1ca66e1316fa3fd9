"""What a Kafka client must survive of its own connections: sending over one that has just broken, and closing it.

aiokafka expects an OSError there, as asyncio's own transport raises, but uvloop's raises a RuntimeError. That one is
taken for a mistake in the program: the client's background task ends, and a consumer fetches nothing ever after.
It reaches into aiokafka 0.14 (`conn.AIOKafkaConnection.send`): there is no public way.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

from aiokafka.conn import AIOKafkaConnection, CloseReason
from aiokafka.errors import KafkaConnectionError

_SEND = AIOKafkaConnection.send


def notice_broken_connections() -> None:
    """Have all Kafka clients of this process close such a connection and connect again."""
    AIOKafkaConnection.send = _send


async def close_within(seconds: float, closing: Coroutine[Any, Any, None]) -> BaseException | None:
    """Close a client; gives what went wrong, a TimeoutError where it took longer than it may.

    A client that is closed amid its own retries raises the cancellation of its tasks, which is not ours.
    """
    task = asyncio.ensure_future(closing)
    try:
        await asyncio.wait([task], timeout=seconds)
    finally:
        in_time = task.done()
        task.cancel()
    if not in_time:
        return TimeoutError(f"not closed within {seconds} s")
    return asyncio.CancelledError() if task.cancelled() else task.exception()


def _send(connection: Any, request: Any, expect_response: bool = True) -> Any:
    try:
        return _SEND(connection, request, expect_response)
    except RuntimeError as error:
        connection.close(reason=CloseReason.CONNECTION_BROKEN, exc=error)
        raise KafkaConnectionError(f"the connection to {connection.host}:{connection.port} is closed") from error
