"""Versions of one event: types that differ in `.v1`, `.v2` alone, and how a record says that it is told in another too.

A producer that introduces a `v2` sends it beside the `v1`, in the same transaction; the `v2` names the `v1` in
ALSO_SENT_AS. So a reader that does not know the `v2` may pass it over and loses nothing. A `v2` that is sent alone
names no other, and who does not know it parks it.
"""

ALSO_SENT_AS = "alsosentas"
"""The CloudEvents extension attribute that names the type in which the same event is sent beside this record."""


def event_of(type_name: str) -> str:
    """The event whose version a type is: `aicmo.draft.produced` of `aicmo.draft.produced.v2`."""
    return type_name.rpartition(".v")[0]


def is_older(one: str, other: str) -> bool:
    """Whether both types are versions of one event, the first an older one."""
    return event_of(one) == event_of(other) and _number(one) < _number(other)


def _number(type_name: str) -> int:
    return int(type_name.rpartition(".v")[2])
