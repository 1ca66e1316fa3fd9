"""What the API shows of dead letters and takes for them."""

import base64
import binascii
import json
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, model_validator

from chassis.dead_letter_changes import Edit, NotAMessage

Encoding = Literal["text", "base64"]


class DeadLetterSummary(BaseModel):
    """A record that could not be handled."""

    id: UUID
    workflow_run_id: UUID | None
    topic: str
    partition: int
    offset: int
    type: str | None
    reason: str
    error: str
    attempts: int
    status: str
    next_attempt_at: datetime | None
    parked_at: datetime | None
    created_at: datetime
    updated_at: datetime


class RecordContent(BaseModel):
    """Headers, each a name and a text, null or `{"base64"}`, and a body (`body_encoding`: text or base64)."""

    headers: list[tuple[str, Any]]
    body: str
    body_encoding: str


class AuditLine(BaseModel):
    """What somebody did: `edit`, `replay` or `discard`, and the dead letter's status before."""

    at: datetime
    actor: str
    action: str
    status_before: str
    detail: str


class DeadLetter(DeadLetterSummary, RecordContent):
    """The same as a replay would use it; `original` is what came, where that was edited, `audit` what people did."""

    original: RecordContent | None
    audit: list[AuditLine]


class DeadLetterPage(BaseModel):
    """Some dead letters, newest first; pass `next_cursor` as `cursor` for more."""

    dead_letters: list[DeadLetterSummary]
    next_cursor: str | None


class Changed(BaseModel):
    """The dead letter's new status."""

    id: UUID
    status: str


class Replayed(BaseModel):
    """How many parked records are tried again."""

    replayed: int


class Discarded(BaseModel):
    """How many parked records were given up."""

    discarded: int


class EditRequest(BaseModel):
    """New headers (all of them, as they are shown), a new body (text, base64 or a JSON object), or both."""

    model_config = ConfigDict(extra="forbid")

    headers: list[tuple[str, str | dict[str, str] | None]] | None = None
    body: str | dict[str, Any] | None = None
    body_encoding: Encoding = "text"

    @model_validator(mode="after")
    def _says_something(self) -> "EditRequest":
        if self.headers is None and self.body is None:
            raise ValueError("headers or body must be given")
        return self

    def edit(self) -> Edit:
        """What it asks for, as bytes. Raises NotAMessage where it can't be any."""
        problems: list[tuple[str, str]] = []
        headers = None
        if self.headers is not None:
            headers = [(name, _bytes_of(value, f"headers.{name}", problems)) for name, value in self.headers]
        body = None if self.body is None else self._body(problems)
        if problems:
            raise NotAMessage(problems)
        return Edit(headers, body)

    def _body(self, problems: list[tuple[str, str]]) -> bytes | None:
        if isinstance(self.body, dict):
            return _bytes_of(json.dumps(self.body, ensure_ascii=False), "body", problems)
        encoded = {"base64": self.body or ""} if self.body_encoding == "base64" else self.body
        return _bytes_of(encoded, "body", problems)


def _bytes_of(value: str | dict[str, str] | None, field: str, problems: list[tuple[str, str]]) -> bytes | None:
    if value is None:
        return None
    try:
        if isinstance(value, str):
            return value.encode()
        return base64.b64decode(value["base64"], validate=True)
    except (KeyError, ValueError, binascii.Error) as error:
        problems.append((field, f"is neither text nor base64: {type(error).__name__}"))
        return None
