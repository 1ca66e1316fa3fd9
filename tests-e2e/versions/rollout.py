"""Rollouts: replicas are replaced one after the other by those of another version, as a deployment does it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from e2e_line import Line

from contracts.topics import SERVICES
from local_stack.services import daemon
from versions.checkout import VARIABLE, Checkout


async def replace_second(line: Line, version: Checkout, *services: str) -> None:
    """Replace the second replica of these services; the first one goes on with what it is."""
    await _together(line, version, [f"{service}-2" for service in services])


async def replace_first(line: Line, version: Checkout, *services: str) -> None:
    """Replace the first replica of these services."""
    await _together(line, version, list(services))


async def replace_both(line: Line, version: Checkout, *services: str) -> None:
    """Replace all replicas of these services at once."""
    await _together(line, version, [each for service in services for each in line.system.replicas_of(service)])


async def _together(line: Line, version: Checkout, names: list[str]) -> None:
    with ThreadPoolExecutor(max(1, len(names))) as pool:
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(pool, _replace, line, version, name) for name in names))


def _replace(line: Line, version: Checkout, name: str) -> None:
    alone = replace(line.system, replicas=1)
    assert alone.terminate(name), f"{name} did not stop within its grace"
    alone.start(name, **version.settings)


async def restore(line: Line) -> None:
    """Have every replica run this checkout's own code again: no rollout, but the beginning of another story."""
    await _together(line, Checkout(), [name for name in _names(line) if _runs_another(line, name)])


def _names(line: Line) -> list[str]:
    return [name for service in SERVICES for name in line.system.replicas_of(service)]


def _runs_another(line: Line, name: str) -> bool:
    running = daemon(line.system.state, name).environment()
    return running.get(VARIABLE) != line.system.caller.get(VARIABLE)
