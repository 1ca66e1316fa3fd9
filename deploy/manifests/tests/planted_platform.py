"""Mistakes planted in Kafka's topics and brokers, and in PostgreSQL's databases and roles."""

from planted_mistakes import Planted, change

from manifest_checks.checks.databases import database_findings
from manifest_checks.checks.topics import topic_findings

PLATFORM: list[Planted] = [
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
