"""The production line as its users see it: HTTP, topics, tables and files, and what tests ask of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from e2e_briefs import Brief, good_run
from e2e_polling import eventually
from e2e_system import System
from e2e_tables import Databases
from e2e_topics import Topics

from contracts.messages import BriefSubmitted
from contracts.topics import INTAKE

ENDED = ("COMPLETED", "COMPENSATED")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A running system and the four ways to look at it."""

    system: System
    http: httpx.AsyncClient
    databases: Databases
    topics: Topics

    def url(self, service: str, path: str) -> str:
        """The address of a resource."""
        return f"{self.system.environment[f'{service.upper()}_HTTP_URL']}{path}"

    async def get(self, service: str, path: str, **query: str) -> httpx.Response:
        """Ask a service."""
        return await self.http.get(self.url(service, path), params=query)

    async def post(self, service: str, path: str, body: object = None) -> httpx.Response:
        """Tell a service."""
        return await self.http.post(self.url(service, path), json=body)

    async def records(self, outcome: str, *names: str) -> float:
        """How many records these services, or replicas (`qc-2`), have met with this outcome since their start."""
        replicas = [each for name in names for each in self.system.replicas_of(name)]
        texts = [(await self.http.get(f"{self.system.url(each)}/metrics")).text for each in replicas]
        lines = [words.split() for text in texts for words in text.splitlines() if f'outcome="{outcome}"' in words]
        return sum(float(value) for name, value in lines if name.startswith("aicmo_records_total"))

    async def submit(self, brief: Brief, run: UUID | None = None, brief_id: UUID | None = None) -> UUID:
        """Submit a brief over HTTP under a run id (one that every step lets pass, if none is given)."""
        run = run or good_run()
        body = BriefSubmitted(workflow_run_id=run, brief=brief, brief_id=brief_id).model_dump(mode="json")
        answer = await self.post("onboarding", "/v1/briefs", body)
        assert answer.status_code == 202, answer.text
        return run

    async def send(self, brief: Brief, runs: Sequence[UUID]) -> None:
        """Submit a brief over Kafka, once for each of these runs."""
        await self.topics.send(INTAKE, *(BriefSubmitted(workflow_run_id=run, brief=brief) for run in runs))

    async def show(self, run: UUID) -> Json | None:
        """A run as the orchestrator shows it; None while it doesn't know it."""
        answer = await self.get("orchestrator", f"/v1/runs/{run}")
        assert answer.status_code in (200, 404), answer.text
        return answer.json() if answer.status_code == 200 else None

    async def reaches(self, run: UUID, *statuses: str, limit: float = 45.0) -> Json:
        """Wait until a run has one of these statuses and give what the orchestrator shows."""
        seen: list[Any] = []

        async def probe() -> Json | None:
            shown = await self.show(run)
            seen[:] = [shown["timeline"], shown["waits_for"], shown["failure"]] if shown else []
            return shown if shown and shown["status"] in statuses else None

        try:
            return await eventually(probe, f"run {run} {' or '.join(statuses)}", limit)
        except AssertionError as error:
            raise AssertionError(f"{error}; the run: {seen}") from None

    async def ends(self, run: UUID) -> str:
        """Wait until a run has ended, or needs a person; gives its status."""
        status: str = (await self.reaches(run, *ENDED, "STALLED"))["status"]
        return status

    async def all_end(self, runs: Sequence[UUID], limit: float = 60.0) -> dict[UUID, str]:
        """Wait until every one of these runs has ended; gives their statuses."""

        async def probe() -> dict[UUID, str] | None:
            found = await self.databases.statuses(runs)
            ended = len(found) == len(runs) and all(status in ENDED for status in found.values())
            return found if ended else None

        try:
            return await eventually(probe, f"{len(runs)} runs ended", limit)
        except AssertionError:
            found = await self.databases.statuses(runs)
            open_ = {str(run): found.get(run, "unknown") for run in runs if found.get(run) not in ENDED}
            raise AssertionError(f"not ended within {limit:g} s: {open_}") from None

    async def delivered(self, brief: Brief, run: UUID | None = None) -> UUID:
        """Submit a brief and wait until its package is delivered."""
        run = await self.submit(brief, run)
        assert await self.ends(run) == "COMPLETED", await self.show(run)
        return run

    async def at_rest(self) -> None:
        """Wait until every outbox is empty."""

        async def probe() -> bool:
            return not any((await self.databases.outboxes()).values())

        await eventually(probe, "all six outboxes empty")

    async def step_done(self, run: UUID, service: str) -> None:
        """Wait until a step has done its part of a run, or has undone it."""

        async def probe() -> bool:
            return service in await self.databases.ledger_of(run)

        await eventually(probe, f"{service} has run {run} in its ledger")
