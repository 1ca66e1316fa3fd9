"""Alerts and dashboard speak only of what services export; a planted mistake is found.

Mutants: `known` taken from the rules themselves -> …no_service_exports; `_scrapes` giving true -> …nobody_scrapes.
"""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chassis.settings import PersistenceMode, ServiceSettings
from contracts.topics import SERVICES
from manifest_checks.documents import Document, Overlay, read_documents
from manifest_checks.kustomize import render
from manifest_checks.observability import (
    DASHBOARD,
    FOLDER,
    alert_findings,
    dashboard_findings,
    exported,
    expression_findings,
    unexplained,
)
from orchestrator.app import build
from orchestrator.settings import OrchestratorSettings


@pytest.fixture
def rules(repository: Path) -> Document:
    return read_documents(repository / FOLDER / "alerts.yaml")[0]


def alerts(rules: Document) -> dict[str, Document]:
    return {rule["alert"]: rule for group in rules["spec"]["groups"] for rule in group["rules"]}


def test_alerts_and_dashboard_speak_of_what_is_exported_and_explained(
    repository: Path, overlays: tuple[Overlay, ...], rules: Document
) -> None:
    found = [*alert_findings(overlays), *dashboard_findings(repository), *unexplained(rules, repository)]
    assert [str(each) for each in found] == []


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("aicmo_outbox_age > 1", "aicmo_outbox_age is exported by no service"),
        ("rate(aicmo_records[5m])", "aicmo_records is exported by no service"),
        ("aicmo_batch_seconds > 1", "aicmo_batch_seconds is exported by no service"),
        ('aicmo_runs{state="STALLED"}', "aicmo_runs has no label state, only status"),
        ("sum by (service (aicmo_runs)", "sum by"),
        ("up unless aicmo_lost offset 15m", "aicmo_lost is exported by no service"),
    ],
)
def test_a_series_that_no_service_exports_is_found(expression: str, message: str) -> None:
    assert [each for each in map(str, expression_findings("here", expression, exported())) if message in each]


@pytest.mark.parametrize(
    ("kind", "mistake", "message"),
    [
        (
            "PrometheusRule",
            lambda rules: rules["spec"]["groups"][0]["rules"][0].update(expr="max(aicmo_stalled)"),
            "RunStalled: aicmo_stalled",
        ),
        (
            "PodMonitor",
            lambda monitor: monitor["spec"]["podMetricsEndpoints"][0].update(port="metrics"),
            "does not find qc's",
        ),
        (
            "PodMonitor",
            lambda monitor: monitor["spec"]["selector"]["matchLabels"].update(app="qc"),
            "does not find strategy's",
        ),
    ],
)
def test_a_wrong_rule_and_pods_that_nobody_scrapes_are_found(
    overlays: tuple[Overlay, ...],
    plant: Callable[..., Overlay],
    kind: str,
    mistake: Callable[[Document], Any],
    message: str,
) -> None:
    name = "prod/observability"
    changed = [plant(name, kind, mistake) if each.name == name else each for each in overlays]
    assert [found for found in map(str, alert_findings(changed)) if message in found]


def test_a_panel_that_would_stay_empty_is_found(repository: Path, tmp_path: Path) -> None:
    shutil.copytree(repository / FOLDER, tmp_path / FOLDER)
    dashboard = json.loads((tmp_path / DASHBOARD).read_text())
    dashboard["panels"][0]["targets"][0]["expr"] = "aicmo_unfinished"
    (tmp_path / DASHBOARD).write_text(json.dumps(dashboard))
    assert [str(each).rpartition(": ")[2] for each in dashboard_findings(tmp_path)] == [
        "aicmo_unfinished is exported by no service"
    ]


def test_an_alert_that_the_readme_does_not_name_is_found(repository: Path, rules: Document) -> None:
    alerts(rules)["RunStalled"]["alert"] = "RunStuck"
    assert [str(each) for each in unexplained(rules, repository) if "RunStuck" in str(each)]


def test_the_silence_of_every_service_is_an_alert(rules: Document) -> None:
    expression = alerts(rules)["ServiceSilent"]["expr"]
    assert all(f'service="{service}"' in expression for service in SERVICES)


async def test_what_counts_as_exported_is_what_a_service_really_has() -> None:
    mode, address = PersistenceMode.INMEMORY, "http://127.0.0.1:18085"
    settings = ServiceSettings(service="orchestrator", persistence_mode=mode, http_url=address)
    registry = build(settings, OrchestratorSettings()).station.telemetry.registry
    families = {re.sub("_(total|bucket|sum|count)$", "", name) for name in exported()}
    assert {metric.name for metric in registry.collect()} == families


def test_every_service_sends_its_traces_where_the_component_says(repository: Path, tmp_path: Path) -> None:
    parts = [repository / "deploy/kubernetes/overlays/prod/qc", repository / FOLDER / "tracing"]
    (tmp_path / "kustomization.yaml").write_text(
        f"kind: Kustomization\nresources: [{parts[0]}]\ncomponents: [{parts[1]}]\n"
    )
    [service] = [each for each in render(tmp_path) if each["kind"] == "StatefulSet"]
    [policy] = render(repository / FOLDER / "../kubernetes/overlays/prod/observability")[2:3]
    variables = {each["name"]: each for each in service["spec"]["template"]["spec"]["containers"][0]["env"]}
    [port] = policy["spec"]["egress"][0]["ports"]
    assert variables["OTEL_EXPORTER_OTLP_ENDPOINT"]["value"].endswith(f":{port['port']}")
    assert policy["spec"]["podSelector"]["matchLabels"].items() <= service["spec"]["selector"]["matchLabels"].items()
