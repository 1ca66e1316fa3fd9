"""A schema as its readers and as its writers take it, with nothing in it that a comparison has to ignore.

A reader takes every body that the schema allows, unknown fields included. A writer sends the fields of its schema and
no others: who wrote by an earlier schema cannot have sent a field that a later one adds.
"""

from collections.abc import Callable
from typing import Any

from contract_checks.schemas import Schema

_ANNOTATIONS = ("$id", "$schema", "title", "description", "default", "examples")
_MAPS_OF_SCHEMAS = ("properties", "$defs", "patternProperties")
_LISTS_OF_SCHEMAS = ("anyOf", "allOf", "oneOf", "prefixItems")
_SCHEMAS = ("items", "additionalProperties", "not", "contains")


def reader_view(schema: Schema) -> Schema:
    """What a body must satisfy to be read."""
    return transformed(schema, _without_annotations)


def writer_view(schema: Schema) -> Schema:
    """What a body looks like that is written by this schema."""
    return transformed(reader_view(schema), _closed)


def transformed(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """The schema with `change` applied to it and to every schema in it; a field named "title" is no annotation."""
    changed = change(schema)
    return {keyword: _inner(keyword, value, change) for keyword, value in changed.items()}


def _inner(keyword: str, value: Any, change: Callable[[Schema], Schema]) -> Any:
    if keyword in _MAPS_OF_SCHEMAS:
        return {name: transformed(each, change) for name, each in value.items()}
    if keyword in _LISTS_OF_SCHEMAS:
        return [transformed(each, change) for each in value]
    return transformed(value, change) if keyword in _SCHEMAS and isinstance(value, dict) else value


def _without_annotations(schema: Schema) -> Schema:
    return {keyword: value for keyword, value in schema.items() if keyword not in _ANNOTATIONS}


def _closed(schema: Schema) -> Schema:
    return {"additionalProperties": False, **schema} if "properties" in schema else schema


def resolved(schema: Schema, root: Schema) -> Schema:
    """The schema that a local reference points to, or the schema itself."""
    reference = schema.get("$ref")
    if not reference:
        return schema
    target: Schema = root["$defs"][reference.removeprefix("#/$defs/")]
    return target
