"""Kafka's topics and brokers, PostgreSQL's databases and roles: a mistake planted in them is found and explained."""

from collections.abc import Callable, Iterator

import pytest
from planted_mistakes import Mistake, change

from manifest_checks.checks.databases import database_findings
from manifest_checks.checks.topics import topic_findings
from manifest_checks.documents import Finding, Overlay

Check = Callable[[Overlay], Iterator[Finding]]

PLANTED: list[tuple[Check, str, str, Mistake, str]] = [
    (topic_findings, "prod/platform", "KafkaTopic", change("spec.partitions", 3), "3 partitions"),
    (topic_findings, "prod/platform", "KafkaTopic", change("metadata.name", "intake.brief"), "no such topic"),
    (
        topic_findings,
        "prod/platform",
        "KafkaTopic",
        lambda topic: topic["spec"]["config"].update({"retention.ms": 1}),
        "kept for",
    ),
    (topic_findings, "dev/platform", "KafkaTopic", change("spec.replicas", 3), "3 replicas on 1 brokers"),
    (
        database_findings,
        "prod/platform",
        "Cluster",
        change("spec.postgresql.synchronous", None),
        "a failover would lose",
    ),
    (
        database_findings,
        "prod/platform",
        "Cluster",
        change("spec.postgresql.synchronous.dataDurability", "preferred"),
        "a failover would lose",
    ),
    (database_findings, "prod/platform", "Cluster", change("spec.instances", 1), "1 instances have fewer"),
    (topic_findings, "prod/platform", "Kafka", change("spec.kafka.template.pod", None), "on nodes of their own"),
    (
        topic_findings,
        "prod/platform",
        "Kafka",
        change("spec.kafka.template.pod.topologySpreadConstraints.0.whenUnsatisfiable", "ScheduleAnyway"),
        "on nodes of their own",
    ),
    (database_findings, "prod/platform", "Database", change("spec.owner", "postgres"), "belong to onboarding_owner"),
    (
        database_findings,
        "prod/platform",
        "Cluster",
        change("spec.managed.roles.1.passwordSecret.name", "x"),
        "onboarding-database",
    ),
    (
        database_findings,
        "prod/platform",
        "Cluster",
        change("spec.managed.roles.1.superuser", True),
        "no rights but its own",
    ),
    (database_findings, "prod/platform", "Cluster", change("spec.postgresql.pg_hba.6", None), "end with a reject"),
    (
        database_findings,
        "prod/platform",
        "Cluster",
        change("spec.postgresql.parameters.max_connections", "100"),
        "may open 200",
    ),
]


@pytest.mark.parametrize(
    ("check", "overlay", "kind", "mistake", "message"),
    PLANTED,
    ids=[f"{each[0].__name__}: {each[4]}" for each in PLANTED],
)
def test_a_planted_mistake_is_found_and_explained(
    plant: Callable[..., Overlay], check: Check, overlay: str, kind: str, mistake: Mistake, message: str
) -> None:
    assert [found for found in map(str, check(plant(overlay, kind, mistake))) if message in found]
