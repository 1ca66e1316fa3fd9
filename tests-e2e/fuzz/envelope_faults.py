"""Records whose envelope nobody can read, or whose type is not one of the topic's: each must be parked."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random  # noqa: TID251 - always made from the seed that the caller states
from types import MappingProxyType

from contracts.envelope import MAXIMUM_HEADER_BYTES, STRUCTURED
from contracts.messages import WorkflowStarted
from contracts.topics import INTAKE
from fuzz.fuzzed import NOT_UTF8, Fuzzed, Headers

Fault = Callable[[Fuzzed, Random], Fuzzed]
REQUIRED = ("ce_id", "ce_source", "ce_type")


def no_headers(record: Fuzzed, _chance: Random) -> Fuzzed:
    """A record that is no CloudEvent at all."""
    return _unreadable(record, ())


def null_header(record: Fuzzed, chance: Random) -> Fuzzed:
    """A header without a value, one of ours or a stranger's."""
    name = chance.choice([*REQUIRED, "x", ""])
    return _unreadable(record, (*_without(record.headers, name), (name, None)))


def header_value_not_utf8(record: Fuzzed, chance: Random) -> Fuzzed:
    """A header whose value is no text."""
    name = chance.choice([*REQUIRED, "ce_subject", "x"])
    return _unreadable(record, (*_without(record.headers, name), (name, b"\xff" + chance.randbytes(4))))


def header_too_long(record: Fuzzed, chance: Random) -> Fuzzed:
    """A header value just beyond the limit, or far beyond it."""
    length = chance.choice([MAXIMUM_HEADER_BYTES + 1, MAXIMUM_HEADER_BYTES * 3])
    return _unreadable(record, (*record.headers, ("x-long", b"h" * length)))


def attribute_missing(record: Fuzzed, chance: Random) -> Fuzzed:
    """A required attribute is not there, or empty."""
    name = chance.choice(REQUIRED)
    emptied: Headers = ((name, b""),) if chance.random() < 0.5 else ()
    return _unreadable(record, (*_without(record.headers, name), *emptied))


def other_specversion(record: Fuzzed, chance: Random) -> Fuzzed:
    """A CloudEvent of a version that is not 1.0."""
    version = chance.choice([b"0.3", b"2.0", b"", b"1.0 "])
    return _unreadable(record, (*_without(record.headers, "ce_specversion"), ("ce_specversion", version)))


def no_body(record: Fuzzed, _chance: Random) -> Fuzzed:
    """A record whose value is null, as compaction's tombstones are; the client asks for a key then."""
    return replace(record, key=record.key or b"", body=None, reason="invalid_envelope")


def structured(record: Fuzzed, chance: Random) -> Fuzzed:
    """Structured mode: unexpected on this topic, or where it is expected not a readable event."""
    headers: Headers = (("content-type", f"{STRUCTURED}; charset=UTF-8".encode()),)
    broken = [b"[]", b"{", b"{}", b'{"specversion":"1.0","id":1,"source":"/x","type":"t","data":{}}', b"\xff", b"null"]
    surrogate = b'{"specversion":"1.0","id":"\\ud800","source":"/x","type":"aicmo.brief.submitted.v1","data":{}}'
    whole = json.dumps({"specversion": "1.0", "id": "1", "source": "/x", "type": record.type, "data": {}}).encode()
    choices = [*broken, surrogate, b"[" * 5000] if record.topic == INTAKE else [*broken, whole]
    return replace(record, headers=headers, body=chance.choice(choices), reason="invalid_envelope")


def unknown_type(record: Fuzzed, chance: Random) -> Fuzzed:
    """A type that nobody has heard of, a later version, another topic's type, or no type at all but noise."""
    kind = record.type or ""
    strange = [
        b"aicmo.no.v1",
        kind.replace(".v1", ".v2").encode(),
        WorkflowStarted.type.encode(),
        kind.upper().encode(),
    ]
    noise = [b"\x00", b" ", "\u202etype".encode(), b"t" * 10_000, f"{kind}\x00".encode(), b"'; DROP TABLE outbox; --"]
    return _of_type(record, chance.choice([*strange, *noise]))


def header_name_not_utf8(record: Fuzzed, _chance: Random) -> Fuzzed:
    """A header's name that is not UTF-8, which the Kafka client refuses together with its whole batch."""
    odd = _of_type(record, b"aicmo.no.v1")
    return replace(odd, headers=(*odd.headers, (NOT_UTF8, b"value")))


def many_headers(record: Fuzzed, chance: Random) -> Fuzzed:
    """Hundreds of headers, some twice."""
    odd = _of_type(record, b"aicmo.no.v1")
    more = tuple((f"x-{chance.randrange(400)}", b"v" * chance.randrange(40)) for _ in range(500))
    return replace(odd, headers=(*odd.headers, *more))


def odd_header_names(record: Fuzzed, chance: Random) -> Fuzzed:
    """Header names that are empty, long, hold NUL or are no ASCII."""
    odd = _of_type(record, b"aicmo.no.v1")
    names = chance.sample(["", "\0", "a\0b", "n" * 5000, "дата", "\u2028", "dl_reason", "dl_topic"], 3)
    return replace(odd, headers=(*odd.headers, *((name, b"\x00\x01") for name in names)))


ENVELOPE_FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            *(no_headers, null_header, header_value_not_utf8, header_too_long, attribute_missing, other_specversion),
            *(no_body, structured, unknown_type, header_name_not_utf8, many_headers, odd_header_names),
        )
    }
)
"""By name, each a way to spoil a good record's envelope."""


def _unreadable(record: Fuzzed, headers: Headers) -> Fuzzed:
    return replace(record, headers=headers, reason="invalid_envelope")


def _of_type(record: Fuzzed, kind: bytes) -> Fuzzed:
    headers = (*_without(record.headers, "ce_type"), ("ce_type", kind))
    return replace(record, headers=headers, reason="unknown_type")


def _without(headers: Headers, name: str) -> Headers:
    return tuple(each for each in headers if each[0] != name)
