"""The end of a campaign: wait until every run has ended and nothing is under way, then judge the books."""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from e2e_line import ENDED
from e2e_tables import Databases

from chaos.books import Books, Findings, judged, read_books
from chaos.journal import Journal
from chaos.plant import Plant

LIMIT_SECONDS = 180.0
AGE = timedelta(hours=2)
"""A file without a row that is older than this is removed by reconciliation."""

_POLL_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Rest:
    """The system at rest: what was found, what it holds, the seconds until it was so, and files found without a row."""

    findings: Findings
    books: Books
    seconds: float
    stray_files: int


async def at_rest(plant: Plant, databases: Databases, journal: Journal) -> Rest:
    """Wait until all runs have ended and all outboxes are empty, or the limit has passed; then judge."""
    started = time.monotonic()
    objects = plant.system.state.objects
    books = await _once(lambda books: _quiet(books, journal), databases, plant)
    seconds = time.monotonic() - started
    # A crash between a commit and the removal of files leaves them to reconciliation, which waits for their age.
    stray = _grow_old(plant, books)
    if stray:
        await _once(lambda books: not _strays(books), databases, plant)
    books = await read_books(databases, objects)
    return Rest(judged(books, journal), books, seconds, stray)


async def _once(condition: Callable[[Books], bool], databases: Databases, plant: Plant) -> Books:
    deadline = time.monotonic() + LIMIT_SECONDS
    while True:
        books = await read_books(databases, plant.system.state.objects)
        if condition(books) or time.monotonic() > deadline:
            return books
        await asyncio.sleep(_POLL_SECONDS)


def _quiet(books: Books, journal: Journal) -> bool:
    known = all(run in books.statuses for run in journal.accepted)
    return known and all(status in ENDED for status in books.statuses.values()) and not any(books.outboxes.values())


def _strays(books: Books) -> set[tuple[str, str]]:
    """The folders of runs that should have none: service and run."""
    kept = {run for run, status in books.statuses.items() if status != "COMPENSATED"}
    return {(service, str(run)) for service, runs in books.files.items() for run in runs if run not in kept}


def _grow_old(plant: Plant, books: Books) -> int:
    """Make stray files look old, so that reconciliation takes them now; gives the number of their folders."""
    strays = _strays(books)
    for service, run in strays:
        for file in plant.system.objects_of(service, run).rglob("*"):
            then = file.stat().st_mtime - AGE.total_seconds()
            os.utime(file, (then, then))
    return len(strays)
