"""Each check finds nothing in the repository's own manifests, and finds the mistake that is planted for it."""

from collections.abc import Callable

import pytest
from planted_mistakes import Check, Mistake, Planted, change, in_container, more, variable, without
from planted_platform import PLATFORM

from manifest_checks.__main__ import overlay_findings
from manifest_checks.checks.access import access_findings
from manifest_checks.checks.images import image_findings
from manifest_checks.checks.ports import port_findings
from manifest_checks.checks.references import reference_findings
from manifest_checks.checks.rollout import rollout_findings
from manifest_checks.checks.scaling import scaling_findings
from manifest_checks.checks.variables import variable_findings
from manifest_checks.documents import Overlay

PLANTED: list[Planted] = [
    *PLATFORM,
    (
        access_findings,
        "prod/qc",
        "KafkaUser",
        change("spec.authorization.acls.0", None),
        "lacks Read on topic production.events",
    ),
    (
        access_findings,
        "prod/qc",
        "KafkaUser",
        change("spec.authorization.acls.0.resource.name", "brief"),
        "has Read on topic",
    ),
    (
        access_findings,
        "prod/qc",
        "KafkaUser",
        change("spec.authorization.acls.2.operations", ["All"]),
        "has All on topic",
    ),
    (
        access_findings,
        "prod/qc",
        "KafkaUser",
        change("spec.authorization.acls.4.resource.patternType", "prefix"),
        "group qc*",
    ),
    (access_findings, "prod/qc", "KafkaUser", change("metadata.name", "review"), "knows no such party"),
    (variable_findings, "prod/qc", "StatefulSet", without("QC_DATABASE_URL"), "QC_DATABASE_URL is not set"),
    (
        variable_findings,
        "prod/delivery",
        "StatefulSet",
        without("AICMO_OBJECT_STORE_URL"),
        "AICMO_OBJECT_STORE_URL is not set",
    ),
    (variable_findings, "prod/qc", "StatefulSet", more("AICMO_QC_PASSMARK"), "AICMO_QC_PASSMARK is set"),
    (variable_findings, "prod/qc", "StatefulSet", more("AICMO_QC_PASS_MARK", "7"), "refuses this environment"),
    (variable_findings, "prod/qc", "StatefulSet", more("AICMO_FAULTS", "qc=0.1"), "AICMO_ENVIRONMENT is production"),
    (variable_findings, "prod/qc", "StatefulSet", without("KAFKA_SASL_PASSWORD"), "KAFKA_SASL_PASSWORD are needed"),
    (
        variable_findings,
        "prod/qc",
        "StatefulSet",
        lambda document: variable(document, "AICMO_ENVIRONMENT").update(value="development"),
        "is development in the overlay prod",
    ),
    (variable_findings, "prod/qc", "StatefulSet", more("KAFKA_SASL_PASSWORD", "secret"), "must come from a secret"),
    (
        variable_findings,
        "prod/qc/migration",
        "Job",
        in_container("env.0.valueFrom.secretKeyRef.name", "qc-database"),
        "the owner's role",
    ),
    (
        port_findings,
        "prod/qc",
        "StatefulSet",
        in_container("ports.0.containerPort", 8081),
        "the container declares [8081]",
    ),
    (
        port_findings,
        "prod/qc",
        "StatefulSet",
        lambda document: variable(document, "QC_HTTP_URL").update(value="http://127.0.0.1:8080"),
        "no other pod reaches it",
    ),
    (
        port_findings,
        "prod/qc",
        "StatefulSet",
        in_container("livenessProbe.httpGet.path", "/ready"),
        "livenessProbe asks for",
    ),
    (port_findings, "prod/qc", "StatefulSet", in_container("readinessProbe.httpGet.port", "web"), "does not declare"),
    (port_findings, "prod/qc", "Service", change("spec.ports.0.port", 80), "it should offer port 8080"),
    (port_findings, "prod/qc", "Service", change("spec.selector", {"app": "qc"}), "matches none"),
    (port_findings, "prod/qc", "NetworkPolicy", change("spec.ingress.0.ports.0.port", 80), "it admits to [80]"),
    (
        rollout_findings,
        "prod/qc",
        "StatefulSet",
        change("spec.template.spec.terminationGracePeriodSeconds", 30),
        "stopping may take 48 s",
    ),
    (rollout_findings, "prod/qc", "StatefulSet", more("AICMO_DRAIN_SECONDS", "120"), "stopping may take 148 s"),
    (rollout_findings, "prod/qc", "StatefulSet", without("AICMO_INSTANCE"), "must be the pod's name"),
    (rollout_findings, "prod/qc", "StatefulSet", change("spec.replicas", 2), "spec.replicas"),
    (rollout_findings, "prod/qc", "StatefulSet", change("kind", "Deployment"), "use a StatefulSet"),
    (
        rollout_findings,
        "prod/qc",
        "PodDisruptionBudget",
        change("spec.selector.matchLabels.app", "x"),
        "0 disruption budgets",
    ),
    (
        rollout_findings,
        "prod/qc",
        "StatefulSet",
        in_container("securityContext.readOnlyRootFilesystem", False),
        "must be read-only",
    ),
    (rollout_findings, "prod/qc/migration", "Job", change("spec.template.spec.securityContext", None), "runAsNonRoot"),
    (rollout_findings, "prod/qc", "StatefulSet", in_container("securityContext.capabilities", None), "drop ALL"),
    (
        rollout_findings,
        "prod/qc",
        "StatefulSet",
        in_container("volumeMounts.0.mountPath", "/app"),
        "write to /tmp alone",
    ),
    (rollout_findings, "prod/qc", "StatefulSet", in_container("resources.limits", None), "resources need"),
    (rollout_findings, "prod/qc", "StatefulSet", in_container("resources.limits.memory", "2Gi"), "half of its limit"),
    (scaling_findings, "prod/qc", "ScaledObject", change("spec.maxReplicaCount", 7), "7 replicas for 6 partitions"),
    (scaling_findings, "prod/qc", "ScaledObject", change("spec.minReplicaCount", 0), "at least one must run"),
    (
        scaling_findings,
        "prod/qc",
        "ScaledObject",
        change("spec.triggers.1", None),
        "no trigger looks at the lag of group qc",
    ),
    (
        scaling_findings,
        "prod/qc",
        "ScaledObject",
        change("spec.triggers.0.metadata.consumerGroup", "brief"),
        "does not read",
    ),
    (scaling_findings, "prod/qc", "ScaledObject", change("spec.scaleTargetRef.name", "service"), "which isn't there"),
    (scaling_findings, "prod/qc", "ScaledObject", change("metadata.name", "strategy"), "nothing decides"),
    (
        scaling_findings,
        "prod/qc",
        "ScaledObject",
        change("spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds", 30),
        "must wait for 300 s",
    ),
    (
        scaling_findings,
        "prod/qc",
        "ScaledObject",
        change("spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies.0.value", 3),
        "one pod at a time",
    ),
]


def test_the_repositorys_own_manifests_agree_with_the_code(overlays: tuple[Overlay, ...]) -> None:
    assert [str(finding) for finding in overlay_findings(overlays)] == []


@pytest.mark.parametrize(
    ("check", "overlay", "kind", "mistake", "message"),
    PLANTED,
    ids=[f"{each[0].__name__}: {each[4]}" for each in PLANTED],
)
def test_a_planted_mistake_is_found_and_explained(
    plant: Callable[..., Overlay], check: Check, overlay: str, kind: str, mistake: Mistake, message: str
) -> None:
    assert [found for found in map(str, check(plant(overlay, kind, mistake))) if message in found]


@pytest.mark.parametrize(
    ("kind", "mistake", "message"),
    [
        ("StatefulSet", in_container("image", "aicmo/qc:latest"), "a tag that stays what"),
        ("StatefulSet", in_container("image", "aicmo/strategy:0.1.0"), "it should run aicmo/qc"),
        ("StatefulSet", in_container("image", "aicmo/qc:0.2.0"), "elsewhere in prod"),
        ("StatefulSet", in_container("command.2", "strategy"), "its command is"),
        ("Job", in_container("command.2", "qc"), "its command is"),
    ],
)
def test_a_wrong_image_is_found(
    overlays: tuple[Overlay, ...], plant: Callable[..., Overlay], kind: str, mistake: Mistake, message: str
) -> None:
    name = "prod/qc/migration" if kind == "Job" else "prod/qc"
    changed = [plant(name, kind, mistake) if each.name == name else each for each in overlays]
    assert [found for found in map(str, image_findings(changed)) if message in found]


@pytest.mark.parametrize(
    ("kind", "mistake", "message"),
    [
        (
            "StatefulSet",
            change("spec.template.spec.volumes.1.secret.secretName", "ca"),
            "the secret ca is made by nobody",
        ),
        ("StatefulSet", change("spec.template.spec.serviceAccountName", "service"), "ServiceAccount/service"),
        ("ScaledObject", change("spec.triggers.0.authenticationRef.name", "lag"), "TriggerAuthentication/lag"),
        ("KafkaUser", lambda user: user["metadata"]["labels"].update({"strimzi.io/cluster": "other"}), "Kafka/other"),
        ("Service", change("metadata.namespace", "default"), "not in one"),
    ],
)
def test_a_name_that_nobody_bears_is_found(
    overlays: tuple[Overlay, ...], plant: Callable[..., Overlay], kind: str, mistake: Mistake, message: str
) -> None:
    changed = [plant("prod/qc", kind, mistake) if each.name == "prod/qc" else each for each in overlays]
    assert [found for found in map(str, reference_findings(changed)) if message in found]


def test_an_image_named_by_its_digest_is_the_services_own(
    overlays: tuple[Overlay, ...], plant: Callable[..., Overlay]
) -> None:
    pinned = in_container("image", f"registry.example:5000/aicmo/qc@sha256:{'0' * 64}")
    assert list(image_findings([plant("prod/qc", "StatefulSet", pinned)])) == []
