"""Time, chance and new ids: the only source of each, so that the simulation can be the source instead."""

import asyncio
import random  # noqa: TID251 - this is where chance comes from
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from uuid_utils.compat import uuid7


class Clock(Protocol):
    """Where the chassis takes time, chance and ids from."""

    def now(self) -> datetime:
        """The time, aware, UTC. It may jump; nothing unsafe may follow from that."""

    def monotonic(self) -> float:
        """Seconds since some moment; never goes back."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""

    def jitter(self) -> float:
        """A random number from 0.5 to 1.5, to spread retries."""

    def new_id(self) -> UUID:
        """A new UUIDv7 (RFC 9562): ids sort by the time they were made."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def jitter(self) -> float:
        return random.uniform(0.5, 1.5)

    def new_id(self) -> UUID:
        return uuid7()


def backoff(attempt: int, clock: Clock, *, first: float, longest: float) -> float:
    """Seconds to wait after an attempt (from 1): doubled each time up to `longest`, then jittered by a half."""
    return float(min(longest, first * 2.0 ** min(attempt - 1, 30))) * clock.jitter()
