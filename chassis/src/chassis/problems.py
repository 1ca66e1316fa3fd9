"""Errors over HTTP as RFC 9457 problem details."""

from collections.abc import Mapping
from typing import Any

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
_CONTENT = {"application/problem+json": {"schema": _PROBLEM}}
PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "The request can't be done as it stands", "content": _CONTENT},
    "5XX": {"description": "Our fault, or something is away", "content": _CONTENT},
}
"""How every route's errors are documented."""


class ProblemDetail(Exception):
    """What went wrong with a request: `status` (HTTP, which gives the title), `detail`, and extension members."""

    def __init__(self, status: int, detail: str, extensions: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail
        self.extensions = dict(extensions or {})


def not_found(thing: str, key: object) -> ProblemDetail:
    """There is no such thing."""
    return ProblemDetail(404, f"there is no {thing} {key}")
