"""Onboarding's table, and what is read from and written to it.

A form is written by two messages in any order, so each writes only its own columns: a signed client never touches the
brief or the status, a brief never touches the client. The status of a new row without a brief is the column's default.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    Double,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    select,
    text,
)

from chassis.columns import Json, Timestamp, run_column, time_columns
from chassis.database import Row, Transaction
from chassis.rows import write
from chassis.step import Rows
from contracts.brief import Brief, Scope
from contracts.messages import ClientSigned, Problem
from contracts.payload import RunId
from onboarding.domain.form import Accepted, FilledForm, Rejected

Status = Literal["awaiting_brief", "accepted", "rejected"]

METADATA = MetaData()

ONBOARDING_FORMS = Table(
    "onboarding_forms",
    METADATA,
    run_column(),
    Column("status", Text(), nullable=False, server_default=text("'awaiting_brief'")),
    Column("brief_id", Uuid()),
    Column("submission", Json),
    Column("fingerprint", Text()),
    Column("brief", Json),
    Column("scope", Json),
    Column("completeness", Integer()),
    Column("questions", Json),
    Column("problems", Json),
    Column("client_id", Text()),
    Column("lead_id", Text()),
    Column("name", Text()),
    Column("email", Text()),
    Column("company", Text()),
    Column("signed_at", Timestamp()),
    Column("contract_value", Double()),
    Column("currency", Text()),
    Column("client_told_at", Timestamp()),
    *time_columns(),
    PrimaryKeyConstraint("workflow_run_id", name="pk_onboarding_forms"),
    CheckConstraint("status IN ('awaiting_brief', 'accepted', 'rejected')", name="ck_onboarding_forms_status"),
    CheckConstraint("completeness BETWEEN 0 AND 100", name="ck_onboarding_forms_completeness"),
)

TABLES = (ONBOARDING_FORMS,)

OPENED = ONBOARDING_FORMS.c.status == "awaiting_brief"
"""A form that waits for its brief: its run has not started, so nobody else knows of it yet."""

OPENED_AT = ONBOARDING_FORMS.c.client_told_at
"""When the client was told of, by the clock of whoever told: a correction may have the same `signed_at`."""


@dataclass(frozen=True, slots=True)
class FormRecord:
    """A stored form. `client` is None until the client's signature is known, the brief's fields until a brief came.

    `scope`, `completeness` and `brief` are None for a rejected form.
    """

    run: RunId
    status: Status
    brief_id: UUID | None
    submission: dict[str, Any] | None
    fingerprint: str | None
    brief: Brief | None
    scope: Scope | None
    completeness: int | None
    questions: tuple[str, ...]
    problems: tuple[Problem, ...]
    client: ClientSigned | None
    created_at: datetime
    updated_at: datetime


def rows(form: FilledForm) -> tuple[Rows, ...]:
    """The columns that a submitted brief fills: the same ones whether it is accepted or rejected."""
    row = {
        "workflow_run_id": form.run,
        "brief_id": form.brief_id,
        "submission": form.submission,
        "fingerprint": form.fingerprint,
        **_judged(form.judgement),
    }
    return (Rows(ONBOARDING_FORMS, (row,)),)


def opening_rows(client: ClientSigned, told_at: datetime) -> tuple[Rows, ...]:
    """The columns that a signed client fills, of whom was told at `told_at`; a time without a zone is UTC."""
    signed_at = client.signed_at if client.signed_at.tzinfo else client.signed_at.replace(tzinfo=UTC)
    row = {**client.model_dump(exclude={"workflow_run_id"}), "workflow_run_id": client.run, "signed_at": signed_at}
    return (Rows(ONBOARDING_FORMS, ({**row, "client_told_at": told_at},)),)


async def save(tx: Transaction, form: FilledForm, now: datetime) -> None:
    """Store a submitted brief; the same run again replaces it."""
    await write(tx, rows(form), now)


async def open_form(tx: Transaction, client: ClientSigned, now: datetime) -> None:
    """Store a signed client; the same run again replaces the client alone."""
    await write(tx, opening_rows(client, now), now)


async def find(tx: Transaction, run: RunId) -> FormRecord | None:
    """The form of a run; None if there is none."""
    found = await tx.execute(select(ONBOARDING_FORMS).where(ONBOARDING_FORMS.c.workflow_run_id == run))
    return _record(found[0]) if found else None


def _judged(judgement: Accepted | Rejected) -> dict[str, Any]:
    match judgement:
        case Accepted(brief, (scope, completeness, questions)):
            return {
                "status": "accepted",
                "brief": brief,
                "scope": scope,
                "completeness": completeness,
                "questions": list(questions),
                "problems": [],
            }
        case Rejected(problems):
            return {
                "status": "rejected",
                "brief": None,
                "scope": None,
                "completeness": None,
                "questions": [],
                "problems": problems,
            }


def _record(row: Row) -> FormRecord:
    return FormRecord(
        run=RunId(row["workflow_run_id"]),
        status=row["status"],
        brief_id=row["brief_id"],
        submission=row["submission"],
        fingerprint=row["fingerprint"],
        brief=None if row["brief"] is None else Brief.model_validate(row["brief"]),
        scope=None if row["scope"] is None else Scope.model_validate(row["scope"]),
        completeness=row["completeness"],
        questions=tuple(row["questions"] or ()),
        problems=tuple(Problem.model_validate(problem) for problem in row["problems"] or ()),
        client=_client(row),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def _client(row: Row) -> ClientSigned | None:
    if row["client_id"] is None:
        return None
    return ClientSigned.model_validate({name: row[name] for name in ClientSigned.model_fields})
