"""The port that a service listens on is the one that its pod, its probes, its Service and its policy name."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from manifest_checks.checks.variables import values_of
from manifest_checks.documents import Document, Finding, Overlay, environment_of, only_container

PROBES = {"startupProbe": "/live", "livenessProbe": "/live", "readinessProbe": "/ready"}
ANY_ADDRESS = "0.0.0.0"


def port_findings(overlay: Overlay) -> Iterator[Finding]:
    """Ports and paths that lead nowhere."""
    for document in overlay.of("StatefulSet"):
        service, container = document["metadata"]["name"], only_container(document)
        values = values_of(service, environment_of(container))
        address = urlsplit(values.get(f"{service.upper()}_HTTP_URL", ""))
        named = {each["name"]: each["containerPort"] for each in container.get("ports", ())}
        yield from _listening(overlay.place(document), address.hostname, address.port, named)
        yield from _probes(overlay.place(document), container, named)
        yield from _reached(overlay, document, address.port)


def _listening(place: str, host: str | None, port: int | None, named: dict[str, int]) -> Iterator[Finding]:
    if host != ANY_ADDRESS:
        yield Finding(place, f"it listens on {host}, where no other pod reaches it; use {ANY_ADDRESS}")
    if port not in named.values():
        yield Finding(place, f"it listens on port {port}, the container declares {sorted(named.values())}")


def _probes(place: str, container: Document, named: dict[str, int]) -> Iterator[Finding]:
    for name, path in PROBES.items():
        probe = container.get(name, {}).get("httpGet", {})
        if probe.get("path") != path:
            yield Finding(place, f"{name} asks for {probe.get('path')}, it should ask for {path}")
        if probe.get("port") not in {*named, *named.values()}:
            yield Finding(place, f"{name} asks port {probe.get('port')}, which the container does not declare")


def _reached(overlay: Overlay, document: Document, port: int | None) -> Iterator[Finding]:
    name = document["metadata"]["name"]
    labels = document["spec"]["template"]["metadata"]["labels"]
    for service in (each for each in overlay.of("Service") if each["metadata"]["name"] == name):
        if not service["spec"]["selector"].items() <= labels.items():
            yield Finding(overlay.place(service), "its selector matches none of the service's pods")
        if [each["port"] for each in service["spec"]["ports"]] != [port]:
            yield Finding(overlay.place(service), f"it should offer port {port}, the one that others are told")
    for policy in (each for each in overlay.of("NetworkPolicy") if each["metadata"]["name"] == name):
        admitted = {entry["port"] for rule in policy["spec"]["ingress"] for entry in rule["ports"]}
        if admitted != {port}:
            yield Finding(overlay.place(policy), f"it admits to {sorted(admitted)}, the service listens on {port}")
