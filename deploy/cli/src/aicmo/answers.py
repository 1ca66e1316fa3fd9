"""What a service's answer means: its JSON, or the error that its problem details (RFC 9457) describe."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import httpx

from aicmo.errors import BadInput, CliError, Conflict, FieldProblem, NotFound, Unreachable
from aicmo.fields import JsonObject, objects, text

ERRORS: Final[Mapping[int, type[CliError]]] = {
    HTTPStatus.BAD_REQUEST: BadInput,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: BadInput,
    HTTPStatus.UNPROCESSABLE_ENTITY: BadInput,
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.CONFLICT: Conflict,
    HTTPStatus.TOO_MANY_REQUESTS: Unreachable,
}


def json_of(response: httpx.Response, service: str) -> JsonObject:
    """Read the answer's JSON object; raises CliError where it is anything else."""
    body = _json_object(response)
    if body is None:
        raise CliError(f"{service} answered {response.status_code} at {response.url}, but not with a JSON object.")
    return body


def error_of(response: httpx.Response, service: str) -> CliError:
    """Make the error that an answer of 300 or above stands for; the response must have been read."""
    body = _json_object(response) or {}
    kind = ERRORS.get(response.status_code, Unreachable if response.is_server_error else CliError)
    return kind(_sentence(response, service, body), _problems(body))


def _json_object(response: httpx.Response) -> JsonObject | None:
    try:
        body = response.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _sentence(response: httpx.Response, service: str, body: Mapping[str, Any]) -> str:
    detail = body.get("detail")
    said = [text(body, "title"), detail if isinstance(detail, str) else ""]
    # A framework's own answer says the same in both.
    explanation = ": ".join(part for part in dict.fromkeys(said) if part)
    if explanation:
        return f"{service} says: {explanation}"
    return f"{service} answered {response.status_code} {response.reason_phrase} at {response.url}".replace("  ", " ")


def _problems(body: Mapping[str, Any]) -> list[FieldProblem]:
    """Read our own `problems`, or what FastAPI says of a request that does not fit its parameters."""
    ours = [
        FieldProblem(text(item, "field"), text(item, "message"), item.get("value"))
        for item in objects(body, "problems")
    ]
    theirs = [FieldProblem(_location(item), text(item, "msg"), item.get("input")) for item in objects(body, "detail")]
    return ours + theirs


def _location(item: Mapping[str, Any]) -> str:
    location = item.get("loc")
    return ".".join(str(part) for part in location) if isinstance(location, list) else ""
