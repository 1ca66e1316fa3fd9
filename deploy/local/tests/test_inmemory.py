"""The line in one process reads what all six services read."""

import os

import pytest

from chassis.settings import InvalidSettings
from contracts.topics import SERVICES
from local_stack.inmemory import read_all


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """What is read here is set here, and gone with the test."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    return monkeypatch


def test_all_six_have_settings(environment: pytest.MonkeyPatch) -> None:
    assert {service: each.service for service, each in read_all().items()} == {each: each for each in SERVICES}


def test_all_that_is_wrong_is_told_at_once_and_each_once(environment: pytest.MonkeyPatch) -> None:
    environment.setitem(os.environ, "AICMO_LOG_LEVEL", "loud")
    environment.setitem(os.environ, "AICMO_QC_PASS_MARK", "2")
    environment.setitem(os.environ, "AICMO_RENDER_SECONDS", "-1")
    with pytest.raises(InvalidSettings) as refusal:
        read_all()
    named = [problem.split(":")[0] for problem in refusal.value.problems]
    assert named == ["AICMO_LOG_LEVEL", "AICMO_QC_PASS_MARK", "AICMO_RENDER_SECONDS"]
