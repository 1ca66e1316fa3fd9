"""Sends briefs through the line in memory and fetches what it made of them, over HTTP alone."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import httpx
import yaml
from e2e_inmemory import MemoryLine, line_in_memory

from local_stack.state import repository

EXAMPLES = repository() / "services" / "onboarding" / "examples"
NAMES = UUID("b7a1f0d2-55a4-5c0e-8f5e-0d5f1f2f6a77")
"""Run ids are uuid5 of this and the example's name, so that the same brief gives the same ids in every package."""

PATIENCE_SECONDS = 900.0
"""Long, as the machine may be busy."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """What became of one brief, as read by onboarding; `brief`, `draft`, `archive` are empty where it failed."""

    name: str
    brief: Json
    run: Json
    report: Json
    draft: Json
    archive: bytes

    @property
    def delivered(self) -> bool:
        """Whether the run ended with a package."""
        return bool(self.run["status"] == "COMPLETED" and self.archive)

    @property
    def reason(self) -> str:
        """Why there is no package."""
        return str((self.run.get("failure") or {}).get("reason", self.run["status"]))


def example_briefs(only: Sequence[str] = ()) -> dict[str, Json]:
    """Read the example briefs by name, the smallest one left out; `only` chooses some."""
    paths = [path for path in sorted(EXAMPLES.glob("*.yaml")) if path.stem != "light"]
    return {path.stem: _read(path) for path in paths if not only or path.stem in only}


def _read(path: Path) -> Json:
    form: Json = yaml.safe_load(path.read_text(encoding="utf-8"))
    return form


def make_samples(briefs: Mapping[str, Json], directory: Path) -> list[Sample]:
    """Start the line in memory and send the briefs one after another, so that the times of steps are their own."""
    with line_in_memory(directory, {}) as port:
        return asyncio.run(_made(briefs, port))


async def _made(briefs: Mapping[str, Json], port: int) -> list[Sample]:
    async with httpx.AsyncClient(timeout=60) as http:
        line = MemoryLine(port, http)
        await line.ready()
        return [await _sample(line, name, brief) for name, brief in briefs.items()]


async def _sample(line: MemoryLine, name: str, brief: Json) -> Sample:
    run = uuid5(NAMES, name)
    answer = await line.submit(brief, run)
    if answer.status_code != 202:
        refused = {"status": "REFUSED", "failure": {"reason": answer.text}}
        return Sample(name, {}, refused, {}, {}, b"")
    ended = await line.ends(run, PATIENCE_SECONDS)
    if ended["status"] != "COMPLETED":
        kept = (ended.get("failure") or {}).get("evidence", {})
        return Sample(name, {}, ended, kept.get("report", {}), {}, b"")
    shown = [
        (await line.get(service, f"/v1/{things}/{run}")).json()
        for service, things in (("onboarding", "briefs"), ("qc", "qc-reports"), ("production", "drafts"))
    ]
    archive = await line.get("delivery", f"/v1/packages/{run}/archive")
    return Sample(name, shown[0]["brief"], ended, shown[1], shown[2]["draft"], archive.content)
