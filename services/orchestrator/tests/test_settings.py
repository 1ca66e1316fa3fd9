"""Deadlines and patience come from the environment; what can't be used is named, before anything runs."""

from datetime import timedelta

import pytest

from chassis.settings import InvalidSettings
from orchestrator.app import main
from orchestrator.domain.saga import ORDER, Policy
from orchestrator.settings import read_orchestrator_settings


def policy_with(environment: pytest.MonkeyPatch, **variables: str) -> Policy:
    """The policy that these variables give."""
    for name, value in variables.items():
        environment.setenv(name, value)
    return read_orchestrator_settings().policy


def test_the_defaults_are_five_minutes_a_step_and_a_patience_that_grows_to_five_minutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    policy = policy_with(monkeypatch)
    assert policy.deadlines == dict.fromkeys(ORDER, timedelta(seconds=300))
    assert policy.resend_first == timedelta(seconds=5)
    assert policy.resend_longest == timedelta(seconds=300)
    assert policy.resend_limit == 6


@pytest.mark.parametrize("written", ["qc=120,delivery=0.5", " qc = 120 , delivery = 0.5 ,", "delivery=0.5,qc=120.0"])
def test_deadlines_are_read_and_the_other_steps_keep_theirs(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    deadlines = policy_with(monkeypatch, AICMO_STEP_DEADLINES=written).deadlines
    assert deadlines["qc"] == timedelta(seconds=120)
    assert deadlines["delivery"] == timedelta(seconds=0.5)
    assert deadlines["strategy"] == timedelta(seconds=300)


@pytest.mark.parametrize("written", ["", " ", ","])
def test_no_deadlines_are_the_defaults(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    assert policy_with(monkeypatch, AICMO_STEP_DEADLINES=written) == Policy()


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("printing=10", "printing"),
        ("QC=10", "QC"),
        ("qc=0", "qc"),
        ("delivery=-1", "delivery"),
        ("qc=soon", "qc"),
        ("qc", "'qc' must be written name=number"),
        ("qc:5", "'qc:5' must be written name=number"),
        ("qc=nan", "qc"),
        ("qc=inf", "qc"),
        ("qc=1e300", "qc"),
        ("=5", "unknown step"),
    ],
)
def test_a_deadline_that_can_not_be_used_is_named(monkeypatch: pytest.MonkeyPatch, written: str, named: str) -> None:
    with pytest.raises(InvalidSettings) as refusal:
        policy_with(monkeypatch, AICMO_STEP_DEADLINES=written)
    assert "  AICMO_STEP_DEADLINES: " in str(refusal.value)
    assert named in str(refusal.value)


def test_the_patience_with_unanswered_commands_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = policy_with(
        monkeypatch, AICMO_RESEND_FIRST_SECONDS="1", AICMO_RESEND_LONGEST_SECONDS="8", AICMO_RESEND_LIMIT="2"
    )
    assert [policy.resend_after(sent).total_seconds() for sent in (1, 2, 3, 4, 5)] == [1, 2, 4, 8, 8]
    assert policy.resend_limit == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AICMO_RESEND_FIRST_SECONDS", "0"),
        ("AICMO_RESEND_LONGEST_SECONDS", "-1"),
        ("AICMO_RESEND_FIRST_SECONDS", "inf"),
        ("AICMO_RESEND_LIMIT", "0"),
        ("AICMO_RESEND_LIMIT", "often"),
        ("AICMO_RESEND_LIMIT", "10001"),
    ],
)
def test_a_patience_that_can_not_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(InvalidSettings, match=f"  {name}: "):
        policy_with(monkeypatch, **{name: value})


def test_what_is_wrong_with_it_is_told_beside_what_is_wrong_with_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AICMO_LOG_LEVEL", "loud")
    monkeypatch.setenv("AICMO_STEP_DEADLINES", "printing=10")
    with pytest.raises(InvalidSettings) as refusal:
        main()
    assert {"AICMO_LOG_LEVEL", "AICMO_STEP_DEADLINES"} <= {line.split(":")[0] for line in refusal.value.problems}
