"""Records that a service could not handle: listing them over services, and finding the one that holds an id."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from aicmo.addresses import SERVICES
from aicmo.errors import BadInput, CliError, ExitCode, NotFound, Unreachable
from aicmo.fields import JsonObject, moment, nested, objects, required_text, text, whole_number
from aicmo.service import connect

PATH: Final = "/v1/dead-letters"
PAGE: Final = 100

Filters = Mapping[str, str]
"""What a service is asked for by name: status, reason, type, run."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """What somebody did with a dead letter."""

    at: datetime | None
    actor: str
    action: str
    status_before: str
    detail: str


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A parked record: where it came from, why it could not be handled, and how often that was tried.

    `body_encoding` is `base64` where the body is no text; `original_body` is what came, where somebody has edited it.
    """

    id: str
    service: str
    run_id: str
    origin: str
    type: str
    reason: str
    error: str
    attempts: int
    status: str
    created_at: datetime | None
    headers: tuple[tuple[str, str], ...]
    body: str
    body_encoding: str
    original_body: str | None
    audit: tuple[AuditLine, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """What the services hold, each record with its `service`, and why some of them could not be asked."""

    records: list[JsonObject]
    unanswered: dict[str, CliError]


def survey(services: Iterable[str], filters: Filters, limit: int) -> Survey:
    """List up to `limit` dead letters of each service; one that does not answer does not hide the others."""
    records: list[JsonObject] = []
    unanswered: dict[str, CliError] = {}
    for service in services:
        try:
            records += list_of(service, filters, limit)
        except CliError as error:
            unanswered[service] = error
    return Survey(records, unanswered)


def list_of(service: str, filters: Filters, limit: int) -> list[JsonObject]:
    """List up to `limit` dead letters of one service, over as many pages as it takes."""
    records: list[JsonObject] = []
    for page in _pages(service, filters, limit):
        records += [{"service": service, **record} for record in objects(page, "dead_letters")]
    return records[:limit]


def _pages(service: str, filters: Filters, limit: int) -> Iterator[JsonObject]:
    parameters: dict[str, str | int] = {**filters}
    wanted = limit
    with connect(service) as holder:
        while wanted > 0:
            page = holder.get(PATH, {**parameters, "limit": min(wanted, PAGE)})
            yield page
            wanted -= len(objects(page, "dead_letters"))
            cursor = text(page, "next_cursor")
            if not cursor or cursor == parameters.get("cursor"):
                return
            parameters["cursor"] = cursor


def code_of(unanswered: Mapping[str, CliError]) -> ExitCode:
    """Keep the code of a mistake that every service refused alike, such as a status that does not exist."""
    codes = {error.exit_code for error in unanswered.values()}
    return codes.pop() if len(codes) == 1 else ExitCode.UNEXPECTED


def path_of(identity: str) -> str:
    """Give the path of one dead letter."""
    return f"{PATH}/{quote(identity, safe='')}"


def find(identity: str, service: str | None) -> JsonObject:
    """Fetch a dead letter from its service, or from whichever holds it; the answer names it as `service`.

    Raises NotFound; Unreachable where it may be with a service that does not answer; BadInput where several hold it.
    """
    if service:
        return _fetch(service, identity)
    found, silent = _search(identity)
    if len(found) > 1:
        raise BadInput(f"{' and '.join(record['service'] for record in found)} each hold {identity}: say --service.")
    if found:
        return found[0]
    if silent:
        raise Unreachable(f"{identity} was not found, but {', '.join(silent)} could not be asked.")
    raise NotFound(f"no service holds a dead letter {identity}.")


def _search(identity: str) -> tuple[list[JsonObject], list[str]]:
    found: list[JsonObject] = []
    silent: list[str] = []
    for service in SERVICES:
        try:
            found.append(_fetch(service, identity))
        except (NotFound, BadInput):
            # An id that one service cannot even read may be another's.
            continue
        except CliError:
            silent.append(service)
    return found, silent


def _fetch(service: str, identity: str) -> JsonObject:
    with connect(service) as holder:
        return {"service": service, **holder.get(path_of(identity))}


def dead_letter_of(body: Mapping[str, Any]) -> DeadLetter:
    """Read a dead letter, from a list or on its own; raises CliError where it has no id."""
    return DeadLetter(
        id=required_text(body, "id"),
        service=text(body, "service"),
        run_id=text(body, "workflow_run_id"),
        origin=f"{text(body, 'topic')}[{text(body, 'partition')}]@{text(body, 'offset')}",
        type=text(body, "type"),
        reason=text(body, "reason"),
        error=text(body, "error"),
        attempts=whole_number(body, "attempts"),
        status=text(body, "status"),
        created_at=moment(body, "created_at"),
        headers=tuple(_headers(body.get("headers"))),
        body=text(body, "body"),
        body_encoding=text(body, "body_encoding"),
        original_body=_original_body(nested(body, "original")),
        audit=tuple(_line_of(line) for line in objects(body, "audit")),
    )


def _original_body(original: Mapping[str, Any] | None) -> str | None:
    return None if original is None else text(original, "body")


def _line_of(body: Mapping[str, Any]) -> AuditLine:
    names = ("actor", "action", "status_before", "detail")
    return AuditLine(moment(body, "at"), *(text(body, name) for name in names))


def _headers(pairs: object) -> Iterator[tuple[str, str]]:
    for pair in pairs if isinstance(pairs, list) else []:
        if isinstance(pair, list) and len(pair) == 2:
            yield str(pair[0]), "" if pair[1] is None else str(pair[1])
