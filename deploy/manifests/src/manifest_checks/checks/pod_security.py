"""A namespace that enforces the restricted Pod Security Standard admits the pods that operators make in it, too.

What CloudNativePG makes is restricted by itself; what Strimzi makes is only where the Kafka resource says so.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from manifest_checks.documents import Document, Finding, Overlay

ENFORCED = "pod-security.kubernetes.io/enforce"
STRIMZIS_CONTAINERS = (
    ("kafka", "kafkaContainer"),
    ("entityOperator", "topicOperatorContainer"),
    ("entityOperator", "userOperatorContainer"),
)
RESTRICTED: Mapping[str, Any] = {
    "allowPrivilegeEscalation": False,
    "runAsNonRoot": True,
    "seccompProfile": {"type": "RuntimeDefault"},
    "capabilities": {"drop": ["ALL"]},
}
"""What the standard asks of a container whose pod says nothing."""


def pod_security_findings(overlay: Overlay) -> Iterator[Finding]:
    """Containers that the API server would refuse."""
    levels = {each["metadata"].get("labels", {}).get(ENFORCED) for each in overlay.of("Namespace")}
    if "restricted" not in levels:
        return
    for kafka in overlay.of("Kafka"):
        for component, container in STRIMZIS_CONTAINERS:
            given = _security(kafka, component, container)
            lacking = [name for name, value in RESTRICTED.items() if given.get(name) != value]
            if lacking:
                yield Finding(
                    overlay.place(kafka),
                    f"spec.{component}.template.{container}.securityContext lacks {', '.join(lacking)}: the namespace "
                    "enforces restricted, so its pods would not be admitted",
                )


def _security(kafka: Document, component: str, container: str) -> Document:
    template = kafka["spec"].get(component, {}).get("template", {})
    found: Document = template.get(container, {}).get("securityContext", {})
    return found
