"""May this schema follow that one? Old readers must read new data, new readers old data; no field may vanish.

Two judges look: jsoncompat compares the schemas, and a search looks for a body that shows the break; either may refuse.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import jsoncompat
from jsonschema import Draft202012Validator

from contract_checks.excerpts import excerpt
from contract_checks.schemas import Schema
from contract_checks.variations import fitted, generate, unchanged, variations
from contract_checks.views import reader_view, resolved, writer_view

MOST_BODIES = 3000
"""How many bodies are tried to show a break that jsoncompat has found."""

SECOND_LOOK_BODIES = 300
"""How many are tried where it has found none."""

NO_BODY = "no counterexample found; jsoncompat judges by the schemas alone"


@dataclass(frozen=True, slots=True)
class Violation:
    """Who can no longer read what; `evidence` is a body that shows it, with where and why it is refused."""

    text: str
    evidence: str

    def __str__(self) -> str:
        return f"{self.text}\n    {self.evidence}"


@dataclass(frozen=True, slots=True)
class _Direction:
    text: str
    role: Literal["serializer", "deserializer"]
    written_by: Schema
    read_by: Schema

    def judged_compatible(self) -> bool:
        """Ask jsoncompat whether the reader takes every body of the writer; raises ValueError if it can't tell."""
        writer, reader = json.dumps(self.written_by), json.dumps(self.read_by)
        if self.role == "serializer":
            return jsoncompat.check_compat(reader, writer, "serializer")
        return jsoncompat.check_compat(writer, reader, "deserializer")


def violations(earlier: Schema, later: Schema, example: Any) -> list[Violation]:
    """All that speaks against `later` following `earlier`; `example` is a realistic body of the type."""
    if reader_view(earlier) == reader_view(later):
        return []
    directions = (
        _Direction("readers of the earlier schema refuse what is written by the code's", "serializer",
                   writer_view(later), reader_view(earlier)),
        _Direction("the code refuses what was written by the earlier schema", "deserializer",
                   writer_view(earlier), reader_view(later)),
    )  # fmt: skip
    broken = [found for direction in directions if (found := _judged(direction, example))]
    return broken + [_loss(path, later, example) for path in _vanished(earlier, later)]


def _judged(direction: _Direction, example: Any) -> Violation | None:
    try:
        compatible = direction.judged_compatible()
    except ValueError as error:
        return Violation(f"{direction.text}, or may do so", f"jsoncompat can't tell: {error}")
    tried = SECOND_LOOK_BODIES if compatible else MOST_BODIES
    body = counterexample(direction.written_by, direction.read_by, example, tried)
    if body is None:
        return None if compatible else Violation(direction.text, NO_BODY)
    refusal = next(Draft202012Validator(direction.read_by).iter_errors(body))
    refused = f"refused at {refusal.json_path}: {refusal.message[:300]}"
    return Violation(direction.text, f"{refused}\n    counterexample: {excerpt(body, list(refusal.absolute_path))}")


def _loss(path: str, later: Schema, example: Any) -> Violation:
    writer = writer_view(later)
    body = fitted(example, writer, writer)
    parents = [0 if part == "[]" else part for part in path.replace("[]", ".[]").split(".")[:-1]]
    text = f"field {path} is gone, so who reads it finds it no longer"
    return Violation(text, f"counterexample: {excerpt(body, parents)}")


def counterexample(writer: Schema, reader: Schema, example: Any, tried: int = MOST_BODIES) -> Any:
    """Find a body that the writer's schema allows and the reader's refuses, close to the example; None if none is."""
    allowed, understood = Draft202012Validator(writer), Draft202012Validator(reader)
    base = fitted(example, writer, writer)
    if not allowed.is_valid(base):
        base = generate(writer, writer)
    same = unchanged(writer, writer_view(reader))
    for body in islice(variations(base, writer, writer, same), tried):
        if not understood.is_valid(body) and allowed.is_valid(body):
            return body
    return None


def _vanished(earlier: Schema, later: Schema) -> Iterator[str]:
    known = fields(later)
    yield from (path for path in fields(earlier) if path not in known)


def fields(schema: Schema) -> Mapping[str, Schema]:
    """Every field by its path, such as `brief.budget.minimum` and `checks[].reason`."""
    return dict(_fields(schema, schema, ""))


def _fields(schema: Schema, root: Schema, path: str) -> Iterator[tuple[str, Schema]]:
    schema = resolved(schema, root)
    for branch in schema.get("anyOf", ()):
        yield from _fields(branch, root, path)
    if isinstance(items := schema.get("items"), dict):
        yield from _fields(items, root, f"{path}[]")
    for name, inner in schema.get("properties", {}).items():
        inner_path = f"{path}.{name}" if path else name
        yield inner_path, inner
        yield from _fields(inner, root, inner_path)
