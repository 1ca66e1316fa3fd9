"""The compose file, against the official schema and against the code."""

import json
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from contracts.topics import SERVICES
from manifest_checks.checks.images import MIGRATION
from manifest_checks.checks.rollout import longest_stop
from manifest_checks.checks.variables import name_findings
from manifest_checks.documents import Document, Finding
from manifest_checks.service_environment import accepted_settings

PLACE = "compose.yaml"
PORT = 8080


def read_compose(path: Path) -> Document:
    """The compose file with its anchors resolved."""
    found: Document = yaml.safe_load(path.read_text())
    return found


def compose_findings(compose: Document) -> Iterator[Finding]:
    """What breaks the compose specification, and what disagrees with the code."""
    schema = json.loads(resources.files("manifest_checks").joinpath("schemas/compose/compose-spec.json").read_text())
    problems = list(jsonschema.Draft7Validator(schema).iter_errors(compose))
    for error in problems:
        yield Finding(PLACE, f"{'.'.join(map(str, error.absolute_path))}: {error.message[:300]}")
    if not problems:
        yield from _structure(compose["services"])
        for service in SERVICES:
            yield from _service(service, compose["services"])
            yield from _migration(service, compose["services"])


def _structure(services: Mapping[str, Document]) -> Iterator[Finding]:
    for service in SERVICES:
        if missing := {service, f"{service}-migration"} - set(services):
            yield Finding(PLACE, f"{', '.join(sorted(missing))} must be among the services")
    for name, definition in services.items():
        image, depends = str(definition.get("image", "")), definition.get("depends_on", {})
        if not re.fullmatch(r"[a-z/]+:(\$\{AICMO_TAG:-)?[0-9][\w.-]*\}?", image):
            yield Finding(f"{PLACE}: {name}", f"the image {image} must have a tag that stays what it is")
        for other in sorted(set(depends) - set(services)):
            yield Finding(f"{PLACE}: {name}", f"it depends on {other}, which isn't there")
        yield from _plain_secrets(name, definition)


def _plain_secrets(name: str, definition: Document) -> Iterator[Finding]:
    for variable, value in definition.get("environment", {}).items():
        if variable.endswith("_PASSWORD") and not str(value).startswith("${"):
            yield Finding(f"{PLACE}: {name}", f"{variable} stands in the file; take it from the environment")
        if re.search(r"://[^:/]+:(?!\$\{)[^@]+@", str(value)):
            yield Finding(f"{PLACE}: {name}", f"a password stands in {variable}; take it from the environment")


def _service(service: str, services: Mapping[str, Document]) -> Iterator[Finding]:
    definition = services.get(service)
    if definition is None:
        return
    place, values = f"{PLACE}: {service}", _filled(definition["environment"])
    # Its replicas have no names that would last, so they are no static members.
    yield from name_findings(place, service, set(values) | {"AICMO_INSTANCE"} | _defaults(service))
    settings = accepted_settings(service, values)
    if isinstance(settings, str):
        yield Finding(place, f"the service refuses this environment: {settings}")
    else:
        if settings.listen_address != ("0.0.0.0", PORT):
            yield Finding(place, f"it listens on {settings.listen_address}, the file expects 0.0.0.0:{PORT}")
        needed, given = longest_stop(settings, definition), str(definition.get("stop_grace_period", "10s"))
        if float(given.removesuffix("s")) <= needed:
            yield Finding(place, f"stop_grace_period is {given}, but stopping may take {needed:.0f} s")
    yield from _confined(place, definition)
    conditions = {name: each["condition"] for name, each in definition.get("depends_on", {}).items()}
    for other in ("topics", f"{service}-migration"):
        if conditions.get(other) != "service_completed_successfully":
            yield Finding(place, f"it must wait until {other} has completed successfully")


def _defaults(service: str) -> set[str]:
    return {"ORCHESTRATOR_HTTP_URL"} if service == "orchestrator" else set()


def _confined(place: str, definition: Document) -> Iterator[Finding]:
    if not definition.get("read_only") or definition.get("cap_drop") != ["ALL"]:
        yield Finding(place, "it must have a read-only root file system and drop ALL capabilities")
    if f":{PORT}/ready" not in str(definition.get("healthcheck", {}).get("test")):
        yield Finding(place, f"its healthcheck must ask port {PORT} for /ready")
    published = [str(port) for port in definition.get("ports", ())]
    if any(not each.startswith("127.0.0.1:") or not each.endswith(f":{PORT}") for each in published):
        yield Finding(place, f"its ports {published} must lead from the loopback address to {PORT}")


def _migration(service: str, services: Mapping[str, Document]) -> Iterator[Finding]:
    definition, owner = services.get(f"{service}-migration", {}), f"{service.upper()}_MIGRATION_DATABASE_URL"
    url = str(definition.get("environment", {}).get(owner, ""))
    if not url.startswith(f"postgresql://{service}_owner:"):
        yield Finding(f"{PLACE}: {service}-migration", f"{owner} must be the URL of {service}_owner")
    if definition.get("command") != [*MIGRATION]:
        yield Finding(f"{PLACE}: {service}-migration", f"its command must be {' '.join(MIGRATION)}")
    if definition.get("build", {}).get("args", {}).get("SERVICE") != service:
        yield Finding(f"{PLACE}: {service}-migration", f"it must build the image with SERVICE={service}")


def _filled(environment: Mapping[str, Any]) -> dict[str, str]:
    """The values as compose fills them in: the default where there is one, any text where there is none."""
    return {name: re.sub(r"\$\{\w+(?::-([^}]*)|[^}]*)?\}", _default, str(value)) for name, value in environment.items()}


def _default(variable: "re.Match[str]") -> str:
    return "secret" if variable.group(1) is None else variable.group(1)
