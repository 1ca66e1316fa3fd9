"""CI's commands can pass, and a service's job runs for whatever its tests and its image are made from."""

from pathlib import Path

import pytest
import yaml

from manifest_checks.workflow import FILE, needed_by, workflow_findings


def findings(repository: Path, old: str = "", new: str = "") -> list[str]:
    text = (repository / FILE).read_text()
    assert old in text
    return [str(each) for each in workflow_findings(yaml.safe_load(text.replace(old, new)), repository)]


def test_the_repositorys_own_workflow_agrees_with_the_code(repository: Path) -> None:
    assert findings(repository) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("sudo -E make image", "make image", "make image needs root"),
        ("  PYTHON: python3", "  PYTHONPATH: src", "make takes the system's Python"),
        ("[services/strategy/**, &briefs", "[&briefs", "the filter strategy does not name services/strategy"),
        ("&briefs services/onboarding/examples/**, ", "&briefs none, ", "does not name services/onboarding/examples"),
        ("&image deploy/docker/**", "&image deploy/docker/Dockerfile", "does not name deploy/docker/serve.py"),
        ("- deploy/local/demo-brief.yaml", "- none", "the filter onboarding does not name deploy/local/demo-brief"),
        ("  qc: [", "  quality: [", "the filter qc does not name chassis"),
        ("  qc: [", "  quality: [", "the filter quality is no service's"),
        ("[services/qc/**,", "[services/quality/**,", "services/quality/**, which is not there"),
        ("make contracts s=", "make pacts s=", "is no make target"),
        ("make check", "./check", "is no make target"),
        ('"shared-contracts chassis"', '"contracts chassis"', "tests contracts, which is not there"),
        ("actions/checkout@v4", "actions/checkout@main", "has no major version"),
        ("fromJSON(needs.changes.outputs.services)", "fromJSON('[\"qc\"]')", "does not take the services that changed"),
    ],
)
def test_a_planted_mistake_is_found_and_explained(repository: Path, old: str, new: str, message: str) -> None:
    assert [found for found in findings(repository, old, new) if message in found]


def test_what_a_services_tests_read_of_another_service_is_found_in_their_code(repository: Path) -> None:
    assert "services/onboarding/examples/normalised" in needed_by(repository, "production")
    assert not [path for path in needed_by(repository, "qc") if path.startswith("services/onboarding")]
