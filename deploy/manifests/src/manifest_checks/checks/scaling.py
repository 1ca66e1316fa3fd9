"""Scaling follows the lag of what a service's own group reads, within what partitions and connections allow."""

from collections.abc import Iterator

from contracts.access import ACCESS
from contracts.topics import TOPICS
from manifest_checks.documents import Document, Finding, Overlay

SHRINKS_AFTER_SECONDS = 300
"""A group deals out all its partitions again whenever a replica leaves, so that must be rare."""


def scaling_findings(overlay: Overlay) -> Iterator[Finding]:
    """Scalers that look at the wrong thing, go too far or shrink too fast; services without one."""
    scaled = {each["metadata"]["name"]: each for each in overlay.of("ScaledObject")}
    for document in overlay.of("StatefulSet"):
        if document["metadata"]["name"] not in scaled:
            yield Finding(overlay.place(document), "nothing decides how many replicas it has: there is no ScaledObject")
    for service, document in scaled.items():
        yield from _target(overlay, document)
        yield from _bounds(overlay.place(document), service, document["spec"])
        yield from _triggers(overlay.place(document), service, document["spec"])


def _target(overlay: Overlay, document: Document) -> Iterator[Finding]:
    target = document["spec"]["scaleTargetRef"]
    if target["name"] not in {each["metadata"]["name"] for each in overlay.of(target["kind"])}:
        yield Finding(overlay.place(document), f"it scales {target['kind']}/{target['name']}, which isn't there")


def _bounds(place: str, service: str, spec: Document) -> Iterator[Finding]:
    partitions = min(topic.partitions for topic in TOPICS if topic.name in ACCESS[service].reads)
    least, most = spec["minReplicaCount"], spec["maxReplicaCount"]
    if most > partitions:
        yield Finding(
            place, f"up to {most} replicas for {partitions} partitions: the others would have nothing to read"
        )
    if not 1 <= least <= most:
        yield Finding(
            place, f"from {least} to {most} replicas: at least one must run, for deadlines and reconciliation"
        )
    shrinking = spec["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]["scaleDown"]
    if shrinking["stabilizationWindowSeconds"] < SHRINKS_AFTER_SECONDS:
        yield Finding(place, f"scaleDown must wait for {SHRINKS_AFTER_SECONDS} s or more: each step is a rebalance")
    if any(policy["type"] != "Pods" or policy["value"] != 1 for policy in shrinking["policies"]):
        yield Finding(place, "scaleDown must take one pod at a time")


def _triggers(place: str, service: str, spec: Document) -> Iterator[Finding]:
    wanted = {(ACCESS[service].group, topic) for topic in ACCESS[service].reads}
    found = {(each["metadata"]["consumerGroup"], each["metadata"]["topic"]) for each in spec["triggers"]}
    for group, topic in sorted(wanted - found):
        yield Finding(place, f"no trigger looks at the lag of group {group} on {topic}, which it reads")
    for group, topic in sorted(found - wanted):
        yield Finding(place, f"a trigger looks at the lag of group {group} on {topic}, which it does not read")
