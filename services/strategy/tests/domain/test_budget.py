"""Budget shares and amounts sum to their whole, whatever the weights."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from strategy.domain.budget import apportion, shares

WEIGHTS = some.lists(some.integers(min_value=1, max_value=8), min_size=1, max_size=15)


@given(total=some.integers(min_value=0, max_value=10**9), weights=WEIGHTS)
def test_parts_sum_to_the_whole_and_stay_within_one_unit_of_their_quota(total: int, weights: list[int]) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == total
    assert all(abs(part - total * weight / sum(weights)) < 1 for part, weight in zip(parts, weights, strict=True))


@given(weights=WEIGHTS)
def test_shares_sum_to_100_percent_and_none_is_empty(weights: list[int]) -> None:
    assert sum(shares(weights)) == 100
    assert min(shares(weights)) >= 1


def test_the_largest_remainder_takes_the_unit_that_is_left() -> None:
    assert apportion(100, (3, 3, 1)) == (43, 43, 14)
    assert apportion(10, (1, 1, 1)) == (4, 3, 3)


def test_nothing_can_be_divided_among_nobody() -> None:
    with pytest.raises(ValueError, match="nothing to divide"):
        apportion(100, ())
