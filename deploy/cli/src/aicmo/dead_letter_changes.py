"""Changes to dead letters: what an edit sends, and replaying or giving up many over several services."""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aicmo.dead_letters import PATH, Filters
from aicmo.errors import BadInput, CliError
from aicmo.fields import whole_number
from aicmo.service import connect

Header = list[Any]
"""A name, and a text, null or `{"base64": …}`."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many dead letters each service has changed, and why some services could not be asked."""

    counts: dict[str, int]
    unanswered: dict[str, CliError]


def change_many(services: Iterable[str], action: str, filters: Filters) -> Changes:
    """Have each service replay or discard all that match; one that does not answer does not hinder the others."""
    changes = Changes({}, {})
    for service in services:
        try:
            with connect(service) as holder:
                body = holder.post(f"{PATH}/{action}", parameters=filters).body
            changes.counts[service] = whole_number(body, f"{action}ed")
        except CliError as error:
            changes.unanswered[service] = error
    return changes


def edit_request(
    record: Mapping[str, Any], body: bytes | None, headers: Sequence[str], dropped: Sequence[str]
) -> bytes:
    """Write what an edit sends: a new body as it is, and the record's headers with some set (NAME=VALUE) or dropped.

    Raises BadInput where nothing would change, or where a header is not NAME=VALUE or not there.
    """
    request: dict[str, Any] = {} if body is None else _encoded(body)
    if headers or dropped:
        request["headers"] = _changed(record.get("headers") or [], dict(map(_pair, headers)), dropped)
    if not request:
        raise BadInput("nothing to change: give --body, --header or --drop-header.")
    return json.dumps(request).encode()


def _encoded(body: bytes) -> dict[str, str]:
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {"body": base64.b64encode(body).decode(), "body_encoding": "base64"}


def _pair(words: str) -> tuple[str, str]:
    name, separator, value = words.partition("=")
    if not separator or not name:
        raise BadInput(f"{words!r} is no header: write NAME=VALUE.")
    return name, value


def _changed(headers: Sequence[Header], chosen: Mapping[str, str], dropped: Sequence[str]) -> list[Header]:
    names = {name for name, _ in headers}
    if missing := sorted(set(dropped) - names):
        raise BadInput(f"there is no header {', '.join(missing)} to drop.")
    kept = [[name, value] for name, value in headers if name not in chosen and name not in dropped]
    return [*kept, *([name, value] for name, value in chosen.items())]
