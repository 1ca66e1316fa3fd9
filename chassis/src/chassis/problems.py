"""Errors over HTTP as RFC 9457 problem details."""

from collections.abc import Mapping
from typing import Any


class ProblemDetail(Exception):
    """What went wrong with a request: `status` (HTTP), `title`, `detail`, and extension members."""

    def __init__(self, status: int, title: str, detail: str = "", extensions: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{status} {title}: {detail}")
        self.status = status
        self.title = title
        self.detail = detail
        self.extensions = dict(extensions or {})


def not_found(thing: str, key: object) -> ProblemDetail:
    """There is no such thing."""
    return ProblemDetail(404, "Not Found", f"there is no {thing} {key}")
