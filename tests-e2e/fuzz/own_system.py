"""A whole system that is fuzzed and then removed: nobody else's records lie on its topics."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
from e2e_line import Line
from e2e_system import System, new_system
from e2e_tables import Databases
from e2e_topics import Topics

from contracts.topics import STEP_SERVICES

DEADLINES = {"AICMO_STEP_DEADLINES": ",".join(f"{step}=3600" for step in STEP_SERVICES)}
"""A good run may have to wait behind the flood; what nobody can finish is ended by changing its time in the table."""


@contextmanager
def own_system(directory: Path) -> Iterator[System]:
    """Start one for the length of a block."""
    made = new_system(directory / "state")
    system = replace(made, caller={**made.caller, **DEADLINES})
    try:
        system.up()
        yield system
    finally:
        system.clean()


@asynccontextmanager
async def line_of(system: System) -> AsyncIterator[Line]:
    """The ways to look at it."""
    databases = Databases(system.environment)
    async with httpx.AsyncClient(timeout=30) as http:
        yield Line(system, http, databases, Topics(system.bootstrap_servers))
    await databases.close()
