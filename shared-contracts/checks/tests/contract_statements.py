"""Statements with one thing wrong, and the code's schemas with one thing changed."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

from contract_checks.examples import read_examples
from contract_checks.findings import Finding
from contract_checks.flow_checks import Statement, stated
from contract_checks.folders import here
from contract_checks.history import Snapshot, check_history
from contract_checks.schemas import Schema, all_schemas

FOLDERS = here()
SCHEMAS = all_schemas()
EXAMPLES = read_examples(FOLDERS.examples)


def after(name: str, change: Callable[[Schema], object]) -> list[Finding]:
    """What the gate says where the code's schema of a type is changed after its release."""
    changed = deepcopy(SCHEMAS[name])
    change(changed)
    released = {name: [Snapshot(name, 1, SCHEMAS[name])]}
    return check_history(released, {name: changed}, EXAMPLES)


def without(party: str, message: Any, side: str) -> Statement:
    """The statement in which a party no longer sends, or handles, a type."""
    statement = stated()
    models = {**getattr(statement, side)}
    models[party] = tuple(model for model in models[party] if model is not message)
    return replace(statement, **{side: models})
