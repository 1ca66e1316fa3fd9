"""How a service is rolled out: who it is in its group, how long it may take to stop, what it may write to."""

import inspect
from collections.abc import Iterator

from chassis.kafka_source import SILENT_SECONDS
from chassis.relay import Relay
from chassis.settings import ServiceSettings
from chassis.tracing import EXPORT_SECONDS
from manifest_checks.checks.variables import values_of
from manifest_checks.documents import Document, Finding, Overlay, environment_of, only_container, pod_template
from manifest_checks.service_environment import accepted_settings

HTTP_SECONDS = 5
"""How long uvicorn waits for requests that are under way (`chassis.service`)."""
RELAY_SECONDS: float = inspect.signature(Relay.stop).parameters["patience"].default


def rollout_findings(overlay: Overlay) -> Iterator[Finding]:
    """What would lose time, partitions or safety at each rollout."""
    for document in overlay.of("StatefulSet"):
        place = overlay.place(document)
        yield from _identity(place, document)
        yield from _grace(place, document)
        yield from _budget(overlay, document)
    for document in overlay.of("Deployment"):
        yield Finding(
            overlay.place(document),
            "a Deployment's pods have new names each time, so a static member of a group would leave its partitions "
            "unread until its session ends; use a StatefulSet",
        )
    for document in overlay.documents:
        if pod_template(document) is not None:
            yield from _confined(overlay.place(document), document)


def longest_stop(settings: ServiceSettings, container: Document) -> float:
    """Seconds from the decision to stop a pod to the end of its process, at worst."""
    waits = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
    closing = 2 * SILENT_SECONDS
    return float(waits) + settings.drain_seconds + RELAY_SECONDS + closing + HTTP_SECONDS + EXPORT_SECONDS


def _identity(place: str, document: Document) -> Iterator[Finding]:
    instance = environment_of(only_container(document)).get("AICMO_INSTANCE", {})
    if instance.get("valueFrom", {}).get("fieldRef", {}).get("fieldPath") != "metadata.name":
        yield Finding(place, "AICMO_INSTANCE must be the pod's name: two pods with one instance throw each other out")
    if "replicas" in document["spec"]:
        yield Finding(place, "spec.replicas would undo KEDA's decision at each apply; leave it out")


def _grace(place: str, document: Document) -> Iterator[Finding]:
    service, container = document["metadata"]["name"], only_container(document)
    settings = accepted_settings(service, values_of(service, environment_of(container)))
    if isinstance(settings, str):
        return
    given = document["spec"]["template"]["spec"].get("terminationGracePeriodSeconds", 30)
    needed = longest_stop(settings, container)
    if given <= needed:
        yield Finding(place, f"terminationGracePeriodSeconds is {given}, but stopping may take {needed:.0f} s")


def _budget(overlay: Overlay, document: Document) -> Iterator[Finding]:
    labels = document["spec"]["template"]["metadata"]["labels"]
    budgets = [each for each in overlay.of("PodDisruptionBudget") if _selects(each, labels)]
    if len(budgets) != 1:
        yield Finding(overlay.place(document), f"{len(budgets)} disruption budgets select its pods, not one")


def _selects(budget: Document, labels: dict[str, str]) -> bool:
    wanted: dict[str, str] = budget["spec"]["selector"]["matchLabels"]
    return wanted.items() <= labels.items()


def _confined(place: str, document: Document) -> Iterator[Finding]:
    pod, container = pod_template(document) or {}, only_container(document)
    security, writable = container.get("securityContext", {}), _written(pod, container)
    if not pod.get("securityContext", {}).get("runAsNonRoot"):
        yield Finding(place, "the pod's securityContext must say runAsNonRoot")
    if not security.get("readOnlyRootFilesystem"):
        yield Finding(place, "the container's root file system must be read-only")
    if security.get("allowPrivilegeEscalation") is not False or security.get("capabilities", {}).get("drop") != ["ALL"]:
        yield Finding(place, "the container must drop ALL capabilities and refuse to gain privileges")
    if writable != {"/tmp"}:
        yield Finding(place, f"it should be able to write to /tmp alone, not to {sorted(writable)}")
    yield from _memory(place, container.get("resources", {}))


def _memory(place: str, resources: Document) -> Iterator[Finding]:
    """The scheduler counts requests alone: far under the limit, a full node ends pods that are within theirs."""
    if not {"limits", "requests"} <= resources.keys():
        yield Finding(place, "resources need requests, and a limit of memory")
    elif 2 * _mebibytes(resources["requests"]["memory"]) < _mebibytes(resources["limits"]["memory"]):
        yield Finding(place, "its request of memory must be half of its limit at least: it is what a node keeps free")


def _mebibytes(quantity: str) -> float:
    return float(quantity[:-2]) * {"Mi": 1, "Gi": 1024}[quantity[-2:]]


def _written(pod: Document, container: Document) -> set[str]:
    scratch = {each["name"] for each in pod.get("volumes", ()) if "emptyDir" in each}
    return {each["mountPath"] for each in container.get("volumeMounts", ()) if each["name"] in scratch}
