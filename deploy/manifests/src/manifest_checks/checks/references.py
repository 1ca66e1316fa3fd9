"""What an overlay refers to by name exists: in it, in its platform, or among the secrets that are made by hand."""

from collections.abc import Iterator, Sequence

from contracts.topics import SERVICES
from manifest_checks.documents import Document, Finding, Overlay, containers, pod_template

SECRETS_BY_HAND = frozenset(
    {"object-store", *(f"{name}-database{suffix}" for name in SERVICES for suffix in ("", "-owner"))}
)
"""What the README tells to create before the first rollout."""


def reference_findings(overlays: Sequence[Overlay]) -> Iterator[Finding]:
    """References to secrets, accounts, Services and clusters that nobody makes; namespaces that differ."""
    for overlay in overlays:
        platform = [each for each in overlays if each.name == f"{overlay.environment}/platform"]
        around = [*overlay.documents, *(document for each in platform for document in each.documents)]
        secrets = SECRETS_BY_HAND | {name for each in around for name in _secrets_made_by(each)}
        for document in overlay.documents:
            for name in sorted(set(_secrets_used(document)) - secrets):
                yield Finding(overlay.place(document), f"the secret {name} is made by nobody; see kubernetes/README.md")
            yield from _others(overlay, document, around)
        yield from _namespace(overlay)


def _secrets_made_by(document: Document) -> Iterator[str]:
    """The operators' own names: a user's password, the certificates of a broker and of a database."""
    name = document["metadata"]["name"]
    match document["kind"]:
        case "KafkaUser":
            yield name
        case "Kafka":
            yield f"{name}-cluster-ca-cert"
        case "Cluster":
            yield f"{name}-ca"


def _secrets_used(document: Document) -> Iterator[str]:
    for container in containers(document):
        yield from (each["secretRef"]["name"] for each in container.get("envFrom", ()) if "secretRef" in each)
        sources = (each.get("valueFrom", {}).get("secretKeyRef") for each in container.get("env", ()))
        yield from (each["name"] for each in sources if each)
    for volume in (pod_template(document) or {}).get("volumes", ()):
        if "secret" in volume:
            yield volume["secret"]["secretName"]
    if document["kind"] == "TriggerAuthentication":
        yield from (each["name"] for each in document["spec"]["secretTargetRef"])


def _others(overlay: Overlay, document: Document, around: Sequence[Document]) -> Iterator[Finding]:
    there = {(each["kind"], each["metadata"]["name"]) for each in around}
    for kind, name in _names_used(document):
        if (kind, name) not in there:
            yield Finding(overlay.place(document), f"it refers to {kind}/{name}, which isn't there")


def _names_used(document: Document) -> Iterator[tuple[str, str]]:
    spec = document.get("spec", {})
    match document["kind"]:
        case "StatefulSet":
            yield "ServiceAccount", spec["template"]["spec"]["serviceAccountName"]
            yield "Service", spec["serviceName"]
        case "ScaledObject":
            yield from (("TriggerAuthentication", each["authenticationRef"]["name"]) for each in spec["triggers"])
        case "KafkaUser" | "KafkaTopic" | "KafkaNodePool":
            yield "Kafka", document["metadata"]["labels"]["strimzi.io/cluster"]
        case "Database":
            yield "Cluster", spec["cluster"]["name"]


def _namespace(overlay: Overlay) -> Iterator[Finding]:
    found = {each["metadata"].get("namespace") for each in overlay.documents if each["kind"] != "Namespace"}
    if len(found) != 1 or None in found:
        yield Finding(overlay.name, f"its resources lie in the namespaces {sorted(map(str, found))}, not in one")
