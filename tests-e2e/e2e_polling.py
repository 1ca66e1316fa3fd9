"""Waiting for a condition with a deadline: the only waiting in these tests."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

POLL_SECONDS = 0.05


async def eventually(probe: Callable[[], Awaitable[T | None]], what: str, limit: float = 45.0) -> T:
    """Ask until the answer is truthy and give it. Raises AssertionError with the last answer after `limit` seconds."""
    deadline = time.monotonic() + limit
    while not (answer := await probe()):
        assert time.monotonic() < deadline, f"not within {limit:g} s: {what}; last seen: {answer!r}"
        await asyncio.sleep(POLL_SECONDS)
    return answer
