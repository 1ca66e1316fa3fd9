"""A type changes only in ways that old readers and old data survive; each break is shown with a body that it hits."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from contract_statements import EXAMPLES, SCHEMAS, after

from contract_checks.history import NothingReleased, Snapshot, check_history, read_history, release
from contract_checks.schemas import Schema

PARKED = "aicmo.step.parked.v1"
DRAFT = "aicmo.draft.produced.v1"


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_may_follow_itself_with_another_description(name: str) -> None:
    assert after(name, lambda schema: schema.update(description="reworded", title="Renamed")) == []


def test_an_optional_field_may_be_added_anywhere() -> None:
    assert after(PARKED, lambda schema: schema["properties"].update(note={"type": "string", "default": ""})) == []
    assert after(DRAFT, lambda schema: schema["$defs"]["Asset"]["properties"].update(alt={"type": "string"})) == []


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        (PARKED, lambda schema: schema["required"].append("error"), "'error' is a required property"),
        (PARKED, lambda schema: schema["required"].remove("reason"), "'reason' is a required property"),
        (PARKED, lambda schema: schema["properties"].pop("error"), "field error is gone"),
        (PARKED, lambda schema: schema["properties"]["attempts"].update(type="string"), "is not of type"),
        (PARKED, lambda schema: schema["properties"]["attempts"].update(maximum=3), "greater than the maximum of 3"),
        (PARKED, lambda schema: schema["properties"]["service"].pop("pattern"), "does not match"),
        (DRAFT, lambda schema: schema["$defs"]["Channel"]["enum"].append("threads"), "'threads' is not one of"),
        (DRAFT, lambda schema: schema["$defs"]["Channel"]["enum"].remove("blog"), "'blog' is not one of"),
        (DRAFT, lambda schema: schema["$defs"]["Asset"]["properties"].pop("kind"), "bundle.assets[].kind is gone"),
    ],
    ids=["required", "optional", "removed", "retyped", "narrowed", "widened", "grown", "shrunk", "removed-deep"],
)  # fmt: skip
def test_a_break_is_found_with_a_body_that_shows_it(name: str, change: Callable[[Schema], Any], told: str) -> None:
    text = "\n".join(str(finding) for finding in after(name, change))
    assert told in text
    assert "counterexample: {" in text
    assert f"make the new type {name.replace('.v1', '.v2')}" in text


def test_a_field_that_changes_its_meaning_under_an_old_name_is_held_against_every_snapshot() -> None:
    first = {**SCHEMAS[PARKED], "properties": {**SCHEMAS[PARKED]["properties"], "note": {"type": "integer"}}}
    later = {**SCHEMAS[PARKED], "properties": {**SCHEMAS[PARKED]["properties"], "note": {"type": "string"}}}
    history = {PARKED: [Snapshot(PARKED, 1, first), Snapshot(PARKED, 2, SCHEMAS[PARKED])]}
    assert all("release 1" in str(finding) for finding in check_history(history, {PARKED: later}, EXAMPLES))
    assert check_history(history, {PARKED: later}, EXAMPLES)


def test_a_released_type_may_not_vanish() -> None:
    (finding,) = check_history({PARKED: [Snapshot(PARKED, 1, SCHEMAS[PARKED])]}, {}, EXAMPLES)
    assert finding.subject == PARKED
    assert "no longer registered" in finding.problem


def test_a_release_freezes_what_is_new_and_nothing_twice(tmp_path: Path) -> None:
    schemas = {PARKED: SCHEMAS[PARKED]}
    assert release(tmp_path, schemas, EXAMPLES) == [f"{PARKED}/1.json"]
    assert release(tmp_path, schemas, EXAMPLES) == []
    grown = {**SCHEMAS[PARKED], "properties": {**SCHEMAS[PARKED]["properties"], "note": {"type": "string"}}}
    assert release(tmp_path, {PARKED: grown}, EXAMPLES) == [f"{PARKED}/2.json"]
    assert [snapshot.number for snapshot in read_history(tmp_path)[PARKED]] == [1, 2]


def test_a_break_is_never_released(tmp_path: Path) -> None:
    release(tmp_path, {PARKED: SCHEMAS[PARKED]}, EXAMPLES)
    broken = {**SCHEMAS[PARKED], "required": [*SCHEMAS[PARKED]["required"], "error"]}
    with pytest.raises(NothingReleased, match="required property"):
        release(tmp_path, {PARKED: broken}, EXAMPLES)
    assert json.loads((tmp_path / PARKED / "1.json").read_text()) == SCHEMAS[PARKED]
    assert not (tmp_path / PARKED / "2.json").exists()
