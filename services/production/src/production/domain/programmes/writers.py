"""The writers of the sections that the growth, launch, turnaround, retention and audit packages add."""

from collections.abc import Mapping
from types import MappingProxyType

from production.domain.programmes import audit, launch, loyalty, stages, turnaround
from production.domain.work import Writer

WRITERS: Mapping[str, Writer] = MappingProxyType(
    {**stages.WRITERS, **launch.WRITERS, **turnaround.WRITERS, **loyalty.WRITERS, **audit.WRITERS}
)
"""The writer of each section, by its id."""
