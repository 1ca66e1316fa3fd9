"""Every query on the orchestrator's tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from msgspec.structs import fields
from sqlalchemy import Select, Table, or_, select, text

from chassis.columns import Timestamp
from chassis.database import Conflict, Row, Transaction
from chassis.one_trip import Entries, enter_and_store
from chassis.rows import insert_from, is_any, run_many, upsert
from contracts.messages import Failure
from contracts.payload import RunId
from orchestrator.domain.run import UNTOUCHED, Run, State, Step, StepStatus
from orchestrator.revisions_json import revisions_from_json, revisions_to_json
from orchestrator.tables import WORKFLOW_BRIEF, WORKFLOW_RUN, WORKFLOW_STEP

_STEP_COLUMNS = tuple(field.name for field in fields(Step))
_STEP_VALUES = itemgetter(*_STEP_COLUMNS)
_STEP_FIELDS = attrgetter(*_STEP_COLUMNS)
_STATUSES = {status.value: status for status in StepStatus}
FIRST_CHANGE = 1
"""The `revision` of a run that is stored for the first time."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which runs to list: newest first, `limit` of them, those that started before the run `after` where given."""

    status: str | None = None
    step: str | None = None
    client: str | None = None
    since: datetime | None = None
    limit: int = 50
    after: UUID | None = None


async def load(tx: Transaction, runs: Sequence[RunId]) -> dict[RunId, Run]:
    """These runs, locked in the order of their ids until the transaction ends; unknown ones are left out."""
    found = await tx.execute(_load_statement(tx.dialect), {"ids": sorted(set(runs))})
    return await _with_steps(tx, found)


async def seen(tx: Transaction, runs: Iterable[RunId]) -> dict[RunId, Run]:
    """These runs, not locked; unknown ones are left out."""
    ids = sorted(set(runs))
    return await _with_steps(tx, await tx.execute(_see_statement(tx.dialect), {"ids": ids})) if ids else {}


async def find(tx: Transaction, run: RunId) -> Run | None:
    """One run, not locked."""
    return (await seen(tx, [run])).get(run)


@dataclass(frozen=True, slots=True)
class Listed:
    """A run in a list, read without its steps, and the step whose turn it is."""

    run: Run
    current_step: str | None


async def listed(tx: Transaction, wanted: Filter) -> list[Listed]:
    """Runs that match, newest first."""
    return [Listed(_run(row, ()), row["current_step"]) for row in await tx.execute(_listing(wanted))]


async def due(tx: Transaction, now: datetime, limit: int) -> dict[RunId, Run]:
    """Runs whose time has come, locked; those that another replica holds are skipped."""
    column = WORKFLOW_RUN.c.wake_at
    query = select(WORKFLOW_RUN).where(column <= now).order_by(column).limit(limit)
    return await _with_steps(tx, await tx.execute(query.with_for_update(skip_locked=True)))


async def save(tx: Transaction, before: Mapping[RunId, Run], after: Sequence[Run]) -> None:
    """Store runs and those of their steps that changed. Raises Conflict where another transaction made one of them."""
    changed = changes(before, after)
    if not changed:
        return
    stored = await run_many(tx, _save_statement(tx.dialect), _run_rows(changed))
    if len(stored) != len(changed):
        raise Conflict("another transaction has changed one of the runs")
    await upsert(tx, WORKFLOW_STEP, _step_rows(before, changed))


async def save_at_once(
    tx: Transaction,
    before: Mapping[RunId, Run],
    changed: Sequence[Run],
    others: Mapping[Table, Sequence[Row]],
    removed: Sequence[UUID],
) -> set[RunId]:
    """Store changed runs, their steps and what else belongs to them in one statement, which is its own transaction.

    Deletes the acknowledged messages `removed` too. Gives the runs that are stored: those that nobody has changed since
    they were loaded, nor removed, each with all that belongs to it. PostgreSQL only.
    """
    entries = Entries(WORKFLOW_RUN, _run_rows(changed), _unless_changed, _unless_gone)
    return await enter_and_store(tx, entries, {WORKFLOW_STEP: _step_rows(before, changed), **others}, removed)


def changes(before: Mapping[RunId, Run], after: Iterable[Run]) -> list[Run]:
    """The runs that are not as they were, in the order of their ids."""
    return [run for run in sorted(after, key=lambda each: each.id) if run != before.get(run.id)]


async def keep_briefs(tx: Transaction, briefs: Mapping[RunId, Any]) -> None:
    """Keep the accepted briefs of runs that are stored."""
    await upsert(tx, WORKFLOW_BRIEF, brief_rows(briefs))


def brief_rows(briefs: Mapping[RunId, Any]) -> list[Row]:
    """Accepted briefs as rows."""
    return [{"workflow_run_id": run, "brief": brief} for run, brief in briefs.items()]


async def brief_of(tx: Transaction, run: RunId) -> dict[str, Any] | None:
    """The accepted brief of a run."""
    found = await tx.execute(select(WORKFLOW_BRIEF.c.brief).where(WORKFLOW_BRIEF.c.workflow_run_id == run))
    return found[0]["brief"] if found else None


async def retries_of(tx: Transaction, run: RunId) -> list[UUID]:
    """The runs that repeat this one."""
    found = await tx.execute(select(WORKFLOW_RUN.c.workflow_run_id).where(WORKFLOW_RUN.c.retry_of == run))
    return [row["workflow_run_id"] for row in found]


async def counts(tx: Transaction, now: datetime) -> tuple[dict[str, int], timedelta]:
    """How many runs have each status that is not an end, and the age of the oldest of them."""
    query = text(
        "SELECT status, count(*) AS runs, min(started_at) AS oldest FROM workflow_run"
        " WHERE wake_at IS NOT NULL GROUP BY status"
    ).columns(oldest=Timestamp())
    found = await tx.execute(query)
    oldest = min((row["oldest"] for row in found), default=now)
    return {row["status"]: row["runs"] for row in found}, now - oldest


async def _with_steps(tx: Transaction, runs: Sequence[Row]) -> dict[RunId, Run]:
    ids = [row["workflow_run_id"] for row in runs]
    if not ids:
        return {}
    steps: dict[UUID, list[Row]] = {}
    for row in await tx.execute(_steps_statement(tx.dialect), {"ids": ids}):
        steps.setdefault(row["workflow_run_id"], []).append(row)
    return {RunId(row["workflow_run_id"]): _run(row, steps.get(row["workflow_run_id"], ())) for row in runs}


def _listing(wanted: Filter) -> Select[Any]:
    run = WORKFLOW_RUN.c
    query = select(WORKFLOW_RUN).order_by(run.started_at.desc(), run.workflow_run_id.desc()).limit(wanted.limit)
    for column, value in (
        (run.status, wanted.status),
        (run.current_step, wanted.step),
        (run.client_name, wanted.client),
    ):
        query = query if value is None else query.where(column == value)
    if wanted.since:
        query = query.where(run.started_at >= wanted.since)
    if wanted.after:
        last = select(run.started_at).where(run.workflow_run_id == wanted.after).scalar_subquery()
        query = query.where((run.started_at < last) | ((run.started_at == last) & (run.workflow_run_id < wanted.after)))
    return query


def _run(row: Row, steps: Sequence[Row]) -> Run:
    known = {each["service"]: _step(each) for each in steps}
    return Run(
        id=RunId(row["workflow_run_id"]),
        state=State(row["state"]),
        steps=tuple(known.get(step.service, step) for step in UNTOUCHED),
        started_at=row["started_at"],
        updated_at=row["updated_at"],
        ended_at=row["ended_at"],
        wake_at=row["wake_at"],
        stalled=row["stalled"],
        failure=Failure.model_validate(row["failure"]) if row["failure"] else None,
        client_name=row["client_name"],
        package=row["package"],
        brief_id=row["brief_id"],
        retry_of=row["retry_of"],
        cancelled_at=row["cancelled_at"],
        revisions=revisions_from_json(row["revisions"]),
        traceparent=row["traceparent"],
        revision=row["revision"],
    )


def _step(row: Row) -> Step:
    service, status, *others = _STEP_VALUES(row)
    return Step(service, _STATUSES[status], *others)


def _run_rows(runs: Sequence[Run]) -> list[Row]:
    return [{**_run_row(run), "revision": run.revision + 1} for run in runs]


def _run_row(run: Run) -> dict[str, Any]:
    return {
        "workflow_run_id": run.id,
        "status": run.status.value,
        "state": run.state.value,
        "current_step": run.current,
        "stalled": run.stalled,
        "failure": run.failure,
        "client_name": run.client_name,
        "package": run.package,
        "brief_id": run.brief_id,
        "retry_of": run.retry_of,
        "cancelled_at": run.cancelled_at,
        "started_at": run.started_at,
        "updated_at": run.updated_at,
        "ended_at": run.ended_at,
        "wake_at": run.wake_at,
        "revisions": revisions_to_json(run.revisions),
        "traceparent": run.traceparent,
    }


def _step_rows(before: Mapping[RunId, Run], changed: Sequence[Run]) -> list[dict[str, Any]]:
    """The rows of steps that changed; a step that nothing is known of has none."""
    return [
        {**dict(zip(_STEP_COLUMNS, _STEP_FIELDS(step), strict=True)), "workflow_run_id": run.id, "position": position}
        for run in changed
        for position, (step, known) in enumerate(
            zip(run.steps, before[run.id].steps if run.id in before else UNTOUCHED, strict=True)
        )
        if step is not known and step != known
    ]


@lru_cache
def _see_statement(dialect: str) -> Any:
    return select(WORKFLOW_RUN).where(is_any(WORKFLOW_RUN.c.workflow_run_id, dialect))


@lru_cache
def _load_statement(dialect: str) -> Any:
    return _see_statement(dialect).order_by(WORKFLOW_RUN.c.workflow_run_id).with_for_update()


@lru_cache
def _steps_statement(dialect: str) -> Any:
    return select(WORKFLOW_STEP).where(is_any(WORKFLOW_STEP.c.workflow_run_id, dialect))


@lru_cache
def _save_statement(dialect: str) -> Any:
    names = tuple(column.name for column in WORKFLOW_RUN.c)
    insert = insert_from(dialect, WORKFLOW_RUN, names, order_by="workflow_run_id")
    return _unless_changed(insert).returning(WORKFLOW_RUN.c.workflow_run_id)


def _unless_changed(insert: Any) -> Any:
    """Lets in runs that are new, or as they were when they were loaded."""
    kept = ("workflow_run_id", "started_at")
    return insert.on_conflict_do_update(
        index_elements=["workflow_run_id"],
        set_={column.name: insert.excluded[column.name] for column in WORKFLOW_RUN.c if column.name not in kept},
        where=WORKFLOW_RUN.c.revision == insert.excluded.revision - 1,
    )


def _unless_gone(rows: Select[Any]) -> Select[Any]:
    """Leaves out runs that were loaded and are no longer there: of those only what has changed would be stored."""
    given = rows.selected_columns
    there = select(WORKFLOW_RUN.c.workflow_run_id).where(WORKFLOW_RUN.c.workflow_run_id == given.workflow_run_id)
    return rows.where(or_(given.revision == FIRST_CHANGE, there.exists()))
