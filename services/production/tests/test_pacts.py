"""What production reads of others' messages is what its pacts say, and what it publishes has all that others read."""

import json

import pytest
from msgspec.structs import replace
from production_builders import Shelf, a_brief, a_strategy_drafted, at_once

from chassis.step import Step
from contract_pacts.consumer import agree, reading_at_start, reading_of_command
from contract_pacts.paths import path_of, without
from contract_pacts.producer import PromiseBroken, published, verify
from contract_pacts.workbench import example_of
from contracts.messages import DraftProduced, DraftRevisionRequested, StrategyDrafted
from production.step import step
from production.store import METADATA

START = example_of(StrategyDrafted)


@pytest.fixture
def declared() -> Step:
    """Production's step on an object store of the test's own."""
    return step(objects=Shelf(), offload=at_once)


async def test_production_reads_of_a_strategy_what_its_pact_says(declared: Step) -> None:
    agree("production", "strategy", await reading_at_start(declared, METADATA, START))


async def test_production_reads_of_a_draft_that_is_sent_back_what_its_pact_says(declared: Step) -> None:
    agree("production", "qc", await reading_at_start(declared, METADATA, example_of(DraftRevisionRequested)))


async def test_production_reads_of_a_command_what_its_pact_says(declared: Step) -> None:
    agree("production", "orchestrator", await reading_of_command(declared, METADATA))


async def test_what_production_publishes_has_all_that_its_consumers_read(declared: Step) -> None:
    foreign = a_strategy_drafted(a_brief(languages=("fr",)))
    verify("production", await published(declared, METADATA, START, foreign))


async def test_a_revision_that_production_publishes_has_all_that_its_consumers_read(declared: Step) -> None:
    foreign = a_strategy_drafted(a_brief(languages=("fr",)))
    verify("production", await published(declared, METADATA, foreign, example_of(DraftRevisionRequested)))


@pytest.mark.parametrize(
    ("field", "consumers"),
    [("draft.sections[*].body", {"qc"}), ("brief.client_name", {"qc", "orchestrator"}), ("bundle", {"qc"})],
)
async def test_a_field_that_production_no_longer_sends_is_told_with_each_consumer_that_reads_it(
    declared: Step, field: str, consumers: set[str]
) -> None:
    foreign = a_strategy_drafted(a_brief(languages=("fr",)))
    messages = await published(declared, METADATA, START, foreign)
    whole = messages[DraftProduced.type]
    body = json.dumps(without(json.loads(whole.body or b""), path_of(field))).encode()
    with pytest.raises(PromiseBroken) as broken:
        verify("production", {**messages, DraftProduced.type: replace(whole, body=body)})
    assert {each.consumer for each in broken.value.breaks} == consumers
    for consumer in consumers:
        assert f"{consumer} reads {DraftProduced.type}: {field} is missing" in str(broken.value)
