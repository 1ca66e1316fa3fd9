"""A fuzzed record, what is expected of it, and where the broker has put it."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

Header = tuple[str, bytes | None]
Headers = tuple[Header, ...]


class NotText(str):
    """A header's name that goes over the wire as bytes that are not UTF-8; equal to how a reader writes it out."""

    __slots__ = ()

    def encode(self, _encoding: str = "utf-8", _errors: str = "strict") -> bytes:
        """The bytes that a careless client would send."""
        return b"\xff\xfe"


NOT_UTF8 = NotText("\\xff\\xfe")


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """A record to send. `reason`: it can't be read by anyone, and must be parked for this reason by each reader.

    Where `reason` is None it may be valid: then the oracle decides, and `type` and `run` are what it claims to be.
    """

    topic: str
    kind: str
    key: bytes | None
    headers: Headers
    body: bytes | None
    reason: str | None = None
    type: str | None = None
    run: UUID | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What a reader has to do with a record. Either it parks it for one of `reasons` (none: it may not), or it acts.

    `trace` says whether acting leaves the run in the reader's database; a type that it does not work on leaves nothing.
    """

    reasons: frozenset[str]
    may_act: bool
    trace: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A record that the broker has acknowledged, and the fate that it has to meet at each reader."""

    place: Place
    kind: str
    run: UUID | None
    key: bytes | None
    digest: str
    fates: dict[str, Fate]


def digest_of(headers: Sequence[Sequence[Any]], body_digest: str | None) -> str:
    """One text for all that a record holds beside its key; `headers` as `stored_headers` gives them."""
    shown = json.dumps([[list(each) for each in headers], body_digest])
    return sha256(shown.encode()).hexdigest()


def body_digest_of(body: bytes | None) -> str | None:
    """The SHA-256 of a body, None where there is none."""
    return None if body is None else sha256(body).hexdigest()


def stored_headers(headers: Sequence[tuple[str, bytes | None]]) -> list[list[Any]]:
    """Headers as the `headers` column of a dead letter is documented: text, or base64 where it is no plain text."""
    return [[str(name).replace("\0", "\u2400"), _stored(value)] for name, value in headers]


def _stored(value: bytes | None) -> Any:
    if value is None:
        return None
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = "\0"
    return {"base64": base64.b64encode(value).decode()} if "\0" in text else text
