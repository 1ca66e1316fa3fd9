"""Runs as the orchestrator tells of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from aicmo.errors import CliError
from aicmo.fields import JsonObject, moment, nested, objects, required_text, seconds, text, whole_number
from aicmo.service import Service

PAGE: Final = 100


class RunStatus(StrEnum):
    """Where a run can be; the last three are not on their way anywhere by themselves."""

    RUNNING = "RUNNING"
    COMPENSATING = "COMPENSATING"
    COMPLETED = "COMPLETED"
    COMPENSATED = "COMPENSATED"
    STALLED = "STALLED"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a run failed: `service` is where, empty where it was none's doing; `evidence` only if it was asked for."""

    kind: str
    service: str
    reason: str
    evidence: object = None


@dataclass(frozen=True, slots=True)
class Step:
    """One service's part in a run; `elapsed` in seconds, once it is known.

    `attempts` are those at the step, `commands` how often the service was told to undo it.
    """

    service: str
    status: str
    started_at: datetime | None
    finished_at: datetime | None
    compensated_at: datetime | None
    elapsed: float | None
    attempts: int
    commands: int
    deadline_at: datetime | None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened to a run."""

    at: datetime | None
    event: str
    service: str
    detail: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run; steps, timeline and `retried_as` are empty in a list of runs."""

    id: str
    status: str
    client_name: str
    package: str
    current_step: str
    started_at: datetime | None
    updated_at: datetime | None
    ended_at: datetime | None
    failure: Failure | None
    retry_of: str
    steps: tuple[Step, ...]
    timeline: tuple[TimelineEntry, ...]
    waits_for: str
    retried_as: tuple[str, ...] = ()


def fetch_run(orchestrator: Service, run_id: UUID) -> JsonObject:
    """Ask for one run with everything known of it; raises NotFound."""
    return orchestrator.get(f"/v1/runs/{run_id}")


def list_runs(
    orchestrator: Service, filters: Mapping[str, str], limit: int | None
) -> tuple[list[JsonObject], str | None]:
    """List runs, newest first, over as many pages as it takes; `limit` None means all.

    Gives the runs and the cursor that continues after them, None at the end.
    """
    runs: list[JsonObject] = []
    cursor: str | None = None
    for page in _pages(orchestrator, filters, limit):
        runs += objects(page, "runs")
        cursor = text(page, "next_cursor") or None
    return runs, cursor


def _pages(orchestrator: Service, filters: Mapping[str, str], limit: int | None) -> Iterator[JsonObject]:
    wanted, cursor = limit, ""
    while wanted is None or wanted > 0:
        size = PAGE if wanted is None else min(wanted, PAGE)
        page = orchestrator.get("/v1/runs", {**filters, "limit": size, **({"cursor": cursor} if cursor else {})})
        yield page
        wanted = None if wanted is None else wanted - len(objects(page, "runs"))
        cursor = _next_cursor(page, cursor)
        if not cursor:
            return


def _next_cursor(page: Mapping[str, Any], cursor: str) -> str:
    following = text(page, "next_cursor")
    if following and following == cursor:
        raise CliError("the orchestrator's next page is the same page again; its list cannot be followed.")
    return following


def run_of(body: Mapping[str, Any]) -> Run:
    """Read a run, from a list or on its own; raises CliError where it has no id or no status."""
    return Run(
        id=required_text(body, "workflow_run_id"),
        status=required_text(body, "status"),
        client_name=text(body, "client_name"),
        package=text(body, "package"),
        current_step=text(body, "current_step"),
        started_at=moment(body, "started_at"),
        updated_at=moment(body, "updated_at"),
        ended_at=moment(body, "ended_at"),
        failure=_failure_of(nested(body, "failure")),
        retry_of=text(body, "retry_of"),
        steps=tuple(_step_of(step) for step in objects(body, "steps")),
        timeline=tuple(_entry_of(entry) for entry in objects(body, "timeline")),
        waits_for=text(body, "waits_for"),
        retried_as=tuple(str(retry) for retry in body.get("retried_as") or ()),
    )


def _failure_of(body: Mapping[str, Any] | None) -> Failure | None:
    if body is None:
        return None
    return Failure(text(body, "kind"), text(body, "service"), text(body, "reason"), body.get("evidence"))


def _step_of(body: Mapping[str, Any]) -> Step:
    return Step(
        service=text(body, "service"),
        status=text(body, "status") or "waiting",
        started_at=moment(body, "started_at"),
        finished_at=moment(body, "finished_at"),
        compensated_at=moment(body, "compensated_at"),
        elapsed=seconds(body, "seconds"),
        attempts=whole_number(body, "attempts"),
        commands=whole_number(body, "commands"),
        deadline_at=moment(body, "deadline_at"),
    )


def _entry_of(body: Mapping[str, Any]) -> TimelineEntry:
    return TimelineEntry(moment(body, "at"), text(body, "event"), text(body, "service"), _detail(body.get("detail")))


def _detail(detail: object) -> str:
    if isinstance(detail, Mapping):
        return ", ".join(f"{name} {value}" for name, value in detail.items() if value not in (None, "", [], {}))
    return "" if detail is None else str(detail)
