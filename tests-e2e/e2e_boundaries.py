"""The boundaries between the services: what may import what, and who may connect where."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from e2e_briefs import REPOSITORY

from contracts.topics import SERVICES


async def checked_imports(first_on_path: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Check the whole repository's imports, with the packages in this folder instead of the installed ones."""
    return await asyncio.to_thread(_lint, first_on_path)


def planted(folder: Path, service: str, module: str, statement: str) -> Path:
    """Copy a service's package into a folder with one statement more in one of its modules; gives the folder."""
    package = REPOSITORY / "services" / service / "src" / service
    copy = shutil.copytree(package, folder / service, ignore=shutil.ignore_patterns("__pycache__"))
    file = copy / module
    file.write_text(f"{file.read_text()}\n{statement}\n")
    return folder


async def open_doors(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every role and database of another service that it can connect to."""
    roles = [f"{service.upper()}_{kind}" for service in SERVICES for kind in ("DATABASE_URL", "MIGRATION_DATABASE_URL")]
    found = []
    for role in roles:
        for database in (*SERVICES, "postgres", "template1"):
            own = role.startswith(database.upper())
            if not own and await _can_connect(environment[role], database):
                found.append((role, database))
    return found


async def _can_connect(url: str, database: str) -> bool:
    try:
        connection = await asyncpg.connect(urlunsplit(urlsplit(url)._replace(path=f"/{database}")))
    except asyncpg.InsufficientPrivilegeError:
        return False
    await connection.close()
    return True


def _lint(first_on_path: Path | None) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, **({"PYTHONPATH": str(first_on_path)} if first_on_path else {})}
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
