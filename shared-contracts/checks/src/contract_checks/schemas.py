"""JSON Schema (2020-12) of every message type, from its model: open, because readers ignore fields they don't know."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from contracts.payload import Payload
from contracts.registry import MESSAGE_TYPES

Schema = dict[str, Any]


def schema_of(model: type[Payload]) -> Schema:
    """The schema that a body must satisfy to be read; `$id` is what the messages' `dataschema` attribute says."""
    generated = model.model_json_schema(mode="validation")
    head = {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": f"/schemas/{model.type}.json",
        "title": generated.pop("title"),
        "description": generated.pop("description"),
    }
    return {**head, **generated}


def all_schemas(types: Mapping[str, type[Payload]] = MESSAGE_TYPES) -> dict[str, Schema]:
    """Every schema by its message type."""
    return {name: schema_of(types[name]) for name in sorted(types)}


def as_text(schema: Schema) -> str:
    """The schema as its file has it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def schema_files(schemas: Mapping[str, Schema]) -> dict[str, str]:
    """The text of each file by its name."""
    return {f"{name}.json": as_text(schema) for name, schema in schemas.items()}
