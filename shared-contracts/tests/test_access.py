"""Access follows from the topics: nobody may do more than they declare, and nobody less."""

import pytest

from contracts.access import ACCESS, UPSTREAM_ACCESS, Access
from contracts.flows import COMMANDS, HANDLED, SENT
from contracts.payload import Payload
from contracts.registry import MESSAGE_TYPES, TYPES_BY_TOPIC
from contracts.topics import INTAKE, SERVICES, STEP_SERVICES, TOPICS, UPSTREAM, events_of

PARTIES = {**ACCESS, UPSTREAM: UPSTREAM_ACCESS}


def _carried(topics: tuple[str, ...]) -> set[type[Payload]]:
    return {model for topic in topics for model in TYPES_BY_TOPIC.get(topic, ())}


def test_every_service_has_access_in_a_group_of_its_own() -> None:
    assert set(ACCESS) == set(SERVICES)
    assert len({access.group for access in PARTIES.values()}) == len(PARTIES)


def test_the_rights_are_exactly_those_that_the_topics_declare() -> None:
    reads = {(topic.name, party) for topic in TOPICS for party in topic.read_by}
    writes = {(topic.name, party) for topic in TOPICS for party in topic.written_by}
    assert reads == {(topic, party) for party, access in PARTIES.items() for topic in access.reads}
    assert writes == {(topic, party) for party, access in PARTIES.items() for topic in access.writes}


def test_a_step_reads_its_predecessor_and_its_commands_and_writes_its_events_and_dead_letters() -> None:
    assert ACCESS["qc"] == Access(("production.events", "qc.commands"), ("qc.events", "qc.dead-letters"), "qc")


@pytest.mark.parametrize("service", STEP_SERVICES)
def test_no_step_may_write_what_another_announces(service: str) -> None:
    others = {events_of(other) for other in STEP_SERVICES if other != service}
    assert not others & set(ACCESS[service].writes)
    assert INTAKE not in ACCESS[service].writes


def test_a_publisher_can_read_what_becomes_of_its_brief() -> None:
    assert {"onboarding.events", "workflow.events"} <= set(UPSTREAM_ACCESS.reads)


@pytest.mark.parametrize("party", sorted(PARTIES))
def test_a_party_sends_and_handles_only_types_of_its_topics(party: str) -> None:
    assert set(SENT[party]) <= _carried(PARTIES[party].writes)
    assert set(HANDLED[party]) <= _carried(PARTIES[party].reads)


def test_every_type_is_sent_and_handled_by_somebody_and_every_command_is_answered() -> None:
    everything = set(MESSAGE_TYPES.values())
    assert {model for models in SENT.values() for model in models} == everything
    assert {model for models in HANDLED.values() for model in models} == everything
    for command, answers in COMMANDS.items():
        assert all(set(SENT[party]) & set(answers) for party in SENT if command in HANDLED[party])
