"""Records whose body is no message: not JSON, not an object, or without a run; each must be parked."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random  # noqa: TID251 - always made from the seed that the caller states
from types import MappingProxyType
from typing import Any

from fuzz.fuzzed import Fuzzed

Fault = Callable[[Fuzzed, Random], Fuzzed]
WRONG_IDS: tuple[Any, ...] = (0, 1.5, True, "", "x", "0199c0de-0000-7000-8000", [], {}, ["a"], "\u0000", "9" * 5000)
NOT_OBJECTS = (b"null", b"true", b"0", b'"text"', b"[]", b"[{}]", b"1e999", b"NaN", b"-0", b"[[[[]]]]")


def empty_body(record: Fuzzed, _chance: Random) -> Fuzzed:
    """A value of no bytes."""
    return _spoilt(record, b"")


def noise(record: Fuzzed, chance: Random) -> Fuzzed:
    """Bytes that mean nothing; the first is never the start of an object."""
    return _spoilt(record, b"\xfe" + chance.randbytes(chance.randrange(2000)))


def truncated(record: Fuzzed, chance: Random) -> Fuzzed:
    """JSON that ends too early."""
    whole = record.body or b"{}"
    return _spoilt(record, whole[: chance.randrange(1, len(whole))])


def not_an_object(record: Fuzzed, chance: Random) -> Fuzzed:
    """JSON, but no object."""
    return _spoilt(record, chance.choice(NOT_OBJECTS))


def other_encoding(record: Fuzzed, chance: Random) -> Fuzzed:
    """The right text as UTF-16 or UTF-32."""
    text = (record.body or b"{}").decode()
    return _spoilt(record, text.encode(chance.choice(["utf-16", "utf-32", "utf-16-be"])))


def deep(record: Fuzzed, chance: Random) -> Fuzzed:
    """Lists and objects in one another, thousands of levels down, open or closed."""
    depth = chance.choice([1_000, 20_000, 100_000])
    left, right = chance.choice([(b"[", b"]"), (b'{"a":', b"}")])
    return _spoilt(record, left * depth + (b"0" + right * depth if chance.random() < 0.5 else b""))


def wrong_run(record: Fuzzed, chance: Random) -> Fuzzed:
    """A run's id that is no UUID."""
    return _with(record, workflow_run_id=chance.choice(WRONG_IDS))


def trailing(record: Fuzzed, chance: Random) -> Fuzzed:
    """A whole message, and something behind it."""
    return _spoilt(record, (record.body or b"{}") + chance.choice([b"}", b",", b"{}", b"\x00", b"x"]))


def not_utf8_inside(record: Fuzzed, chance: Random) -> Fuzzed:
    """A byte that no text has, in a field's name or in its value."""
    whole = record.body or b"{}"
    place = chance.randrange(1, len(whole) - 1)
    return _spoilt(record, whole[:place] + b"\xc3\x28" + whole[place:])


def surrogate(record: Fuzzed, chance: Random) -> Fuzzed:
    """Half a character, escaped, in the run's id."""
    return _with(record, workflow_run_id=chance.choice(["\ud800", "\udfff0199c0de", "0199c0de-\ud83d"]))


BODY_FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            *(empty_body, noise, truncated, not_an_object, other_encoding, deep, wrong_run, trailing),
            *(not_utf8_inside, surrogate),
        )
    }
)
"""By name, each a way to spoil a good record's body."""


def _with(record: Fuzzed, **fields: Any) -> Fuzzed:
    return _spoilt(record, json.dumps({**json.loads(record.body or b"{}"), **fields}).encode())


def _spoilt(record: Fuzzed, body: bytes) -> Fuzzed:
    return replace(record, body=body, reason="invalid_body")
