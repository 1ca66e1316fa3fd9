"""The workflow checks every service by paths that exist, with commands that everybody can run.

Planted mistakes, each caught: a service without a filter, a path that is not there, a make target that is not there,
an action without its major version.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts.topics import SERVICES

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / ".github" / "workflows" / "ci.yaml").read_text()


def problems(text: str, makefile: str) -> list[str]:
    """Everything that is wrong with a workflow."""
    workflow = yaml.safe_load(text)
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    return [*_filters(steps), *_commands(steps, makefile), *_actions(steps), *_matrix(workflow)]


def _filters(steps: list[dict[str, Any]]) -> Iterator[str]:
    [filters] = [yaml.safe_load(step["with"]["filters"]) for step in steps if "filters" in step.get("with", {})]
    if set(filters) != set(SERVICES):
        yield f"filters for {sorted(filters)}, not for {sorted(SERVICES)}"
    for service, paths in filters.items():
        if f"services/{service}/**" not in paths:
            yield f"{service} is not checked when its own folder changes"
        yield from (f"{path} is not there" for path in paths if not (ROOT / path.removesuffix("/**")).exists())


def _commands(steps: list[dict[str, Any]], makefile: str) -> Iterator[str]:
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for command in (step["run"] for step in steps if "run" in step):
        found = re.match(r"(?:sudo -E )?make ([a-z-]+)", command)
        if not found or found[1] not in targets:
            yield f"{command!r} is no make target"
        yield from (f"{path} is not there" for path in _tested(command) if not (ROOT / path).exists())


def _tested(command: str) -> list[str]:
    told = re.search(r'ARGS="?([^"$]+)"?$', command)
    return told[1].split() if told else []


def _actions(steps: list[dict[str, Any]]) -> Iterator[str]:
    used = [step["uses"] for step in steps if "uses" in step]
    yield from (f"{each} has no major version" for each in used if not re.fullmatch(r"[\w.-]+/[\w.-]+@v\d+", each))


def _matrix(workflow: dict[str, Any]) -> Iterator[str]:
    job = workflow["jobs"]["service"]
    if job["strategy"]["matrix"]["service"] != "${{ fromJSON(needs.changes.outputs.services) }}":
        yield "the services' job does not take the services that changed"


def test_the_workflow_is_sound() -> None:
    assert problems(TEXT, (ROOT / "Makefile").read_text()) == []


ALL_TARGETS = "\n".join(f"{each}:" for each in ("contracts", "may-go-live", "test", "image", "check", "manifests"))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("            qc: [services/qc/**", "            quality: [services/qc/**", "not for"),
        ("[services/qc/**,", "[services/quality/**,", "services/quality/** is not there"),
        ("make contracts s=", "make pacts s=", "is no make target"),
        ("actions/checkout@v4", "actions/checkout@main", "has no major version"),
        ("fromJSON(needs.changes.outputs.services)", "fromJSON('[\"qc\"]')", "does not take the services"),
        ('"shared-contracts chassis"', '"contracts chassis"', "contracts is not there"),
    ],
)
def test_a_mistake_in_the_workflow_is_told(before: str, after: str, told: str) -> None:
    assert before in TEXT
    assert problems(TEXT, ALL_TARGETS) == []
    assert any(told in each for each in problems(TEXT.replace(before, after), ALL_TARGETS))
