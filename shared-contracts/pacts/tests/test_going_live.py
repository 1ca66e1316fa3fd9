"""A version may go live only beside versions that it gets on with: its consumers', and its producers'.

Mutants: `as_consumer` giving nothing -> …not_sent_yet; `as_producer` giving nothing -> …live_consumer…; `_show` reading
the work tree -> …as_it_is_in_the_recorded_commit.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from contract_pacts import commands, files
from contract_pacts.going_live import Objection, objections, prove_by_tests
from contract_pacts.live import InFolder, InGit, NoRecord, record, recorded
from contract_pacts.paths import path_of
from contract_pacts.schemas import knows
from contracts.topics import SERVICES

SCHEMAS = files.FOLDER.parent / "schemas"
SEEN = "aicmo.draft.produced.v1"


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """A folder in which the versions that are live are those of this repository."""
    shutil.copytree(files.FOLDER, tmp_path / "pacts", ignore=shutil.ignore_patterns("src", "tests"))
    shutil.copytree(SCHEMAS, tmp_path / "schemas")
    return tmp_path


def proved(_: str, __: Path) -> str:
    """A producer whose tests all pass."""
    return ""


def edit(file: Path, before: str, after: str) -> None:
    """Change a text in a file that has it."""
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


@pytest.mark.parametrize("service", SERVICES)
def test_a_version_may_go_live_beside_itself(live: Path, service: str) -> None:
    assert objections(service, InFolder(live), proved) == []


def test_a_version_that_reads_a_field_which_is_not_sent_yet_waits_for_the_producer(live: Path) -> None:
    edit(live / "schemas" / f"{SEEN}.json", '"bundle_id"', '"package_id"')
    [found] = objections("qc", InFolder(live), proved)
    assert found.other == "production"
    assert f"does not send bundle.bundle_id of {SEEN}, which qc now reads: deploy production first" in found.text


def test_a_version_that_reads_a_type_which_is_not_written_yet_waits_for_the_producer(live: Path) -> None:
    (live / "schemas" / f"{SEEN}.json").unlink()
    assert objections("qc", InFolder(live), proved) == [
        Objection("production", f"does not write {SEEN} yet: deploy production first")
    ]


def test_a_version_without_a_field_that_a_live_consumer_reads_is_refused_with_the_consumers_name(live: Path) -> None:
    edit(live / "pacts" / "delivery-qc.json", '"report.score"', '"report.grade"')
    [found] = objections("qc", InFolder(live), prove_by_tests)
    assert "delivery reads aicmo.qc.passed.v1: report.grade is missing" in found.text


def test_what_is_live_is_read_as_it_is_in_the_recorded_commit(live: Path) -> None:
    root = live / "repository"
    shutil.copytree(live / "pacts", root / "shared-contracts" / "pacts")
    shutil.copytree(live / "schemas", root / "shared-contracts" / "schemas")
    edit(root / "shared-contracts" / "schemas" / f"{SEEN}.json", '"bundle_id"', '"package_id"')
    git = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "live"]):
        subprocess.run([*git, *arguments], check=True)
    commit = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    shutil.rmtree(root / "shared-contracts")
    everywhere = InGit(root, dict.fromkeys(SERVICES, commit))
    assert [each.other for each in objections("qc", everywhere, proved)] == ["production"]
    assert sorted(name for name, _ in everywhere.pacts_with("qc")) == [
        "delivery-qc.json",
        "orchestrator-qc.json",
        "production-qc.json",
    ]


def test_beside_producers_that_are_not_live_anything_may_start(tmp_path: Path) -> None:
    assert objections("qc", InGit(tmp_path, {}), proved) == []


def test_a_commit_that_is_not_there_gives_no_verdict(live: Path) -> None:
    subprocess.run(["git", "-C", str(live), "init", "-q"], check=True)
    with pytest.raises(NoRecord, match="fetch the whole history"):
        objections("qc", InGit(live, {"production": "0" * 40}), proved)


def test_what_went_live_is_recorded_in_its_own_line_and_comments_stay(tmp_path: Path) -> None:
    file = tmp_path / "prod.yaml"
    file.write_text((files.FOLDER.parents[1] / "deploy" / "environments" / "prod.yaml").read_text())
    record(file, "qc", "4f2a9c1")
    assert recorded(file)["qc"] == "4f2a9c1"
    assert file.read_text().startswith("# What is live in prod")
    with pytest.raises(NoRecord, match="no line for billing"):
        record(file, "billing", "4f2a9c1")


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_every_environment_has_a_line_for_each_service(environment: str) -> None:
    text = (files.FOLDER.parents[1] / "deploy" / "environments" / f"{environment}.yaml").read_text()
    assert all(f"  {service}:" in text for service in (*SERVICES, "upstream"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "nothing is recorded as live in there: compared with nobody"),
        ("  qc: 4f2a9c1\n", "nothing else is recorded as live in there: compared with nobody"),
        ("  delivery: 4f2a9c1\n", "compared with delivery 4f2a9c1"),
    ],
)
def test_a_verdict_says_whom_it_was_compared_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str, told: str
) -> None:
    (tmp_path / "there.yaml").write_text(f"live:\n  upstream:\n{line}")
    monkeypatch.setattr(commands, "ENVIRONMENTS", tmp_path)
    monkeypatch.setattr(commands, "objections", lambda *_: [])
    monkeypatch.setattr("sys.argv", ["contract_pacts", "may-go-live", "qc", "--environment", "there"])
    with pytest.raises(SystemExit) as ended:
        commands.main()
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"{told}\nqc may go live\n"


def test_a_schema_knows_a_field_through_references_alternatives_and_lists() -> None:
    schema = json.loads((SCHEMAS / f"{SEEN}.json").read_text())
    assert knows(schema, path_of("draft.sections[*].body"))
    assert knows(schema, path_of("brief.budget.currency"))
    assert not knows(schema, path_of("brief.budget.price"))
    assert not knows(schema, path_of("draft.sections.body"))
