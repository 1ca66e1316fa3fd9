"""The services' logs are not written; what they say as an error breaks an invariant: it is a mistake of their own."""

import logging
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import structlog

from simulation.world import World

HEARING: ContextVar[World | None] = ContextVar("HEARING", default=None)
"""The world of the scenario that is being played."""


@contextmanager
def quiet() -> Iterator[None]:
    """Hear errors, and nothing else, for the length of a block."""
    level = structlog.make_filtering_bound_logger(logging.ERROR)
    structlog.configure(processors=[_heard], wrapper_class=level)
    try:
        yield
    finally:
        structlog.reset_defaults()


def _heard(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    if world := HEARING.get():
        world.violated("log", f"an error was logged: {event.get('event')}: {sys.exc_info()[1]!r}"[:300])
    raise structlog.DropEvent
