"""Presses: processes that render packages, so that drawing never holds the lock that the event loop needs."""

import asyncio
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import SpawnContext

from delivery.domain.order import Order
from delivery.domain.packing import Packed
from delivery.rendering.press import Job, job_of, work

ATTEMPTS = 2
"""How often an order is printed before its press's death is taken to be the order's fault."""

PACKAGES_A_PRESS = 40
"""After so many a press is replaced: Typst keeps what it has set, up to half a gigabyte by then."""


class PressDied(Exception):
    """A rendering process ended while it had an order."""


class RenderingFailed(Exception):
    """An order that a renderer could not draw, or not in time."""


class Press:
    """One process and the wire to it; it ends when this process does, since its wire is then closed."""

    def __init__(self, context: SpawnContext, font_folders: Sequence[str]) -> None:
        self._wire, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, tuple(font_folders)), name="press", daemon=True)
        self._process.start()
        theirs.close()
        self.printed = 0

    @property
    def process_id(self) -> int | None:
        """The id of the process while it runs."""
        return self._process.pid if self._process.is_alive() else None

    def print(self, job: Job) -> Packed:
        """Wait for a job's package, in a thread. Raises PressDied, and RenderingFailed."""
        try:
            self._wire.send(job)
            answer = self._wire.recv()
        except (EOFError, OSError) as error:
            raise PressDied(f"the rendering process of run {job.key} ended") from error
        if isinstance(answer, str):
            raise RenderingFailed(answer)
        self.printed += 1
        packed: Packed = answer
        return packed

    def stop(self) -> None:
        """End the process, whatever it does; who waits for it gets PressDied."""
        self._process.kill()
        self._process.join()


class Presses:
    """So many presses, each started with its first order; a dead one is replaced when it is needed again."""

    def __init__(self, count: int, font_folders: Sequence[str] = (), seconds: float = 120.0) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._font_folders = font_folders
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="press")
        self._free = asyncio.Semaphore(count)
        self._idle: list[Press] = []
        self._busy: set[Press] = set()

    async def pack(self, order: Order, key: str) -> Packed:
        """Print an order's package, on another press if one dies. Raises PressDied, RenderingFailed."""
        job = job_of(order, key)
        async with self._free:
            for _ in range(ATTEMPTS - 1):
                try:
                    return await self._print(job, self._waiting())
                except PressDied:
                    continue
            # On a new one: of those that wait, several may have died unnoticed, which is no fault of the order's.
            return await self._print(job, None)

    def close(self) -> None:
        """End every press; an order in work is given up, and its message comes again."""
        for press in (*self._idle, *self._busy):
            press.stop()
        self._idle.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)

    @property
    def process_ids(self) -> tuple[int, ...]:
        """The processes that run now."""
        found = (press.process_id for press in (*self._idle, *self._busy))
        return tuple(process for process in found if process is not None)

    async def _print(self, job: Job, press: Press | None) -> Packed:
        loop = asyncio.get_running_loop()
        if press is None:
            press = await loop.run_in_executor(self._threads, self._start)
        self._busy.add(press)
        try:
            async with asyncio.timeout(self._seconds):
                packed = await loop.run_in_executor(self._threads, press.print, job)
        except RenderingFailed:
            self._idle.append(press)
            raise
        except TimeoutError as error:
            press.stop()
            raise RenderingFailed(f"rendering {job.key} took more than {self._seconds:g} seconds") from error
        except BaseException:
            # Dead, or given up by whoever waited: what it does now is of no use to anybody.
            press.stop()
            raise
        else:
            self._keep(press)
            return packed
        finally:
            self._busy.discard(press)

    def _keep(self, press: Press) -> None:
        if press.printed < PACKAGES_A_PRESS:
            self._idle.append(press)
        else:
            press.stop()

    def _waiting(self) -> Press | None:
        while self._idle:
            press = self._idle.pop()
            if press.process_id is not None:
                return press
        return None

    def _start(self) -> Press:
        return Press(self._context, self._font_folders)
