"""What stands in for the world in these tests: a clock that is set, a publisher that obeys, databases that fail."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from uuid_utils.compat import uuid7

from chassis.clock import SystemClock
from chassis.database import Database, Transaction
from chassis.records import Outgoing
from chassis.relay import Acknowledged

START = datetime(2030, 1, 1, 12, tzinfo=UTC)


class SetClock:
    """Time stands still until it is set; to sleep is to note it, move on, and let others run."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._monotonic = 0.0
        self.slept: list[float] = []

    def advance(self, **duration: float) -> None:
        """Let time pass, by `timedelta`'s names."""
        passed = timedelta(**duration)
        self._now += passed
        self._monotonic += passed.total_seconds()

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.advance(seconds=seconds)
        await asyncio.sleep(0)

    def jitter(self) -> float:
        return 1.0

    def new_id(self) -> UUID:
        return uuid7()


class RunningClock(SetClock):
    """The date is set, the seconds run: for loops that wait for something real."""

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


class WatchedClock(SystemClock):
    """The real clock, for real servers; `waited` is set once somebody waits to try again."""

    def __init__(self) -> None:
        self.waited = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.waited.set()
        await asyncio.sleep(min(seconds, 0.1))


Manner = Literal["acknowledge", "silent", "refuse", "raise"]


class Letterbox:
    """A publisher that keeps what it is given, and acknowledges, stays silent, refuses or raises as it is told."""

    def __init__(self, manner: Manner = "acknowledge") -> None:
        self.manner: Manner = manner
        self.received: list[Outgoing] = []
        self.unanswered: list[tuple[Outgoing, Acknowledged]] = []

    async def publish(self, messages: Sequence[Outgoing], acknowledged: Acknowledged) -> None:
        if self.manner == "raise":
            raise ConnectionError("no broker")
        self.received.extend(messages)
        for message in messages:
            self._answer(message, acknowledged)

    def acknowledge_all(self) -> None:
        """Give the answers that were kept back."""
        for message, acknowledged in self.unanswered:
            acknowledged(message, None)
        self.unanswered.clear()

    async def stop(self) -> None:
        """Nothing to give back."""

    def _answer(self, message: Outgoing, acknowledged: Acknowledged) -> None:
        if self.manner == "silent":
            self.unanswered.append((message, acknowledged))
        else:
            acknowledged(message, ConnectionError("not written") if self.manner == "refuse" else None)


Act = Callable[[], None]


class TroubledDatabase:
    """A database whose transactions meet trouble: `before` is called as each opens, `after` once it has committed.

    Each is a list of acts, one a transaction; an act may raise, None passes.
    """

    def __init__(
        self, database: Database, *, before: Sequence[Act | None] = (), after: Sequence[Act | None] = ()
    ) -> None:
        self._database = database
        self._before = list(before)
        self._after = list(after)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        _next(self._before)
        async with self._database.transaction() as tx:
            yield tx
        _next(self._after)

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        return self.transaction()

    async def close(self) -> None:
        await self._database.close()


def connection_lost() -> None:
    """Raise what a driver raises when the server has gone."""
    raise ConnectionResetError("connection lost")


def _next(acts: list[Act | None]) -> None:
    act = acts.pop(0) if acts else None
    if act:
        act()


async def until(condition: Callable[[], Awaitable[bool] | bool], seconds: float = 20.0) -> None:
    """Wait for a condition; raises TimeoutError when it never comes true."""
    async with asyncio.timeout(seconds):
        while True:
            answer = condition()
            if answer if isinstance(answer, bool) else await answer:
                return
            await asyncio.sleep(0.005)
