"""Records that may be valid after all: strange, but within what the contract allows, or changed in any place."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random  # noqa: TID251 - always made from the seed that the caller states
from types import MappingProxyType
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from contracts.envelope import MAXIMUM_HEADER_BYTES
from fuzz.fuzzed import Fuzzed, Headers

Oddity = Callable[[Fuzzed, Random], Fuzzed]

HOSTILE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 10**18, 10**30, -(10**400), 0.1, -0.0, 1e308, float("nan"), float("inf")),
    *("", " ", "\0", "a\0b", "\ud800", "x" * 5000, "\u202e", "💥" * 300, "'; DROP TABLE outbox; --", "{{7*7}}"),
    *("0000-00-00", "9999-12-31T23:59:59+14:00", "0001-01-01", "2026-02-30", "99999-01-01", "-1", "1e5"),
    *([], {}, [None], {"": {"": []}}, [[]] * 50, ["x"] * 300, {"__proto__": {}}),
)
"""Values to put in the place of good ones."""

TIMES = (b"", b"yesterday", b"9999-12-31T23:59:59+14:00", b"0001-01-01T00:00:00-14:00", b"2026-02-30", b"0", b"\x00")


def as_it_is(record: Fuzzed, _chance: Random) -> Fuzzed:
    """A valid message of a run that nobody knows: forged, for nothing went before it."""
    return record


def value_replaced(record: Fuzzed, chance: Random) -> Fuzzed:
    """A value somewhere in the body is something else."""
    return _changed(record, chance, lambda holder, name: _put(holder, name, chance.choice(HOSTILE)))


def value_removed(record: Fuzzed, chance: Random) -> Fuzzed:
    """A field or an item is missing."""
    return _changed(record, chance, _remove)


def field_added(record: Fuzzed, chance: Random) -> Fuzzed:
    """Fields that the contract does not know."""
    body = _body(record)
    body |= {chance.choice(["", "x", "\0", "type", "v2_only", "é" * 200]): chance.choice(HOSTILE) for _ in range(3)}
    return _with_body(record, body)


def field_twice(record: Fuzzed, chance: Random) -> Fuzzed:
    """The same field again with another value, before the good one."""
    name = chance.choice(sorted(_body(record)))
    return replace(record, body=f"{{{json.dumps(name)}: null, ".encode() + (record.body or b"{}")[1:])


def run_left_out(record: Fuzzed, chance: Random) -> Fuzzed:
    """The body names no run, which on the way in is allowed: then its subject does, else its own identity."""
    body = _body(record)
    del body["workflow_run_id"]
    if chance.random() < 0.5:
        return _with_body(record, body)
    headers: Headers = tuple(each for each in record.headers if each[0] != "ce_subject")
    derived = uuid5(NAMESPACE_URL, f"/fuzz#{_text(headers, 'ce_id')}")
    return _with_body(replace(record, headers=headers, key=None, run=derived), body)


def odd_time(record: Fuzzed, chance: Random) -> Fuzzed:
    """The event happened at no time, or at an absurd one."""
    return _with_header(record, "ce_time", chance.choice(TIMES))


def same_id(record: Fuzzed, _chance: Random) -> Fuzzed:
    """An event with the identity of others."""
    return _with_header(record, "ce_id", b"00000000-0000-4000-8000-000000000000")


def odd_id(record: Fuzzed, chance: Random) -> Fuzzed:
    """An identity that is no UUID: the contract asks for text."""
    return _with_header(record, "ce_id", chance.choice([b"1", b"i" * 9000, "ид".encode(), b"\x00", b" "]))


def odd_trace(record: Fuzzed, chance: Random) -> Fuzzed:
    """A trace context that is none."""
    traces = [
        b"00-0-0-00",
        b"00-" + b"0" * 32 + b"-" + b"0" * 16 + b"-01",
        b"\x00",
        b"t" * 9000,
        "\u0660".encode() * 55,
    ]
    return _with_header(record, "ce_traceparent", chance.choice(traces))


def header_at_the_limit(record: Fuzzed, _chance: Random) -> Fuzzed:
    """A header as long as one may be."""
    return _with_header(record, "x-long", b"h" * MAXIMUM_HEADER_BYTES)


def subject_of_another(record: Fuzzed, chance: Random) -> Fuzzed:
    """The envelope names another run than the body, and the body counts."""
    return _with_header(record, "ce_subject", str(UUID(int=chance.getrandbits(128), version=4)).encode())


def odd_names(record: Fuzzed, chance: Random) -> Fuzzed:
    """The envelope's names in capitals, and a content type that is none."""
    headers = tuple((name.upper(), value) for name, value in record.headers)
    return replace(record, headers=(*headers, ("content-type", chance.choice([b"text/plain", b";;;", b"\x00"]))))


ODDITIES: Mapping[str, Oddity] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            *(as_it_is, value_replaced, value_removed, field_added, field_twice, run_left_out, odd_time, same_id),
            *(odd_id, odd_trace, header_at_the_limit, subject_of_another, odd_names),
        )
    }
)
"""By name, each a way to make a good record strange."""


def _changed(record: Fuzzed, chance: Random, change: Callable[[Any, Any], None]) -> Fuzzed:
    body = _body(record)
    holder, name = chance.choice(list(_places(body)))
    change(holder, name)
    return _with_body(record, body)


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place of a value inside the body but the run's own id: what holds it, and its name or number there."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        names = list(holder) if isinstance(holder, dict) else range(len(holder))
        found += [(holder, name) for name in names if name != "workflow_run_id"]
        waiting += [holder[name] for name in names if isinstance(holder[name], (dict, list))]
    return found


def _put(holder: Any, name: Any, value: Any) -> None:
    holder[name] = value


def _remove(holder: Any, name: Any) -> None:
    del holder[name]


def _body(record: Fuzzed) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(record.body or b"{}")
    return body


def _with_body(record: Fuzzed, body: dict[str, Any]) -> Fuzzed:
    return replace(record, body=json.dumps(body).encode())


def _with_header(record: Fuzzed, name: str, value: bytes) -> Fuzzed:
    kept: Headers = tuple(each for each in record.headers if each[0] != name)
    return replace(record, headers=(*kept, (name, value)))


def _text(headers: Headers, name: str) -> str:
    return next((value or b"" for each, value in headers if each == name), b"").decode()
