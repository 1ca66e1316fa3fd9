"""The most memory that each part of the running system holds while a load runs, a server with all its processes."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from local_stack.state import State

EVERY_SECONDS = 1.0

Megabytes = dict[str, float]


@asynccontextmanager
async def peak_megabytes(state: State) -> AsyncIterator[Megabytes]:
    """Look once a second for the length of a block; what it gives is whole when the block has ended."""
    peak: Megabytes = {}
    looking = asyncio.create_task(_look(state, peak))
    try:
        yield peak
    finally:
        looking.cancel()
        _keep_highest(peak, resident_megabytes(state))


def resident_megabytes(state: State) -> Megabytes:
    """The most that each part has held: of one process its highest so far, of a server's processes their sum now."""
    return {name: round(_held(tree, "VmHWM") / 1024, 1) for name, tree in process_trees(state).items()}


def held_now(state: State) -> Megabytes:
    """What each part holds at this moment."""
    return {name: round(_held(tree, "VmRSS") / 1024, 1) for name, tree in process_trees(state).items()}


def process_trees(state: State) -> dict[str, list[int]]:
    """Each part's process and the processes that this has started."""
    pids = {file.name: int(file.read_text().split()[0]) for file in sorted(state.pids.iterdir())}
    return {name: [pid, *_children(pid)] for name, pid in pids.items() if Path(f"/proc/{pid}").exists()}


async def _look(state: State, peak: Megabytes) -> None:
    while True:
        _keep_highest(peak, resident_megabytes(state))
        await asyncio.sleep(EVERY_SECONDS)


def _keep_highest(peak: Megabytes, seen: Megabytes) -> None:
    for name, value in seen.items():
        peak[name] = max(value, peak.get(name, 0.0))


def _held(tree: list[int], of_one: str) -> int:
    found = list(_statuses(tree))
    if len(tree) == 1:
        return sum(each[of_one] for each in found)
    # PostgreSQL's processes share its buffers and its program: each would count them again.
    shared = sum(max((each[name] for each in found), default=0) for name in ("RssShmem", "RssFile"))
    return shared + sum(each["RssAnon"] for each in found)


def _statuses(tree: list[int]) -> Iterator[dict[str, int]]:
    for pid in tree:
        # A backend may end between its being listed and its being looked at.
        with suppress(FileNotFoundError, ProcessLookupError, KeyError):
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            words = {line.partition(":")[0]: line.split() for line in lines}
            yield {name: int(words[name][1]) for name in ("VmHWM", "VmRSS", "RssAnon", "RssFile", "RssShmem")}


def _children(pid: int) -> list[int]:
    with suppress(FileNotFoundError, ProcessLookupError):
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
