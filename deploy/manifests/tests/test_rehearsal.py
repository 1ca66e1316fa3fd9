"""A build without an engine runs its steps in order, tells which one failed, and confines what it has built."""

import os
import subprocess
from pathlib import Path

import pytest

from manifest_checks.build_context import read_context
from manifest_checks.dockerfile import read_stages
from manifest_checks.documents import ManifestError
from manifest_checks.rehearsal import Root, build, command_in


def may_mount() -> bool:
    return os.geteuid() == 0 and subprocess.run(["unshare", "--mount", "true"], check=False).returncode == 0


pytestmark = pytest.mark.skipif(not may_mount(), reason="mounts need root")

DOCKERFILE = """
FROM python:3.11.1-slim AS first
ARG SERVICE
WORKDIR /source
COPY ${SERVICE}.txt ./
RUN python -c "open('/opt/made', 'w').write(open('$SERVICE.txt').read())"
FROM python:3.11.1-slim
ENV GREETING=hello
COPY --from=first /opt/made /app/made
"""


@pytest.fixture
def built(tmp_path: Path) -> Root:
    (tmp_path / "qc.txt").write_text("from the context")
    return rehearsed(tmp_path, DOCKERFILE)


def rehearsed(folder: Path, text: str) -> Root:
    (folder / "Dockerfile").write_text(text)
    for each in (folder, *folder.parents):
        # The uid of the image must find its way in; pytest's own folders are closed to others.
        if each.is_relative_to("/tmp") and each != Path("/tmp"):
            each.chmod(0o755)
    context = read_context(folder, folder / "Dockerfile.dockerignore")
    return build(read_stages(folder / "Dockerfile"), context, folder / "scratch", {"SERVICE": "qc"})


def shell(root: Root, text: str) -> "subprocess.CompletedProcess[str]":
    command = command_in(root, ["/bin/sh", "-c", text], {}, confined=True)
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_stage_gets_what_another_has_made(built: Root) -> None:
    assert shell(built, 'cat /app/made; echo " $GREETING"').stdout == "from the context hello\n"


def test_what_is_built_runs_as_its_own_user_and_writes_to_tmp_alone(built: Root) -> None:
    assert shell(built, "id -u; touch /tmp/x && echo yes").stdout == "10001\nyes\n"
    assert shell(built, "touch /app/x").returncode != 0


def test_the_environment_of_the_machine_stays_outside(built: Root, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QC_DATABASE_URL", "postgresql://outside")
    assert "outside" not in shell(built, "env").stdout


def test_a_step_that_fails_is_told_with_its_output(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="no such luck"):
        rehearsed(tmp_path, "FROM python:3.11.1-slim\nRUN echo no such luck >&2; exit 3\n")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"COPY missing\.txt"):
        rehearsed(tmp_path, "FROM python:3.11.1-slim\nCOPY missing.txt ./\n")


def test_a_file_that_the_ignore_file_leaves_out_is_not_copied(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "Dockerfile.dockerignore").write_text("*\n!other.txt\n")
    with pytest.raises(ManifestError, match="leaves it out"):
        rehearsed(tmp_path, "FROM python:3.11.1-slim\nCOPY secret.txt ./\n")
