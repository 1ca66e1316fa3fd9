"""The writer of each section that the strategy campaign packages add."""

from collections.abc import Mapping
from types import MappingProxyType

from production.domain.campaign import (
    budgeting,
    direction,
    distribution,
    flows,
    learning,
    market,
    offers,
    paid,
    people,
    places,
    quarters,
    safeguards,
    steering,
    trials,
)
from production.domain.work import Writer

_TABLES = (
    *(direction.WRITERS, people.WRITERS, market.WRITERS, places.WRITERS, distribution.WRITERS, flows.WRITERS),
    *(offers.WRITERS, paid.WRITERS, budgeting.WRITERS, learning.WRITERS, trials.WRITERS, steering.WRITERS),
    *(quarters.WRITERS, safeguards.WRITERS),
)

WRITERS: Mapping[str, Writer] = MappingProxyType({name: write for table in _TABLES for name, write in table.items()})
