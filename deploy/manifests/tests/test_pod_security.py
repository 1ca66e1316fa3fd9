"""What an operator makes in a namespace that enforces the restricted standard is admitted there."""

from collections.abc import Callable

import pytest

from manifest_checks.checks.pod_security import pod_security_findings
from manifest_checks.documents import Document, Overlay


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_kafka_and_its_operators_are_admitted(overlays: tuple[Overlay, ...], environment: str) -> None:
    platform = next(each for each in overlays if each.name == f"{environment}/platform")
    assert list(pod_security_findings(platform)) == []


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        (lambda kafka: kafka["spec"]["kafka"].pop("template"), "spec.kafka.template.kafkaContainer"),
        (lambda kafka: kafka["spec"]["entityOperator"]["template"].pop("userOperatorContainer"), "userOperator"),
        (lambda kafka: kafka["spec"]["kafka"]["template"]["kafkaContainer"]["securityContext"].pop("runAsNonRoot"), ""),
    ],
)
def test_a_container_that_would_not_be_admitted_is_found(
    plant: Callable[..., Overlay], mistake: Callable[[Document], object], message: str
) -> None:
    found = list(map(str, pod_security_findings(plant("prod/platform", "Kafka", mistake))))
    assert [message in each for each in found] == [True]
