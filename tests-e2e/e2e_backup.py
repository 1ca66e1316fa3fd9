"""A backup of the orchestrator's database, and the day on which it is put back: what came after it is forgotten."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from e2e_line import Line

TABLES = ("workflow_run", "workflow_step", "workflow_brief", "outbox", "dead_letter", "dead_letter_audit")
"""Parents first."""


@asynccontextmanager
async def backup(line: Line) -> AsyncIterator[None]:
    """Keep a copy of what the orchestrator knows now for the length of a block."""
    await _run(line, "CREATE SCHEMA backup")
    try:
        for table in TABLES:
            await _run(line, f"CREATE TABLE backup.{table} AS TABLE public.{table}")
        yield
    finally:
        await _run(line, "DROP SCHEMA backup CASCADE")


async def restore(line: Line) -> None:
    """End the orchestrator, put back what the backup has, and start it again; its place on the topics stays."""
    await asyncio.to_thread(line.system.kill, "orchestrator")
    await _run(line, f"TRUNCATE {', '.join(f'public.{table}' for table in TABLES)}")
    for table in TABLES:
        await _run(line, f"INSERT INTO public.{table} SELECT * FROM backup.{table}")
    await asyncio.to_thread(line.system.start, "orchestrator")


async def _run(line: Line, statement: str) -> None:
    await line.databases.fetch("orchestrator", statement)
