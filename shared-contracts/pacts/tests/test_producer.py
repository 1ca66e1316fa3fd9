"""Every field that a pact names is missed when it goes, in the name of the consumer that reads it.

Mutants: `_missed` giving nothing -> every_field…; `_mismatches` giving nothing -> …of_another_type, …unknown_value;
the key not compared -> …key….
"""

import json
from uuid import uuid4

import pytest
from msgspec.structs import replace

from chassis.records import Outgoing
from contract_pacts import files
from contract_pacts.files import Promise
from contract_pacts.paths import lacks, text_of, without
from contract_pacts.producer import Messages, PromiseBroken, verify
from contract_pacts.workbench import EXAMPLES, a_record
from contracts.access import ACCESS, UPSTREAM_ACCESS
from contracts.registry import MESSAGE_TYPES, TYPES_BY_TOPIC

PROMISES = list(files.promises(files.FOLDER))
LINE = {**ACCESS, "upstream": UPSTREAM_ACCESS}


def a_message(type_name: str) -> Outgoing:
    """The committed example of a type as its producer would publish it."""
    example = json.loads((EXAMPLES / f"{type_name}.json").read_bytes())
    record = a_record(MESSAGE_TYPES[type_name].model_validate(example))
    return Outgoing(uuid4(), None, record.topic, record.key, record.headers, record.body)


def the_messages(producer: str) -> dict[str, Outgoing]:
    """An example of each type that somebody reads of this producer."""
    return {each.type: a_message(each.type) for each in PROMISES if each.producer == producer}


def changed(messages: Messages, type_name: str, body: object) -> Messages:
    """The messages with another body for one type."""
    return {**messages, type_name: replace(messages[type_name], body=json.dumps(body).encode())}


def body_of(message: Outgoing) -> dict[str, object]:
    body: dict[str, object] = json.loads(message.body or b"")
    return body


def test_each_reader_of_a_topic_has_a_pact_with_each_of_its_writers() -> None:
    pairs = {
        (reader, writer)
        for reader, reads in LINE.items()
        for writer, writes in LINE.items()
        if set(reads.reads) & set(writes.writes) & TYPES_BY_TOPIC.keys()
    }
    assert pairs == {(each.consumer, each.producer) for each in PROMISES}


@pytest.mark.parametrize("producer", sorted({each.producer for each in PROMISES}))
def test_the_examples_keep_every_promise(producer: str) -> None:
    verify(producer, the_messages(producer))


@pytest.mark.parametrize("promise", PROMISES, ids=lambda each: f"{each.consumer}-{each.producer}-{each.type}")
def test_every_field_that_a_pact_names_is_missed_when_it_is_gone(promise: Promise) -> None:
    body = body_of(a_message(promise.type))
    for path in promise.needed:
        assert not lacks(body, path)
        assert lacks(without(body, path), path), text_of(path)


def test_a_removed_field_fails_and_names_each_consumer_that_reads_it_and_no_other() -> None:
    whole = the_messages("qc")
    body = without(body_of(whole["aicmo.qc.passed.v1"]), ("report", "score"))
    with pytest.raises(PromiseBroken) as broken:
        verify("qc", changed(whole, "aicmo.qc.passed.v1", body))
    assert {each.consumer for each in broken.value.breaks} == {"delivery"}
    assert "delivery reads aicmo.qc.passed.v1: report.score is missing" in str(broken.value)


def test_a_field_that_nobody_reads_may_go() -> None:
    whole = the_messages("qc")
    body = without(body_of(whole["aicmo.qc.failed.v1"]), ("report", "checks", "*", "nobody"))
    verify("qc", changed(whole, "aicmo.qc.failed.v1", {**body, "new": 1}))


def test_a_field_of_another_type_fails_and_names_its_reader() -> None:
    whole = the_messages("delivery")
    body = {**body_of(whole["aicmo.package.delivered.v1"]), "client_name": 7}
    with pytest.raises(PromiseBroken, match=r"orchestrator reads aicmo.package.delivered.v1: \$.client_name"):
        verify("delivery", changed(whole, "aicmo.package.delivered.v1", body))


def test_an_unknown_value_of_an_enumeration_fails() -> None:
    whole = the_messages("strategy")
    body = body_of(whole["aicmo.strategy.drafted.v1"])
    strange = {**body, "brief": {**body["brief"], "industry": "space_travel"}}  # type: ignore[dict-item]
    with pytest.raises(PromiseBroken, match=r"production reads .*\$.brief.industry"):
        verify("strategy", changed(whole, "aicmo.strategy.drafted.v1", strange))


def test_a_type_that_is_no_longer_published_fails_and_names_its_readers() -> None:
    rest = {name: each for name, each in the_messages("qc").items() if name != "aicmo.qc.passed.v1"}
    with pytest.raises(PromiseBroken) as broken:
        verify("qc", rest)
    assert {each.consumer for each in broken.value.breaks} == {"delivery", "orchestrator"}


def test_a_record_whose_key_is_not_its_run_fails() -> None:
    whole = the_messages("qc")
    wrong = replace(whole["aicmo.qc.passed.v1"], key=b"another")
    with pytest.raises(PromiseBroken, match="the record's key is not the run's id"):
        verify("qc", {**whole, "aicmo.qc.passed.v1": wrong})
