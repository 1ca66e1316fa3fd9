"""Bodies that a writer could send, close to a realistic one: the search for a body that some reader refuses."""

import json
from collections.abc import Iterator
from typing import Any

import jsoncompat

from contract_checks.schemas import Schema
from contract_checks.views import resolved

_GENERATED = 4
_EXTREMES: tuple[Any, ...] = (None, -1, 0, 1_000_000_000, 0.5, "", "x" * 300)
"""Values at the edges of usual limits; those that a schema does not allow are sorted out by who asks."""

_DEEPEST = 8


def fitted(value: Any, schema: Schema, root: Schema) -> Any:
    """The value with what its schema does not know left out, and with one item a list."""
    schema = _branch(value, schema, root)
    if isinstance(value, list):
        return [fitted(each, schema.get("items", {}), root) for each in value[:1]]
    if not isinstance(value, dict):
        return value
    known = schema.get("properties")
    if known is None:
        return value
    return {name: fitted(value[name], known[name], root) for name in value if name in known}


def variations(
    value: Any, schema: Schema, root: Schema, same: frozenset[str] = frozenset(), depth: int = 0
) -> Iterator[Any]:
    """The value itself, then values that differ from it in one place, as far as the schema allows.

    `same` names the definitions that need no look inside.
    """
    yield value
    own = _branch(value, schema, root)
    closer = depth <= _DEEPEST and not (references(schema) and references(schema) <= same)
    if closer and isinstance(value, dict) and "properties" in own:
        yield from _of_object(value, own, root, same, depth)
    elif closer and isinstance(value, list) and value:
        for each in variations(value[0], own.get("items", {}), root, same, depth + 1):
            yield [each]
    yield from _replacements(schema, root)


def unchanged(one: Schema, other: Schema) -> frozenset[str]:
    """The definitions that both schemas have alike, with all that they refer to."""
    mine, theirs = one.get("$defs", {}), other.get("$defs", {})
    same = {name for name in mine if mine[name] == theirs.get(name)}
    while changed := {name for name in same if not references(mine[name]) <= same}:
        same -= changed
    return frozenset(same)


def references(schema: Any) -> set[str]:
    """The definitions that a schema names."""
    if isinstance(schema, list):
        return {name for each in schema for name in references(each)}
    if not isinstance(schema, dict):
        return set()
    own = {schema["$ref"].removeprefix("#/$defs/")} if isinstance(schema.get("$ref"), str) else set()
    return own | {name for key, each in schema.items() if key != "$defs" for name in references(each)}


def _of_object(value: dict[str, Any], schema: Schema, root: Schema, same: frozenset[str], depth: int) -> Iterator[Any]:
    required = schema.get("required", ())
    for name, inner in schema["properties"].items():
        if name not in required and name in value:
            yield {key: value[key] for key in value if key != name}
        current = value[name] if name in value else generate(inner, root)
        for each in variations(current, inner, root, same, depth + 1):
            yield {**value, name: each}


def _replacements(schema: Schema, root: Schema) -> Iterator[Any]:
    schema = resolved(schema, root)
    for branch in schema.get("anyOf", (schema,)):
        branch = resolved(branch, root)
        yield from branch.get("enum", ())
        if "enum" not in branch and "properties" not in branch:
            yield from (generate(branch, root) for _ in range(_GENERATED))
            yield from _EXTREMES


def generate(schema: Schema, root: Schema) -> Any:
    """A random value that the schema allows."""
    whole = {**schema, "$defs": root.get("$defs", {})}
    return json.loads(jsoncompat.generate_value(json.dumps(whole)))


def _branch(value: Any, schema: Schema, root: Schema) -> Schema:
    """Of alternatives, the one that a value of this kind belongs to."""
    schema = resolved(schema, root)
    kind = "object" if isinstance(value, dict) else "array" if isinstance(value, list) else None
    branches = [resolved(each, root) for each in schema.get("anyOf", ())]
    return next((each for each in branches if each.get("type") == kind), schema)
