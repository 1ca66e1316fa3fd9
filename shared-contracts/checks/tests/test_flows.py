"""Every type is sent and handled, every command answered, every topic declared: and the code does what is stated."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from contract_statements import FOLDERS, without

from contract_checks.deployed_topics import check_broker, check_deployed, check_local, check_names, code_of
from contract_checks.flow_checks import Statement, check_flows, stated
from contract_checks.service_code import Behaviour, behaviours, check_services
from contracts import messages
from contracts.topics import INTAKE, TOPICS, Topic


def _text(findings: list[Any]) -> str:
    return "\n".join(str(finding) for finding in findings)


def test_what_is_stated_fits_together() -> None:
    assert _text(check_flows(stated())) == ""


def _without_topic() -> Statement:
    return replace(stated(), topics=[topic for topic in TOPICS if topic.name != "qc.events"])


def _without_right() -> Statement:
    access = stated().access
    narrowed = replace(access["delivery"], reads=("delivery.commands",))
    return replace(stated(), access={**access, "delivery": narrowed})


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        (lambda: without("qc", messages.QcPassed, "sent"), "delivery handles it, but no one sends it there"),
        (lambda: without("delivery", messages.QcPassed, "handled"), "delivery may read it and handles nothing of it"),
        (lambda: without("orchestrator", messages.StepParked, "handled"), "sends it, but no one who reads it there"),
        (lambda: without("qc", messages.StepCompensated, "sent"), "its answer reaches no one who sends the command"),
        (lambda: replace(stated(), handled={**stated().handled, "qc": (messages.DraftProduced,)}),
         "qc may read it and handles nothing of it"),
        (lambda: replace(stated(), still_read=(messages.QcPassed,)), "sent by qc, and stated to be sent no more"),
        (_without_topic, "qc.events: carries types and is not declared"),
        (_without_right, "delivery handles it, but no one sends it there"),
        (lambda: replace(stated(), topics=[*TOPICS, Topic("billing.events", ("qc",), ("upstream",))]),
         "billing.events: is declared and carries nothing"),
    ],
    ids=["sender", "handler", "unheard", "unanswered", "disobeyed", "still-sent", "topic", "right", "empty-topic"],
)  # fmt: skip
def test_a_planted_mistake_in_the_statement_is_found(mistake: Callable[[], Statement], told: str) -> None:
    assert told in _text(check_flows(mistake()))


def test_a_version_that_nobody_sends_any_more_may_be_read_as_long_as_that_is_stated() -> None:
    statement = without("qc", messages.QcPassed, "sent")
    statement = replace(
        statement, handled={**statement.handled, "delivery": (messages.QcPassed, messages.StepCompensate)}
    )
    assert "aicmo.qc.passed.v1: delivery handles it, but no one sends it there" in _text(check_flows(statement))
    assert "aicmo.qc.passed.v1" not in _text(check_flows(replace(statement, still_read=(messages.QcPassed,))))


def test_the_services_do_what_is_stated() -> None:
    assert _text(check_services(stated(), behaviours(FOLDERS.repository))) == ""


def _qc(**changes: Any) -> Behaviour:
    statement = stated()
    usual = Behaviour(
        frozenset(statement.access["qc"].reads), frozenset(statement.handled["qc"]), frozenset(statement.sent["qc"])
    )
    return replace(usual, **changes)


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (_qc(subscribed=frozenset({"qc.commands"})), "may read production.events and does not subscribe to it"),
        (_qc(subscribed=frozenset({"qc.commands", "production.events", INTAKE})), "subscribes to intake.briefs"),
        (_qc(handled=frozenset({messages.StepCompensate})), "is stated to handle aicmo.draft.produced.v1 and does not"),
        (_qc(made=_qc().made | {messages.PackageDelivered}), "makes aicmo.package.delivered.v1"),
        (_qc(made=_qc().made - {messages.QcFailed}), "is stated to send aicmo.qc.failed.v1 and never makes one"),
    ],
    ids=["deaf", "eavesdropping", "idle", "forging", "silent"],
)
def test_code_that_does_something_else_is_found(behaviour: Behaviour, told: str) -> None:
    assert told in _text(check_services(stated(), {"qc": behaviour}))


def test_the_local_deployment_has_the_declared_topics_and_the_code_names_no_other() -> None:
    assert _text(check_local(TOPICS)) == ""
    assert _text(check_names(code_of(FOLDERS.repository), TOPICS)) == ""


def test_a_topic_that_one_side_lacks_or_keeps_for_another_time_is_found() -> None:
    first, second, *others = TOPICS
    shorter = replace(second, retention=timedelta(hours=1))
    stranger = Topic("qc.audit", ("qc",), ("upstream",))
    text = _text(check_deployed(TOPICS, [shorter, *others, stranger]))
    assert f"{first.name}: is declared and not deployed" in text
    assert f"{second.name}: is deployed with 6 partitions kept for 1:00:00" in text
    assert "qc.audit: is deployed and not declared" in text


def test_a_misspelt_topic_an_unknown_header_and_a_willing_broker_are_found() -> None:
    source = 'topic = "qc.event"\nother = "strategies.events"\nheader = "dl_why"\n'
    text = _text(check_names({"services/qc/src/qc/step.py": source}, TOPICS))
    assert "step.py:2: names 'strategies.events'" in text
    assert "step.py:3: names 'dl_why'" in text
    assert "auto.create.topics.enable=false" in _text(check_broker("auto.create.topics.enable=true"))
