"""Finished runs by the million, made of one by SQL in all six databases, and what they cost a run that comes after.

Ids are made of the first run's by md5, so that the copies of a run have the same id in every database, as a real run's
rows have, spread over each index like those of real runs. They are removed afterwards.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from e2e_system import System

from benchmark import line
from benchmark.line import Figures, Sizes
from contracts.topics import SERVICES
from local_stack.provision.databases import connect, quoted

MILLION = 1_000_000
PORTION = 20_000
PATIENCE_SECONDS = 60
PASSING = ("outbox", "dead_letter", "dead_letter_audit")
"""Tables whose rows a finished run has not, or not for long."""

_COLUMNS = """
    SELECT table_name, column_name, udt_name FROM information_schema.columns
    WHERE table_schema = 'public' AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position"""

Connection = Any


async def cost_of_history(system: System, sizes: Sizes, numbers: Sequence[int]) -> Figures:
    """Speed and latency beside so many finished runs as ratios to those before; the numbers in rising order."""
    before = await _speed(system.bootstrap_servers, sizes)
    found: Figures = {"history_before_runs": await _known_runs(system)}
    rising = sorted(numbers)
    run = await finished_run(system)
    try:
        for made, number in zip([0, *rising], rising, strict=False):
            await add_history(system, run, made, number)
            found |= _ratios(number, before, await _speed(system.bootstrap_servers, sizes))
    finally:
        await remove_history(system, run, rising[-1])
    return found


async def finished_run(system: System) -> UUID:
    """One delivered light run to make others of, with nothing of it left to be published."""
    run = await line.one_delivered(system.bootstrap_servers)
    await emptied_outboxes(system)
    return run


async def add_history(system: System, run: UUID, made: int, number: int) -> None:
    """Make finished runs until there are `number`, where `made` have been made; and the planner's statistics anew."""
    for service in SERVICES:
        async with connect(_superuser_url(system, service)) as database:
            # The copies of a whole are whole: looking at every foreign key would take longer than the rows.
            await database.execute("SET session_replication_role = replica; SET synchronous_commit = off")
            for table, columns in (await _tables(database)).items():
                for first in range(made, number, PORTION):
                    last = min(first + PORTION, number)
                    await database.execute(_copy(table, columns), run, first + 1, last)
            await database.execute("VACUUM ANALYZE")


async def remove_history(system: System, run: UUID, made: int) -> None:
    """Remove all that was made of a run, and the room that it took in the tables as far as PostgreSQL gives it back."""
    for service in SERVICES:
        async with connect(_superuser_url(system, service)) as database:
            await database.execute("SET session_replication_role = replica; SET synchronous_commit = off")
            for table in await _tables(database):
                await database.execute(_removal(table), run, made)
            await database.execute("VACUUM ANALYZE")


async def emptied_outboxes(system: System) -> None:
    """Wait until all that was said has been published. Raises TimeoutError where it hasn't been."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        for service in SERVICES:
            async with connect(_superuser_url(system, service)) as database:
                while await database.fetchval("SELECT count(*) FROM outbox"):
                    await asyncio.sleep(0.05)


async def _speed(servers: str, sizes: Sizes) -> Figures:
    return {**await line.at_the_limit(servers, sizes), **await line.idle(servers, sizes)}


def _ratios(number: int, before: Figures, after: Figures) -> Figures:
    speed = round(after["runs_per_s"] / before["runs_per_s"], 3)
    found = {
        f"history_{number}_runs_per_s": after["runs_per_s"],
        f"history_{number}_to_empty_ratio": speed,
        f"history_{number}_idle_p50_ratio": round(after["idle_p50_ms"] / before["idle_p50_ms"], 3),
    }
    return {**found, "million_to_empty_ratio": speed} if number == MILLION else found


async def _known_runs(system: System) -> int:
    async with connect(_superuser_url(system, "orchestrator")) as database:
        known: int = await database.fetchval("SELECT count(*) FROM workflow_run")
        return known


async def _tables(database: Connection) -> dict[str, dict[str, str]]:
    """The tables that a finished run has rows in, with their columns' types."""
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in await database.fetch(_COLUMNS):
        tables.setdefault(table, {})[column] = kind
    return {
        table: columns for table, columns in tables.items() if "workflow_run_id" in columns and table not in PASSING
    }


def _copy(table: str, columns: Mapping[str, str]) -> str:
    names = ", ".join(map(quoted, columns))
    values = ", ".join(_value(name, kind) for name, kind in columns.items())
    return (
        f"INSERT INTO {quoted(table)} ({names}) SELECT {values} "
        f"FROM {quoted(table)} AS run, generate_series($2::integer, $3::integer) AS number WHERE workflow_run_id = $1"
    )


def _value(name: str, kind: str) -> str:
    column = f"run.{quoted(name)}"
    if kind == "uuid":
        return f"md5({column}::text || number)::uuid"
    if name == "settled_at":
        # An old run has long been asked about; the one that was just delivered not yet.
        return f"coalesce({column}, run.updated_at) - number * interval '1 second'"
    return f"{column} - number * interval '1 second'" if kind == "timestamptz" else column


def _removal(table: str) -> str:
    return (
        f"DELETE FROM {quoted(table)} USING generate_series(1, $2::integer) AS number "
        "WHERE workflow_run_id = md5($1::uuid::text || number)::uuid"
    )


def _superuser_url(system: System, service: str) -> str:
    path = urlsplit(system.environment[f"{service.upper()}_MIGRATION_DATABASE_URL"]).path
    return urlunsplit(urlsplit(system.postgres_admin_url)._replace(path=path))
