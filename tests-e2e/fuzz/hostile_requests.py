"""Requests that no client of ours would send, each with the answers allowed: never a 5xx, never a traceback."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import httpx
from e2e_briefs import light_brief
from e2e_inmemory import RESULTS

MAXIMUM_REQUEST_BYTES = 512_000
"""As the chassis' README states it for every request but an edited dead letter."""

PROBLEM = "application/problem+json"
SUBMITTED = "aicmo.brief.submitted.v1"
CLOUD_EVENT = {"content-type": "application/cloudevents+json"}
JSON = {"content-type": "application/json"}
ATTRIBUTES = {"specversion": "1.0", "id": "1", "source": "/fuzz", "type": SUBMITTED}
BAD_IDS = ("x", "%00", "%ff%fe", "..%2f..%2fetc", "0" * 36, "null", "a" * 8000, "%F0%9F%92%A9", "-1", "1;DROP")


@dataclass(frozen=True, slots=True)
class Hostile:
    """A request to a service, and the status codes that may answer it."""

    service: str
    method: str
    path: str
    allowed: frozenset[int]
    content: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def hostile_requests() -> Iterator[Hostile]:
    """All of them."""
    yield from _bodies()
    yield from _cloud_events()
    yield from _ids()
    yield from _queries()
    yield from _envelopes()


def wrong_answer(request: Hostile, answer: httpx.Response) -> str | None:
    """What is wrong with an answer, if anything is."""
    about = f"{request.service} {request.method} {request.path[:80]} {request.content[:60]!r} -> {answer.status_code}"
    if answer.status_code not in request.allowed:
        return f"{about}, allowed: {sorted(request.allowed)}: {answer.text[:200]}"
    if "Traceback (most recent call last)" in answer.text or 'File "/' in answer.text:
        return f"{about} shows a traceback"
    if answer.status_code >= 400 and not answer.headers.get("content-type", "").startswith(PROBLEM):
        return f"{about} is no problem detail but {answer.headers.get('content-type')}"
    return None


def _brief(content: bytes, *allowed: int, headers: dict[str, str] | None = None) -> Hostile:
    return Hostile(
        "onboarding", "POST", "/v1/briefs", frozenset(allowed), content, JSON if headers is None else headers
    )


def _bodies() -> Iterator[Hostile]:
    for content in (
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"brief":' * 50_000,
        b"\x00",
        b'{"brief": {"a": \xc3\x28}}',
    ):
        yield _brief(content, 400, 422)
    for content in (b"null", b"[]", b"1", b'"text"', b'{"brief": 1}', b'{"brief": null}', b"NaN", b'{"brief": [1]}'):
        yield _brief(content, 400, 422)
    for run in (b"1", b'"x"', b"[]", b"{}", b'"\\ud800"', b'"\\u0000"', b"1e400", b"true"):
        yield _brief(b'{"workflow_run_id": %s, "brief": {}}' % run, 422)
    for value in (
        b'"\\ud800"',
        b'"\\u0000"',
        b"1e999",
        b"-1e400",
        b"1" * 4000,
        b"1" * 5000,
        b"NaN",
        b"[[[[[[[[[[[[]]]]]]]]]]]]",
    ):
        yield _brief(b'{"brief": {"client_name": %s}}' % value, 400, 422)
    control = json.dumps({"brief": {f"{number}": "\x01" * 200 for number in range(900)}}).encode()[
        :MAXIMUM_REQUEST_BYTES
    ]
    yield _brief(control, 400, 422)
    yield _brief(
        json.dumps({"brief": light_brief()}, default=str).encode(), 202, 422, headers={"content-type": "text/xml"}
    )
    yield _brief(b"x" * MAXIMUM_REQUEST_BYTES, 400)
    yield _brief(b"x" * (MAXIMUM_REQUEST_BYTES + 1), 413)


def _cloud_events() -> Iterator[Hostile]:
    broken: tuple[object, ...] = ([], None, {}, {**ATTRIBUTES}, {**ATTRIBUTES, "id": 1, "data": {}})
    for event in (*broken, {**ATTRIBUTES, "specversion": "0.3", "data": {}}, {**ATTRIBUTES, "source": "", "data": {}}):
        yield _brief(json.dumps(event).encode(), 400, headers=CLOUD_EVENT)
    yield _brief(b"[" * 100_000, 400, headers=CLOUD_EVENT)
    carried: tuple[object, ...] = (None, [], "x", {"workflow_run_id": "x"}, {"brief": "\ud800"}, {"brief": {}})
    for data in carried:
        yield _brief(json.dumps({**ATTRIBUTES, "data": data}).encode(), 422, headers=CLOUD_EVENT)
    yield _brief(json.dumps({**ATTRIBUTES, "type": "x", "data": {}}).encode(), 415, headers=CLOUD_EVENT)
    yield _brief(json.dumps({**ATTRIBUTES, "subject": "\ud800", "data": {}}).encode(), 400, 422, headers=CLOUD_EVENT)
    binary = {f"ce-{name}": value for name, value in ATTRIBUTES.items()}
    for name in ("id", "source"):
        yield _brief(b"{}", 400, headers={key: value for key, value in binary.items() if key != f"ce-{name}"})
    for name, value in (("specversion", "9"), ("id", ""), ("source", "")):
        yield _brief(b"{}", 400, headers={**binary, f"ce-{name}": value})
    yield _brief(b"{}", 415, headers={**binary, "ce-type": "aicmo.brief.submitted.v2"})
    for name, value in (("subject", "no-run"), ("traceparent", "x" * 5000), ("time", "yesterday")):
        yield _brief(b'{"brief": {}}', 422, headers={**binary, f"ce-{name}": value})


def _ids() -> Iterator[Hostile]:
    refused = frozenset({404, 422})
    for service in ("orchestrator", *RESULTS):
        things = RESULTS.get(service, "runs")
        for bad in BAD_IDS:
            yield Hostile(service, "GET", f"/v1/{things}/{bad}", refused)
            yield Hostile(service, "GET", f"/v1/dead-letters/{bad}", refused)
            yield Hostile(service, "POST", f"/v1/dead-letters/{bad}/replay", refused)
    for bad in BAD_IDS:
        yield Hostile("orchestrator", "POST", f"/v1/runs/{bad}/cancel", refused)
        yield Hostile("delivery", "GET", f"/v1/packages/{bad}/archive", refused)
    unknown = UUID(int=7, version=4)
    for content in (b"{", b"[]", b'{"reason": "\\u0000"}', b'{"reason": "\\ud800"}', b'{"reason": 1}', b"\xff"):
        yield Hostile("orchestrator", "POST", f"/v1/runs/{unknown}/cancel", frozenset({400, 404, 422}), content, JSON)
    asked = json.dumps({"service": "qc", "workflow_run_ids": [str(unknown)] * 1001}).encode()
    yield Hostile("orchestrator", "POST", "/v1/reconciliations", frozenset({422}), asked, JSON)


def _queries() -> Iterator[Hostile]:
    fine = frozenset({200, 422})
    absurd = ("", "%00", "x" * 8000, "%ff", "-1", "0", "501", "1e999", "999999999999999999999999", "%F0%9F%92%A9", "'")
    for value in absurd:
        for name in ("status", "step", "client", "since", "limit", "cursor"):
            yield Hostile("orchestrator", "GET", f"/v1/runs?{name}={value}", fine)
        for name in ("status", "reason", "run", "limit", "cursor", "type", "since"):
            yield Hostile("qc", "GET", f"/v1/dead-letters?{name}={value}", fine)
    for moment in (
        "0001-01-01T00:00:00%2B14:00",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01",
        "2026-02-30",
        "-5000-01-01",
    ):
        yield Hostile("orchestrator", "GET", f"/v1/runs?since={moment}", fine)
        yield Hostile("qc", "GET", f"/v1/dead-letters?since={moment}", fine)
    yield Hostile("orchestrator", "GET", "/v1/runs?" + "&".join(f"limit={number}" for number in range(2000)), fine)


def _envelopes() -> Iterator[Hostile]:
    for service in ("orchestrator", *RESULTS):
        yield Hostile(
            service, "GET", "/live", frozenset({200}), headers={f"x-{number}": "v" * 100 for number in range(200)}
        )
        yield Hostile(service, "GET", "/live", frozenset({200}), headers={"x-long": "v" * 30_000})
        yield Hostile(service, "BREW", "/live", frozenset({405}))
        yield Hostile(service, "POST", "/live", frozenset({405, 413}), b"x" * (MAXIMUM_REQUEST_BYTES + 1))
        yield Hostile(service, "GET", "/" + "a" * 20_000, frozenset({404}))
        yield Hostile(service, "GET", "/v1/../../etc/passwd", frozenset({404}))
        yield Hostile(service, "POST", "/live", frozenset({405}), b"x", {"transfer-encoding": "chunked"})
