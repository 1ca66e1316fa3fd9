"""What a consumer needs of a message: what it read, what its model can't do without, and what it hands on to others."""

from collections.abc import Iterable, Iterator
from typing import Any

from contract_pacts.paths import EACH, Path
from contract_pacts.reads import Reads
from contracts.payload import Value


def needs(message: Value, read: set[Path]) -> set[Path]:
    """Add to the fields that were read those beneath them without which the message does not validate."""
    return set(_needed(message, (), read))


def handed_on(event: Value, wanted: Iterable[Path], reads: Reads) -> set[Path]:
    """The fields that the next consumers want of `event` and that lie in a part of the message which it passes on.

    A part is passed on where the event holds the very object that was received: nobody here looks into it.
    """
    return {path for each in wanted for path in _origin(event, each, reads)}


def _needed(value: Value, place: Path, read: set[Path]) -> Iterator[Path]:
    for name, field in type(value).model_fields.items():
        path = (*place, name)
        if path in read or field.is_required():
            yield path
            for item, beneath in _parts(getattr(value, name), path):
                yield from _needed(item, beneath, read)


def _parts(value: Any, path: Path) -> Iterator[tuple[Value, Path]]:
    if isinstance(value, Value):
        yield value, path
    elif isinstance(value, tuple):
        for each in value:
            yield from _parts(each, (*path, EACH))


def _origin(value: Any, path: Path, reads: Reads) -> Iterator[Path]:
    place = reads.place_of(value)
    if place is not None:
        yield from ((*place, *path[:length]) for length in range(1, len(path) + 1) if path[length - 1] != EACH)
    elif path and path[0] == EACH and isinstance(value, tuple):
        for each in value:
            yield from _origin(each, path[1:], reads)
    elif path and isinstance(value, Value) and path[0] in type(value).model_fields:
        yield from _origin(getattr(value, path[0]), path[1:], reads)
