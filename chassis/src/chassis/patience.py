"""What insists while the database is away, and must end nevertheless: calls over HTTP in time, a service that stops."""

import asyncio
from collections.abc import Collection, Coroutine
from typing import Any, TypeVar

from chassis.problems import ProblemDetail

PATIENCE_SECONDS = 10.0
CANCELLED_AGAIN_SECONDS = 0.5

ResultT = TypeVar("ResultT")


async def in_time(call: Coroutine[Any, Any, ResultT]) -> ResultT:
    """What a call gives within PATIENCE_SECONDS. Raises ProblemDetail: 503, and the call has ended."""
    task = asyncio.create_task(call)
    try:
        await asyncio.wait([task], timeout=PATIENCE_SECONDS)
    finally:
        await cancel_until_ended([task])
    if task.cancelled():
        raise ProblemDetail(503, "the database can't be reached; try again")
    return task.result()


async def cancel_until_ended(tasks: Collection["asyncio.Task[Any]"]) -> None:
    """Cancel tasks as often as it takes.

    Where a rollback fails, that failure takes the place of the cancellation, and who insists would take it for one more
    reason to.
    """
    while running := [task for task in tasks if not task.done()]:
        for task in running:
            task.cancel()
        await asyncio.wait(running, timeout=CANCELLED_AGAIN_SECONDS)
