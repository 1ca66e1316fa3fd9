"""Something done again and again: a round that fails is logged and done anew; stopping waits for the running one."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

_log = structlog.get_logger(__name__)


class Ticker:
    """Repeats an action; the action gives the seconds to wait before the next round, which `nudge` cuts short."""

    def __init__(
        self,
        name: str,
        action: Callable[[], Awaitable[float]],
        *,
        after_failure: float = 1.0,
        nudge: asyncio.Event | None = None,
    ) -> None:
        self._name = name
        self._action = action
        self._after_failure = after_failure
        self._nudge = nudge or asyncio.Event()
        self._stopping = False

    async def run(self) -> None:
        """Repeat until stopped."""
        while not self._stopping:
            try:
                wait = await self._action()
            except Exception as error:
                _log.warning(f"{self._name}_waits", error=f"{type(error).__name__}: {error}"[:300])
                wait = self._after_failure
            await self._pause(wait)

    def stop(self) -> None:
        """End after the running round."""
        self._stopping = True
        self._nudge.set()

    async def _pause(self, seconds: float) -> None:
        if self._stopping:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._nudge.wait()
        except TimeoutError:
            return
        finally:
            self._nudge.clear()
