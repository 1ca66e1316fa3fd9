"""Calls over HTTP that insist while the database is away: their callers are answered in time, and nothing goes on."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from chassis.problems import ProblemDetail

PATIENCE_SECONDS = 10.0
CANCELLED_AGAIN_SECONDS = 0.5

ResultT = TypeVar("ResultT")


async def in_time(call: Coroutine[Any, Any, ResultT]) -> ResultT:
    """What a call gives within PATIENCE_SECONDS. Raises ProblemDetail: 503, and the call has ended.

    It is cancelled until it has: where a rollback fails, that failure takes the place of the cancellation, and the call
    would take it for one more reason to insist.
    """
    task = asyncio.create_task(call)
    try:
        await asyncio.wait([task], timeout=PATIENCE_SECONDS)
    finally:
        while not task.done():
            task.cancel()
            await asyncio.wait([task], timeout=CANCELLED_AGAIN_SECONDS)
    if task.cancelled():
        raise ProblemDetail(503, "Service Unavailable", "the database can't be reached; try again")
    return task.result()
