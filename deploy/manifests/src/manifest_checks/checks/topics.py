"""The topics that are deployed are those that the contracts declare, with their partitions and retention."""

from collections.abc import Iterator
from datetime import timedelta

from contracts.topics import TOPICS, Topic
from manifest_checks.documents import Document, Finding, Overlay


def topic_findings(overlay: Overlay) -> Iterator[Finding]:
    """Topics that are missing, unknown, or otherwise than declared; only the platform has any."""
    deployed = {each["metadata"]["name"]: each for each in overlay.of("KafkaTopic")}
    if not deployed:
        return
    declared = {topic.name: topic for topic in TOPICS}
    for name in sorted(declared.keys() - deployed.keys()):
        yield Finding(overlay.name, f"topic {name} is declared in contracts.topics and has no KafkaTopic")
    for name in sorted(deployed.keys() - declared.keys()):
        yield Finding(overlay.place(deployed[name]), "no such topic is declared in contracts.topics")
    for name in sorted(declared.keys() & deployed.keys()):
        yield from _differences(overlay, deployed[name], declared[name])
    yield from _replication(overlay)
    yield from _apart(overlay)


def _differences(overlay: Overlay, document: Document, topic: Topic) -> Iterator[Finding]:
    place, spec = overlay.place(document), document["spec"]
    if spec["partitions"] != topic.partitions:
        yield Finding(place, f"{spec['partitions']} partitions, but contracts.topics declares {topic.partitions}")
    kept = timedelta(milliseconds=int(spec["config"]["retention.ms"]))
    if kept != topic.retention:
        yield Finding(place, f"records are kept for {kept}, but contracts.topics declares {topic.retention}")


def _replication(overlay: Overlay) -> Iterator[Finding]:
    brokers = sum(pool["spec"]["replicas"] for pool in overlay.of("KafkaNodePool") if "broker" in pool["spec"]["roles"])
    for document in overlay.of("KafkaTopic"):
        replicas = document["spec"]["replicas"]
        least = int(document["spec"]["config"]["min.insync.replicas"])
        if replicas > brokers:
            yield Finding(overlay.place(document), f"{replicas} replicas on {brokers} brokers can't be placed")
        if least >= replicas > 1:
            yield Finding(
                overlay.place(document), f"min.insync.replicas {least} of {replicas}: one broker less stops it"
            )


def _apart(overlay: Overlay) -> Iterator[Finding]:
    """Replicas help against a lost node only where their brokers stand on different ones."""
    for kafka in overlay.of("Kafka"):
        name, pod = kafka["metadata"]["name"], kafka["spec"]["kafka"].get("template", {}).get("pod", {})
        brokers = {"strimzi.io/cluster": name, "strimzi.io/name": f"{name}-kafka"}
        constraints = [each for each in pod.get("topologySpreadConstraints", ()) if _keeps_apart(each, brokers)]
        if not constraints:
            yield Finding(
                overlay.place(kafka), f"nothing keeps {name}-kafka's pods on nodes of their own (DoNotSchedule)"
            )


def _keeps_apart(constraint: Document, pods: dict[str, str]) -> bool:
    wanted = ("kubernetes.io/hostname", "DoNotSchedule", 1, pods)
    selected = constraint["labelSelector"]["matchLabels"]
    return wanted == (constraint["topologyKey"], constraint["whenUnsatisfiable"], constraint["maxSkew"], selected)
