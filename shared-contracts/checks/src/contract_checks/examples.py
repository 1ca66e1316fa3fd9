"""Each type's example must satisfy its schema; the folder has one for each type and no other."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from contract_checks.findings import Finding
from contract_checks.schemas import Schema


def read_examples(folder: Path) -> dict[str, Any]:
    """The examples by message type."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def check_examples(schemas: Mapping[str, Schema], examples: Mapping[str, Any]) -> list[Finding]:
    """Find types without an example, examples without a type, and examples that their schema refuses."""
    missing = [
        Finding(name, "has no example", f"add a realistic body as examples/{name}.json")
        for name in schemas.keys() - examples.keys()
    ]
    strangers = [
        Finding(name, "is an example of no type", f"remove examples/{name}.json, or register its type")
        for name in examples.keys() - schemas.keys()
    ]
    wrong = [
        Finding(name, f"its example is refused by its schema at {place}: {text}", f"correct examples/{name}.json")
        for name in sorted(schemas.keys() & examples.keys())
        for place, text in refusals(schemas[name], examples[name])
    ]
    return sorted([*missing, *strangers], key=str) + wrong


def refusals(schema: Schema, value: Any) -> list[tuple[str, str]]:
    """Where a schema refuses a value, and why."""
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [(error.json_path, error.message[:300]) for error in validator.iter_errors(value)]
