"""What is committed is what the code generates, and each example satisfies its schema."""

from pathlib import Path

import pytest
from contract_statements import EXAMPLES, FOLDERS, SCHEMAS

from contract_checks import commands, generated
from contract_checks.__main__ import main
from contract_checks.examples import check_examples, refusals
from contract_checks.schemas import schema_files


@pytest.mark.parametrize("name", ["schemas", "compatibility", "examples", "asyncapi"])
def test_the_committed_contracts_are_true(name: str) -> None:
    assert [str(finding) for finding in commands.CHECKS[name](FOLDERS)] == []


def test_every_type_is_released() -> None:
    assert {path.name for path in FOLDERS.history.iterdir()} >= set(SCHEMAS)


def test_an_edited_a_missing_and_a_stray_file_are_named(tmp_path: Path) -> None:
    wanted = schema_files(SCHEMAS)
    generated.write(tmp_path, wanted, (".json",))
    edited, missing = sorted(wanted)[:2]
    (tmp_path / edited).write_text("{}")
    (tmp_path / missing).unlink()
    (tmp_path / "aicmo.nobody.sends.v1.json").write_text("{}")
    found = {each.subject: each for each in generated.differences(tmp_path, wanted, (".json",), "schemas")}
    assert set(found) == {edited, missing, "aicmo.nobody.sends.v1.json"}
    assert "python -m contract_checks schemas" in found[edited].remedy


def test_writing_restores_them_and_removes_what_nothing_generates(tmp_path: Path) -> None:
    wanted = schema_files(SCHEMAS)
    (tmp_path / "stray.json").write_text("{}")
    assert generated.write(tmp_path, wanted, (".json",)) == sorted([*wanted, "stray.json"])
    assert generated.write(tmp_path, wanted, (".json",)) == []
    assert generated.differences(tmp_path, wanted, (".json",), "schemas") == []


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_says_what_it_is_and_leaves_room_for_later_fields(name: str) -> None:
    schema = SCHEMAS[name]
    assert schema["$id"] == f"/schemas/{name}.json"
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["title"]
    assert schema["description"]
    assert refusals(schema, {**EXAMPLES[name], "added_later": {"anything": 1}}) == []


def test_an_example_that_its_schema_refuses_is_named_with_the_place() -> None:
    wrong = {**EXAMPLES, "aicmo.step.parked.v1": {**EXAMPLES["aicmo.step.parked.v1"], "attempts": "many"}}
    (finding,) = check_examples(SCHEMAS, wrong)
    assert "aicmo.step.parked.v1" in str(finding)
    assert "$.attempts" in str(finding)


def test_a_type_without_an_example_and_an_example_without_a_type_are_named() -> None:
    examples = {name: EXAMPLES[name] for name in EXAMPLES if name != "aicmo.qc.failed.v1"}
    found = check_examples(SCHEMAS, {**examples, "aicmo.nobody.sends.v1": {}})
    assert {each.subject for each in found} == {"aicmo.qc.failed.v1", "aicmo.nobody.sends.v1"}


def test_a_command_exits_with_one_where_something_is_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["examples"]) == 0
    monkeypatch.setattr("contract_checks.commands.read_examples", lambda folder: {})
    assert main(["examples"]) == 1
    assert "add a realistic body as examples/aicmo.brief.accepted.v1.json" in capsys.readouterr().out
