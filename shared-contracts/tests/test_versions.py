"""Types are versions of one event where they differ in their number alone."""

import pytest

from contracts.registry import MESSAGE_TYPES
from contracts.versions import event_of, is_older


@pytest.mark.parametrize(
    ("one", "other", "older"),
    [
        ("aicmo.draft.produced.v1", "aicmo.draft.produced.v2", True),
        ("aicmo.draft.produced.v9", "aicmo.draft.produced.v10", True),
        ("aicmo.draft.produced.v2", "aicmo.draft.produced.v2", False),
        ("aicmo.draft.produced.v2", "aicmo.draft.produced.v1", False),
        ("aicmo.draft.produced.v1", "aicmo.draft.approved.v2", False),
    ],
)
def test_a_version_is_older_than_another_of_the_same_event(one: str, other: str, older: bool) -> None:
    assert is_older(one, other) is older


def test_every_type_is_a_version_of_an_event() -> None:
    assert all(f"{event_of(name)}.v" in name for name in MESSAGE_TYPES)
    assert all(event_of(name).startswith("aicmo.") for name in MESSAGE_TYPES)
