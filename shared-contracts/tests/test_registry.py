"""Topics and types fit together: what is written is read, and names follow one pattern."""

import json
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from contracts.registry import MESSAGE_TYPES, TYPES_BY_TOPIC
from contracts.topics import ORCHESTRATOR, SERVICES, STEP_SERVICES, TOPICS, commands_of, dead_letters_of, events_of

EXAMPLES = Path(__file__).parents[1] / "examples"
BY_NAME = {topic.name: topic for topic in TOPICS}


def test_every_topic_that_carries_types_is_declared_once() -> None:
    assert len(BY_NAME) == len(TOPICS)
    assert set(TYPES_BY_TOPIC) | {dead_letters_of(service) for service in SERVICES} == set(BY_NAME)


@pytest.mark.parametrize("name", sorted(MESSAGE_TYPES))
def test_a_type_is_named_after_the_pattern(name: str) -> None:
    assert re.fullmatch(r"aicmo\.[a-z_]+\.[a-z_]+\.v[1-9][0-9]*", name)
    assert MESSAGE_TYPES[name].type == name


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_topic_has_a_writer_and_a_reader_that_exist(topic: object) -> None:
    known = {*SERVICES, "upstream"}
    declared = BY_NAME[topic.name]  # type: ignore[attr-defined]
    assert declared.written_by
    assert declared.read_by
    assert {*declared.written_by, *declared.read_by} <= known


@pytest.mark.parametrize("name", sorted(name for name in MESSAGE_TYPES if name.startswith("aicmo.step.")))
def test_a_message_about_a_step_names_one_of_the_five_services(name: str) -> None:
    example = json.loads((EXAMPLES / f"{name}.json").read_text())
    MESSAGE_TYPES[name].model_validate(example)
    for stranger in ("billing", "orchestrator", "QC", "qc ", "qc\n", ""):
        with pytest.raises(ValidationError, match="service"):
            MESSAGE_TYPES[name].model_validate({**example, "service": stranger})


def test_all_topics_have_the_same_partitions_so_that_a_run_stays_with_one_replica() -> None:
    assert len({topic.partitions for topic in TOPICS}) == 1
    assert TOPICS[0].partitions >= 6


@pytest.mark.parametrize("service", STEP_SERVICES)
def test_a_step_is_commanded_by_the_orchestrator_and_heard_by_it(service: str) -> None:
    assert BY_NAME[commands_of(service)].written_by == (ORCHESTRATOR,)
    assert BY_NAME[commands_of(service)].read_by == (service,)
    assert ORCHESTRATOR in BY_NAME[events_of(service)].read_by
