"""Chance, all of it from one seed."""

import random  # noqa: TID251 - seeded: the simulation is where chance is made
from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from contracts.payload import RunId

ItemT = TypeVar("ItemT")


class Chance:
    """The only source of randomness in a scenario."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def happens(self, probability: float) -> bool:
        """Whether something of this probability happens now."""
        return probability > 0 and self._random.random() < probability

    def between(self, least: float, most: float) -> float:
        """A number from an interval."""
        return least + (most - least) * self._random.random()

    def whole(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`, both included."""
        return self._random.randint(least, most)

    def pick(self, items: Sequence[ItemT]) -> ItemT:
        """One of several."""
        return items[self._random.randrange(len(items))]

    def shuffled(self, items: Sequence[ItemT]) -> list[ItemT]:
        """All of them, in any order."""
        return self._random.sample(items, len(items))

    def run(self) -> RunId:
        """A run's id."""
        return RunId(UUID(int=self._random.getrandbits(128), version=4))

    def id_at(self, milliseconds: int) -> UUID:
        """A UUIDv7 of a moment."""
        below = self._random.getrandbits(74)
        return UUID(int=(milliseconds << 80) | (7 << 76) | ((below >> 62) << 64) | (2 << 62) | (below & (2**62 - 1)))
