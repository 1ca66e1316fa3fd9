"""Watches which fields of a message are read while a consumer works on it: asked of the code, not of its author."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from contract_pacts.paths import EACH, Path
from contracts.payload import Payload, Value

WHOLE = ("model_dump", "model_dump_json")
"""Methods that read everything below."""


class Reads:
    """The fields of one message type that have been read, and where in that message a value was found."""

    def __init__(self, model: type[Payload]) -> None:
        self.paths: set[Path] = set()
        self._model = model
        # The value is kept beside its place: the identity of one that has gone might be another's.
        self._places: dict[int, tuple[Path, Any]] = {}

    def place_of(self, value: Any) -> Path | None:
        """Where in the message this very object lies; None for one that is not part of it."""
        if type(value) is self._model:
            return ()
        found = self._places.get(id(value))
        return found[0] if found else None

    def note(self, owner: Value, name: str, value: Any) -> None:
        """A field of `owner`, or a method of it, has been asked for."""
        place = self.place_of(owner)
        if place is None:
            return
        if name in WHOLE:
            self._note_all(owner)
        elif name in type(owner).model_fields:
            self.paths.add((*place, name))
            self._learn(value, (*place, name))

    def _learn(self, value: Any, path: Path) -> None:
        if isinstance(value, Value):
            self._places[id(value)] = (path, value)
        elif isinstance(value, tuple):
            for each in value:
                self._learn(each, (*path, EACH))

    def _note_all(self, owner: Value) -> None:
        """Reading the attributes is noted like all reading."""
        for name in type(owner).model_fields:
            for each in _values(getattr(owner, name)):
                self._note_all(each)


def _values(value: Any) -> tuple[Value, ...]:
    return tuple(each for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, Value))


@contextmanager
def watching(model: type[Payload]) -> Iterator[Reads]:
    """Note what is read of every message of this type until the block ends; not for two threads at once."""
    reads = Reads(model)

    def watched(self: Value, name: str) -> Any:
        value = object.__getattribute__(self, name)
        if not name.startswith("_"):
            reads.note(self, name, value)
        return value

    setattr(Value, "__getattribute__", watched)  # noqa: B010  (a type checker refuses the plain assignment)
    try:
        yield reads
    finally:
        delattr(Value, "__getattribute__")
