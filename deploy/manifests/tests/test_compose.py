"""The compose file keeps its schema and agrees with the code; a planted mistake is found."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from manifest_checks.compose import compose_findings, read_compose
from manifest_checks.documents import Document


@pytest.fixture(scope="module")
def compose(repository: Path) -> Document:
    # Anchors make parts of it one object, which a mistake must not change everywhere.
    return deepcopy(read_compose(repository / "deploy/docker/compose.yaml"))


def test_the_repositorys_own_compose_file_agrees_with_the_code(compose: Document) -> None:
    assert [str(finding) for finding in compose_findings(compose)] == []


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        (lambda all_: all_["qc"].update(restarts="always"), "restarts"),
        (lambda all_: all_["qc"]["environment"].pop("QC_DATABASE_URL"), "QC_DATABASE_URL is not set"),
        (lambda all_: all_["qc"]["environment"].update(AICMO_FAULT="qc=1"), "AICMO_FAULT is set"),
        (lambda all_: all_["qc"]["environment"].update(AICMO_LOG_LEVEL="loud"), "refuses this environment"),
        (lambda all_: all_["qc"]["environment"].update(QC_HTTP_URL="http://127.0.0.1:8080"), "it listens on"),
        (lambda all_: all_["qc"].update(read_only=False), "read-only"),
        (lambda all_: all_["qc"]["healthcheck"].update(test=["CMD", "true"]), "healthcheck"),
        (lambda all_: all_["qc"]["depends_on"].pop("qc-migration"), "until qc-migration has completed"),
        (lambda all_: all_["qc"].update(stop_grace_period="45s"), "stopping may take 45 s"),
        (lambda all_: all_["qc"].pop("stop_grace_period"), "stop_grace_period is 10s"),
        (lambda all_: all_["delivery"].update(ports=["18084:8080"]), "loopback"),
        (lambda all_: all_["kafka"].update(image="apache/kafka:latest"), "a tag that stays"),
        (lambda all_: all_["postgres"]["environment"].update(POSTGRES_PASSWORD="secret"), "stands in the file"),
        (
            lambda all_: all_["qc"]["environment"].update(
                QC_DATABASE_URL="postgresql://qc_app:secret@postgres:5432/qc"
            ),
            "a password stands in QC_DATABASE_URL",
        ),
        (
            lambda all_: all_["qc-migration"]["environment"].update(
                QC_MIGRATION_DATABASE_URL="postgresql://qc_app:x@p/qc"
            ),
            "must be the URL of qc_owner",
        ),
        (lambda all_: all_["qc-migration"].update(command=["python", "/app/migrate.py"]), "-m alembic upgrade head"),
        (lambda all_: all_["qc-migration"]["build"]["args"].update(SERVICE="strategy"), "with SERVICE=qc"),
        (lambda all_: all_.pop("strategy"), "strategy must be among"),
    ],
)
def test_a_planted_mistake_is_found_and_explained(
    compose: Document, mistake: Callable[[Document], Any], message: str
) -> None:
    changed = deepcopy({**compose, "services": {name: deepcopy(each) for name, each in compose["services"].items()}})
    mistake(changed["services"])
    assert [found for found in map(str, compose_findings(changed)) if message in found]
