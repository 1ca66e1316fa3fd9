"""Each service is given the variables that it reads, no others, and accepts their values."""

from collections.abc import Iterator, Mapping

from manifest_checks.documents import Document, Finding, Overlay, environment_of, only_container
from manifest_checks.service_environment import accepted_settings, read_variables, required_variables

_ENVIRONMENTS = {"dev": "development", "prod": "production"}


def variable_findings(overlay: Overlay) -> Iterator[Finding]:
    """Variables that are missing, unknown or refused, and secrets that stand in the manifest itself."""
    for document in overlay.of("StatefulSet"):
        service, place = document["metadata"]["name"], overlay.place(document)
        variables = environment_of(only_container(document))
        yield from name_findings(place, service, set(variables))
        yield from _plain_secrets(place, variables)
        settings = accepted_settings(service, values_of(service, variables))
        if isinstance(settings, str):
            yield Finding(place, f"the service refuses this environment: {settings}")
        elif settings.environment != _ENVIRONMENTS[overlay.environment]:
            yield Finding(place, f"AICMO_ENVIRONMENT is {settings.environment} in the overlay {overlay.environment}")
    for document in overlay.of("Job"):
        yield from _migration(overlay, document)


def name_findings(place: str, service: str, names: set[str]) -> Iterator[Finding]:
    """Variables that the service needs and is not given, and those that it would never read."""
    for name in sorted(required_variables(service) - names):
        yield Finding(place, f"{name} is not set, which {service} needs")
    for name in sorted(names - read_variables(service)):
        yield Finding(place, f"{name} is set, which {service} does not read; misspelt?")


def values_of(service: str, variables: Mapping[str, Document]) -> dict[str, str]:
    """The variables' values, with likely ones where a secret or the pod will give them."""
    return {name: each["value"] if "value" in each else _likely(service, name) for name, each in variables.items()}


def _likely(service: str, name: str) -> str:
    return f"postgresql://{service}_app:secret@database:5432/{service}" if name.endswith("_DATABASE_URL") else "qc-0"


def _plain_secrets(place: str, variables: Mapping[str, Document]) -> Iterator[Finding]:
    for name, each in variables.items():
        if name.endswith(("_PASSWORD", "_DATABASE_URL")) and "secretKeyRef" not in each.get("valueFrom", {}):
            yield Finding(place, f"{name} must come from a secret, by secretKeyRef")


def _migration(overlay: Overlay, document: Document) -> Iterator[Finding]:
    service = document["metadata"]["name"].removesuffix("-migration")
    variables = environment_of(only_container(document))
    place, owner = overlay.place(document), f"{service.upper()}_MIGRATION_DATABASE_URL"
    yield from _plain_secrets(place, variables)
    secret = variables.get(owner, {}).get("valueFrom", {}).get("secretKeyRef", {}).get("name")
    if secret != f"{service}-database-owner":
        yield Finding(place, f"{owner} must come from the secret {service}-database-owner, the owner's role")
    for name in sorted(set(variables) - {owner, "PGSSLMODE", "PGSSLROOTCERT"}):
        yield Finding(place, f"{name} is set, which a migration does not read")
