"""The body that a pact expects: the fields that a consumer needs, each by its type, or by the values that it knows."""

import re
from collections.abc import Iterator
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pact import match

from contract_pacts.paths import EACH, Path
from contracts.payload import Payload, Value

Json = Any
Matcher = Any


def expected(message: Payload, needed: set[Path]) -> dict[str, Matcher]:
    """The matchers by field name, with the message's own values as examples.

    A field that may be null, or hold anything, is left out: a matcher can't say so. That such a field is there at all
    the pact's list of fields says.
    """
    return _object((message,), message.model_dump(mode="json"), needed)


def _object(values: tuple[Value, ...], example: Json, needed: set[Path]) -> dict[str, Matcher]:
    fields = type(values[0]).model_fields
    wanted = {path[0] for path in needed} & fields.keys()
    stable = [name for name in fields if name in wanted and not _vague(fields[name].annotation)]
    return {
        name: _field(
            fields[name].annotation, [getattr(each, name) for each in values], example[name], _beneath(needed, name)
        )
        for name in stable
    }


def _field(annotation: Any, found: list[Any], example: Json, needed: set[Path]) -> Matcher:
    value = found[0]
    if isinstance(value, Value):
        return _object(tuple(found), example, needed) or match.like({})
    if isinstance(value, tuple):
        return _list(value, example, _beneath(needed, EACH))
    if isinstance(value, dict):
        return match.like({})
    known = tuple(_known_values(annotation))
    return match.regex(example, regex=f"^({'|'.join(map(re.escape, known))})$") if known else match.like(example)


def _list(items: tuple[Any, ...], example: Json, needed: set[Path]) -> Matcher:
    values = tuple(each for each in items if isinstance(each, Value))
    if not values or not needed:
        return match.like([])
    return match.each_like(_object(values, example[0], needed), min=1)


def _beneath(needed: set[Path], name: str) -> set[Path]:
    return {path[1:] for path in needed if path[0] == name and len(path) > 1}


def _vague(annotation: Any) -> bool:
    return annotation is Any or NoneType in get_args(annotation)


def _known_values(annotation: Any) -> Iterator[str]:
    """The values of an enumeration, in their order; none for what is no enumeration of texts."""
    if get_origin(annotation) in (Union, UnionType):
        return
    if get_origin(annotation) is Literal:
        yield from (each for each in get_args(annotation) if isinstance(each, str))
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (str(each.value) for each in annotation)
