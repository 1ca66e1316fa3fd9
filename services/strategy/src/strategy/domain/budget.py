"""Dividing whole units so that the parts sum to the whole: budget shares in percent and amounts in money."""

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Divide `total` in proportion to the weights by the method of largest remainders (Hamilton); ties go to the first.

    The parts sum to exactly `total`. Raises ValueError without a positive weight.
    """
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("nothing to divide among")
    floors = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda index: -(total * weights[index] % whole))
    topped = set(order[: total - sum(floors)])
    return tuple(floor + (index in topped) for index, floor in enumerate(floors))


def shares(weights: Sequence[int]) -> tuple[int, ...]:
    """Divide 100 percent in proportion to the weights, at least one percent each."""
    spare = apportion(100 - len(weights), weights)
    return tuple(1 + share for share in spare)
