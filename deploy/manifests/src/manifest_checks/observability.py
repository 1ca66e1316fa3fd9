"""Alerts, dashboard and scraping, against what the services export: each name is one that the code registers."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import promql_parser
from promql_parser import Expr, VectorSelector

from chassis.station import Station
from chassis.telemetry import Telemetry
from manifest_checks.documents import Document, Finding, Overlay, containers
from orchestrator.metrics import RunMetrics

FOLDER = "deploy/observability"
DASHBOARD = f"{FOLDER}/dashboard.json"
SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}
"""What Prometheus stores of a metric, by its type."""
OF_TARGETS = frozenset({"pod", "namespace", "job", "instance", "container"})
"""Labels that a series has from where it was scraped."""


def exported() -> dict[str, frozenset[str]]:
    """The series of all services with their labels, as the chassis and the orchestrator register them."""
    telemetry = Telemetry("orchestrator")
    RunMetrics(cast(Station, SimpleNamespace(telemetry=telemetry)))
    found: dict[str, frozenset[str]] = {}
    for metric in telemetry.registry.collect():
        labels = telemetry.registry._names_to_collectors[metric.name]._labelnames  # type: ignore[attr-defined]
        for suffix in SUFFIXES[metric.type]:
            found[metric.name + suffix] = frozenset(labels) | ({"le"} if suffix == "_bucket" else set())
    return found


def alert_findings(overlays: Sequence[Overlay]) -> Iterator[Finding]:
    """Rules that speak of nothing, and pods that nobody scrapes."""
    known = exported()
    for overlay in overlays:
        for document in overlay.of("PrometheusRule"):
            rules = [rule for group in document["spec"]["groups"] for rule in group["rules"]]
            for rule in rules:
                yield from expression_findings(f"{overlay.place(document)}: {rule['alert']}", rule["expr"], known)
        for monitor in overlay.of("PodMonitor"):
            around = [each for each in overlays if each.environment == overlay.environment]
            for workload in (document for each in around for document in each.of("StatefulSet")):
                if not _scrapes(monitor, workload):
                    name = workload["metadata"]["name"]
                    yield Finding(overlay.place(monitor), f"it does not find {name}'s pods, or not their port")


def dashboard_findings(repository: Path) -> Iterator[Finding]:
    """Panels that would stay empty."""
    known = exported()
    for panel in json.loads((repository / DASHBOARD).read_text())["panels"]:
        for target in panel["targets"]:
            yield from expression_findings(f"{DASHBOARD}: {panel['title']}", target["expr"], known)


def unexplained(rules: Document, repository: Path) -> Iterator[Finding]:
    """Alerts that wake somebody up without telling what to do."""
    readme = (repository / FOLDER / "README.md").read_text()
    for name in (rule["alert"] for group in rules["spec"]["groups"] for rule in group["rules"]):
        if f"`{name}`" not in readme:
            yield Finding(f"{FOLDER}/README.md", f"it does not say what to do about the alert {name}")


def expression_findings(place: str, text: str, known: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    """What is wrong with one expression."""
    try:
        selectors = _selectors(promql_parser.parse(re.sub(r"\$__\w+", "5m", text)))
    except ValueError as error:
        yield Finding(place, f"{text}: {error}")
        return
    for selector in selectors:
        name = selector.name or ""
        if name not in known:
            yield Finding(place, f"{name} is exported by no service")
            continue
        for matcher in selector.matchers.matchers:
            if matcher.name not in known[name] | OF_TARGETS:
                yield Finding(place, f"{name} has no label {matcher.name}, only {', '.join(sorted(known[name]))}")


def _selectors(expression: Expr) -> list[VectorSelector]:
    found: list[VectorSelector] = []

    def visit(each: Expr) -> None:
        if isinstance(each, VectorSelector):
            found.append(each)

    promql_parser.walk(expression, visit)
    return found


def _scrapes(monitor: Document, workload: Document) -> bool:
    wanted = monitor["spec"]["selector"]["matchLabels"].items()
    ports = {port["name"] for container in containers(workload) for port in container.get("ports", ())}
    asked = {endpoint["port"] for endpoint in monitor["spec"]["podMetricsEndpoints"]}
    return bool(wanted <= workload["spec"]["template"]["metadata"]["labels"].items() and asked <= ports)
