"""A backup of the orchestrator's database as its operators make one, and the day on which it is put back."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

from e2e_line import Line

from local_stack.postgres_binaries import find_postgres


@asynccontextmanager
async def backup(line: Line) -> AsyncIterator[Path]:
    """Dump what the orchestrator's database holds now; gives the file, which is there for the length of a block."""
    with TemporaryDirectory() as directory:
        file = Path(directory) / "orchestrator.dump"
        await _run("pg_dump", "--format=custom", f"--file={file}", _url(line))
        yield file


async def restore(line: Line, file: Path) -> None:
    """End the orchestrator, put the backup in the place of its tables, start it; its place on the topics stays."""
    await asyncio.to_thread(line.system.kill, "orchestrator")
    await _run("pg_restore", "--clean", "--if-exists", "--single-transaction", f"--dbname={_url(line)}", str(file))
    await asyncio.to_thread(line.system.start, "orchestrator")


def _url(line: Line) -> str:
    return urlunsplit(urlsplit(line.system.postgres_admin_url)._replace(path="/orchestrator"))


async def _run(program: str, *arguments: str) -> None:
    command = [str(find_postgres() / program), *arguments]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
