"""The orchestrator reads less of an event than its contract says, and never asks for more."""

import pytest

from contracts.brief import Brief
from contracts.registry import MESSAGE_TYPES
from orchestrator.domain.readings import READINGS, SeenBrief


@pytest.mark.parametrize("name", READINGS)
def test_a_reading_needs_only_what_the_contract_needs(name: str) -> None:
    contract = {field for field, about in MESSAGE_TYPES[name].model_fields.items() if about.is_required()}
    assert {field for field, about in READINGS[name].model_fields.items() if about.is_required()} <= contract


def test_of_a_brief_it_needs_only_what_the_contract_needs() -> None:
    needed = {field for field, about in SeenBrief.model_fields.items() if about.is_required()}
    assert needed <= {field for field, about in Brief.model_fields.items() if about.is_required()}
