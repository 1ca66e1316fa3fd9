"""Schemathesis over a service's own OpenAPI document: every answer is one that the document promises."""

from collections.abc import Iterator
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.errors import InvalidSchema
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok, Result
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

Operation = APIOperation[Any, Any, Any, Any]
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SHOWN_CHARACTERS = 600


def broken_promises(url: str, examples: int, number: int) -> list[str]:
    """Ask every operation of a service so many times with valid and with wrong data; gives what was answered amiss."""
    schema = schemathesis.openapi.from_url(f"{url}/openapi.json")
    return [finding for each in schema.get_all_operations() for finding in _judge(each, examples, number)]


def _judge(found: Result[Operation, InvalidSchema], examples: int, number: int) -> Iterator[str]:
    if isinstance(found, Ok):
        yield from _try(found.ok(), examples, number)
    else:
        yield f"the document can't be read: {found.err()}"


def _try(operation: Operation, examples: int, number: int) -> Iterator[str]:
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        try:
            _ask(operation, mode, examples, number)
        except Unsatisfiable:
            continue  # an operation without parameters can't be asked wrongly
        except (FailureGroup, AssertionError) as failure:
            parts = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
            yield from (f"{operation.label} ({mode.value}): {str(part)[:SHOWN_CHARACTERS]}" for part in parts)


def _ask(operation: Operation, mode: GenerationMode, examples: int, number: int) -> None:
    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def conforms(case: schemathesis.Case[Any]) -> None:
        answer = case.call(timeout=30)
        case.validate_response(answer, checks=CHECKS)
        assert "Traceback (most recent call last)" not in answer.text

    conforms()
