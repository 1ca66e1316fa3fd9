"""An image installs all that its service needs and nothing that only another one does; a planted mistake is found."""

import shutil
from pathlib import Path

import pytest

from manifest_checks.requirements import FOLDER, installed, requirement_findings

RENDERING = {"typst", "pillow", "python-docx", "python-pptx", "lxml"}


@pytest.fixture
def copied(repository: Path, tmp_path: Path) -> Path:
    """A repository of requirements and what they are compared with alone."""
    shutil.copytree(repository / FOLDER, tmp_path / FOLDER)
    for file in [*repository.glob("*/pyproject.toml"), *repository.glob("services/*/pyproject.toml")]:
        (tmp_path / file.relative_to(repository)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, tmp_path / file.relative_to(repository))
    return tmp_path


def findings(repository: Path) -> list[str]:
    return [str(each) for each in requirement_findings(repository)]


def test_each_image_installs_exactly_what_its_service_needs(copied: Path) -> None:
    assert findings(copied) == []


def test_only_delivery_installs_what_renders_documents(repository: Path) -> None:
    assert set(installed(repository, "delivery")) >= RENDERING
    assert not set(installed(repository, "qc")) & RENDERING


def test_what_only_one_service_needs_is_not_for_all(copied: Path) -> None:
    with (copied / FOLDER / "runtime.txt").open("a") as runtime:
        runtime.write((copied / FOLDER / "delivery.txt").read_text())
    assert [each for each in findings(copied) if "image qc: it installs typst, which qc does not need" in each]


def test_a_package_that_nobody_locked_is_missed(copied: Path) -> None:
    project = copied / "services/qc/pyproject.toml"
    project.write_text(project.read_text().replace('"aicmo-contracts",', '"aicmo-contracts",\n    "pillow>=12",'))
    assert findings(copied) == [
        "image qc: it lacks pillow; put what needs it into runtime.in, or qc.in if no other does"
    ]


def test_a_version_that_no_test_has_seen_is_found(copied: Path) -> None:
    delivery = copied / FOLDER / "delivery.txt"
    delivery.write_text(delivery.read_text().replace("typst==", "typst==9."))
    assert [each for each in findings(copied) if each.startswith("delivery.txt: typst==9.")]
