"""Each message type has a realistic example, which its model reads and writes back without losing anything."""

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.registry import MESSAGE_TYPES

EXAMPLES = Path(__file__).parents[1] / "examples"


def _example(name: str) -> Any:
    return json.loads((EXAMPLES / f"{name}.json").read_text())


def test_there_is_one_example_for_each_type_and_no_other() -> None:
    assert {path.stem for path in EXAMPLES.iterdir()} == set(MESSAGE_TYPES)


@pytest.mark.parametrize("name", sorted(MESSAGE_TYPES))
def test_an_example_is_read_whole(name: str) -> None:
    example = _example(name)
    written = MESSAGE_TYPES[name].model_validate(example).model_dump(mode="json")
    assert written == {**written, **example}


@pytest.mark.parametrize("name", sorted(MESSAGE_TYPES))
def test_a_reader_ignores_fields_that_it_does_not_know(name: str) -> None:
    example = {**_example(name), "added_in_a_later_version": {"anything": [1, 2, 3]}}
    assert MESSAGE_TYPES[name].model_validate(example) == MESSAGE_TYPES[name].model_validate(_example(name))


@pytest.mark.parametrize("name", sorted(MESSAGE_TYPES))
def test_a_message_without_its_run_is_refused(name: str) -> None:
    example = _example(name)
    del example["workflow_run_id"]
    with pytest.raises(ValueError, match="workflow_run_id"):
        MESSAGE_TYPES[name].model_validate(example)
