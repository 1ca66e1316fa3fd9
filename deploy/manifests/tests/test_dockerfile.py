"""The Dockerfile's text keeps the image's promises; a planted mistake is found."""

from pathlib import Path

import pytest

from manifest_checks.dockerfile import dockerfile_findings, locked_versions, read_stages
from manifest_checks.documents import ManifestError


@pytest.fixture
def docker(repository: Path, tmp_path: Path) -> Path:
    for name in ("Dockerfile", "build-requirements.txt"):
        (tmp_path / name).write_text((repository / "deploy/docker" / name).read_text())
    return tmp_path


@pytest.fixture
def locked(repository: Path) -> dict[str, str]:
    return locked_versions(repository / "deploy/requirements/development.txt")


def test_the_repositorys_own_dockerfile_keeps_its_promises(docker: Path, locked: dict[str, str]) -> None:
    assert [str(finding) for finding in dockerfile_findings(docker / "Dockerfile", locked)] == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("3.11.14-slim-bookworm", "latest", "whole version"),
        ("USER 10001:10001", "USER root", "must be 10001"),
        ("USER 10001:10001\n", "", "the last USER is root"),
        ('CMD ["python", "/app/serve.py"]', "CMD python /app/serve.py", "exec form"),
        ("STOPSIGNAL SIGTERM", "STOPSIGNAL SIGKILL", "STOPSIGNAL"),
        ("PYTHONDONTWRITEBYTECODE=1 ", "", "PYTHONDONTWRITEBYTECODE"),
        ("--require-hashes --only-binary :all: --no-compile", "--no-compile", "--require-hashes"),
        ("RUN python -m venv --without-pip", "RUN apt-get install -y gcc && python -m venv", "no compiler"),
        (
            "install --no-deps --no-index",
            "install --index-url https://packages.example --no-deps --no-index",
            "address",
        ),
    ],
)
def test_a_planted_mistake_is_found_and_explained(
    docker: Path, locked: dict[str, str], old: str, new: str, message: str
) -> None:
    text = (docker / "Dockerfile").read_text()
    assert old in text
    (docker / "Dockerfile").write_text(text.replace(old, new))
    assert [found for found in map(str, dockerfile_findings(docker / "Dockerfile", locked)) if message in found]


def test_a_version_of_the_build_backend_that_isnt_locked_is_found(docker: Path, locked: dict[str, str]) -> None:
    found = list(dockerfile_findings(docker / "Dockerfile", locked | {"hatchling": "0.1"}))
    assert ["hatchling" in str(each) for each in found] == [True]


def test_an_unknown_instruction_is_refused(docker: Path) -> None:
    (docker / "Dockerfile").write_text("FROM python:3.11.1-slim\nADD x y\n")
    with pytest.raises(ManifestError, match="ADD"):
        read_stages(docker / "Dockerfile")
