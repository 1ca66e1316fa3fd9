"""One table of all figures, each with its target beside it, where it has one."""

import operator
from collections.abc import Mapping
from dataclasses import dataclass

from rich.table import Table

_HOLDS = {"<=": operator.le, ">=": operator.ge}


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be: at most (`<=`) or at least (`>=`) this."""

    bound: str
    value: float

    def verdict(self, measured: float) -> str:
        """Whether the figure is what it should be."""
        return "met" if _HOLDS[self.bound](measured, self.value) else "missed"


TARGETS: Mapping[str, Target] = {
    "idle_p50_ms": Target("<=", 20),
    "idle_p99_ms": Target("<=", 50),
    "idle_to_twin_ratio": Target("<=", 1.5),
    "twin_ratio": Target(">=", 0.6),
    "dbos_ratio": Target(">=", 10),
    "db_to_inmemory_ratio": Target("<=", 1.5),
    "failing_to_good_ratio": Target(">=", 0.5),
    "statements_per_batch": Target("<=", 8),
    "commits_per_batch": Target("<=", 1),
    "million_to_empty_ratio": Target(">=", 0.9),
}


def table_of(found: Mapping[str, object]) -> Table:
    """Figures in the order in which they were measured."""
    table = Table("figure", "measured", "target", "")
    for name, value in found.items():
        if isinstance(value, (int, float)):
            target = TARGETS.get(name)
            wanted = (f"{target.bound} {target.value:g}", target.verdict(value)) if target else ("", "")
            table.add_row(name, f"{value:g}", *wanted)
    return table
