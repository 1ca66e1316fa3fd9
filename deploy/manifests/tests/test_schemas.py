"""A misspelt, misplaced or removed field is found by the schema of its kind, an operator's kind as well."""

from collections.abc import Callable
from typing import Any

import pytest

from manifest_checks.documents import Document, Overlay
from manifest_checks.schemas import schema_findings


def acl(document: Document) -> Document:
    rule: Document = document["spec"]["authorization"]["acls"][0]
    return rule


@pytest.mark.parametrize(
    ("overlay", "kind", "mistake", "message"),
    [
        ("prod/qc", "StatefulSet", lambda each: each["spec"].update(minReadySecond=1), "minReadySecond"),
        ("prod/qc", "Service", lambda each: each.update(apiVersion="v2"), "has no"),
        ("prod/qc/migration", "Job", lambda each: each["spec"].update(backoffLimit="3"), "'3' is not of type"),
        ("prod/qc", "KafkaUser", lambda each: acl(each).update(operation="Read"), "operation"),
        ("prod/qc", "KafkaUser", lambda each: each.update(apiVersion="kafka.strimzi.io/v1beta2"), "there is no schema"),
        ("prod/qc", "KafkaUser", lambda each: each["metadata"].update(labels={}), "strimzi.io/cluster"),
        ("prod/qc", "ScaledObject", lambda each: each["spec"].update(maxReplicas=6), "maxReplicas"),
        ("prod/platform", "Kafka", lambda each: each["spec"].update(zookeeper={}), "zookeeper"),
        ("prod/platform", "KafkaNodePool", lambda each: each["spec"].update(roles=["zookeeper"]), "zookeeper"),
        ("prod/platform", "KafkaTopic", lambda each: each["spec"].pop("partitions"), "partitions"),
        ("prod/platform", "Database", lambda each: each["spec"].update(databaseReclaimPolicy="drop"), "drop"),
        (
            "prod/platform",
            "Cluster",
            lambda each: each["spec"]["postgresql"]["parameters"].update(max_connections=250),
            "250 is not of type",
        ),
    ],
)
def test_a_planted_mistake_is_found_and_explained(
    plant: Callable[..., Overlay], overlay: str, kind: str, mistake: Callable[[Document], Any], message: str
) -> None:
    assert [found for found in map(str, schema_findings(plant(overlay, kind, mistake))) if message in found]
