"""deploy.sh stops at the first no, says why and leaves the service; kubectl and make are stand-ins."""

import os
import subprocess
from pathlib import Path

import pytest

KUBECTL = """#!/bin/sh
echo "kubectl $*" >> "$CALLS"
case $1 in
  kustomize) echo "  namespace: aicmo" ;;
  get) printf %s "$CONDITIONS" ;;
  wait) sleep 60 ;;
  rollout) exit "$ROLLOUT" ;;
  logs) echo "relation brief already exists" ;;
esac
"""
MAKE = """#!/bin/sh
echo "make $*" >> "$CALLS"
exit "$GATE"
"""


class Deployment:
    """One run of the script, and what it called."""

    def __init__(self, repository: Path, folder: Path, conditions: str, *, gate: int = 0, rollout: int = 0) -> None:
        for name, text in (("kubectl", KUBECTL), ("make", MAKE)):
            (folder / name).write_text(text)
            (folder / name).chmod(0o755)
        path, calls = f"{folder}:{os.environ['PATH']}", folder / "calls"
        answers = {"CONDITIONS": conditions, "GATE": str(gate), "ROLLOUT": str(rollout)}
        told = {**os.environ, "PATH": path, "CALLS": str(calls), **answers}
        command = ["sh", repository / "deploy/kubernetes/deploy.sh", "prod", "qc"]
        self.ended = subprocess.run(command, env=told, capture_output=True, text=True, timeout=20, check=False)
        self.calls = calls.read_text()

    def rolled_out(self) -> bool:
        return "overlays/prod/qc\n" in self.calls.partition("/migration\n")[2]


@pytest.mark.parametrize("conditions", ["Failed", "FailureTarget Failed"])
def test_a_failed_migration_ends_at_once_with_its_log_and_leaves_the_service(
    repository: Path, tmp_path: Path, conditions: str
) -> None:
    deployment = Deployment(repository, tmp_path, conditions)
    assert deployment.ended.returncode == 1
    assert "relation brief already exists" in deployment.ended.stderr
    assert not deployment.rolled_out()


def test_a_completed_migration_is_followed_by_the_service_and_what_to_record(repository: Path, tmp_path: Path) -> None:
    deployment = Deployment(repository, tmp_path, "SuccessCriteriaMet Complete")
    assert deployment.ended.returncode == 0, deployment.ended.stderr
    assert deployment.rolled_out()
    assert "went-live qc --environment prod --git COMMIT" in deployment.ended.stdout


def test_what_may_not_go_live_never_reaches_the_cluster(repository: Path, tmp_path: Path) -> None:
    deployment = Deployment(repository, tmp_path, "Complete", gate=2)
    assert deployment.ended.returncode != 0
    assert "may-go-live s=qc env=prod" in deployment.calls
    assert "kubectl" not in deployment.calls


def test_the_last_migrations_pods_are_gone_before_the_next_begins(repository: Path, tmp_path: Path) -> None:
    deployment = Deployment(repository, tmp_path, "Complete")
    [deleted] = [call for call in deployment.calls.splitlines() if " delete " in call]
    assert "--cascade=foreground --wait" in deleted


def test_a_rollout_that_does_not_end_says_what_the_pods_said_and_is_not_to_be_recorded(
    repository: Path, tmp_path: Path
) -> None:
    deployment = Deployment(repository, tmp_path, "Complete", rollout=1)
    assert deployment.ended.returncode == 1
    assert "app.kubernetes.io/name=qc,app.kubernetes.io/component=service" in deployment.calls
    assert "roll back" in deployment.ended.stderr
    assert "went-live" not in deployment.ended.stdout
