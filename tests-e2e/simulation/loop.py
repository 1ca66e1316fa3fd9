"""An event loop in virtual time: nothing waits, the clock jumps to the next timer, the order is always the same."""

import asyncio
from collections.abc import Sequence
from typing import Any


class Deadlock(RuntimeError):
    """Every task waits and no timer is set: nothing can ever happen again."""


class SimulatedLoop(asyncio.BaseEventLoop):
    """Runs callbacks in the order in which they were asked for; no threads, no sockets."""

    def __init__(self) -> None:
        super().__init__()
        self._elapsed = 0.0
        self._clock_resolution = 1e-9
        self._selector = _NoFiles(self)

    def time(self) -> float:
        """Virtual seconds since the loop was made."""
        return self._elapsed

    def advance(self) -> None:
        """Go to the moment of the next timer. Raises Deadlock."""
        scheduled: Any = getattr(self, "_scheduled")  # noqa: B009 - private to asyncio, and the only way to know
        if not scheduled:
            raise Deadlock("nothing is left to happen")
        self._elapsed = max(self._elapsed, scheduled[0].when())

    def _process_events(self, events: Sequence[object]) -> None:
        """There are no files, so there are no events of theirs."""

    def _write_to_self(self) -> None:
        """Nobody calls from another thread."""


class _NoFiles:
    """Stands where asyncio looks for a selector: to wait is to let virtual time pass."""

    def __init__(self, loop: SimulatedLoop) -> None:
        self._loop = loop

    def select(self, timeout: float | None) -> tuple[()]:
        if timeout is None or timeout > 0:
            self._loop.advance()
        return ()

    def close(self) -> None:
        """Nothing is open."""
