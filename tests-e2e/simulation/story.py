"""What happened in a scenario, line by line, and how often which kind of thing happened."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Line:
    """One event: virtual seconds, who, and what."""

    at: float
    who: str
    what: str

    def __str__(self) -> str:
        return f"{self.at:10.4f}  {self.who:<16} {self.what}"


@dataclass(slots=True)
class Story:
    """A scenario's lines, the faults and states that it met, and what it found wrong."""

    lines: list[Line] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    recoveries: dict[str, float] = field(default_factory=dict)
    """By kind of fault, the virtual seconds from the last one to the scenario's rest."""

    def tell(self, at: float, who: str, what: str) -> None:
        """Add a line."""
        self.lines.append(Line(at, who, " ".join(what.split())))

    def violated(self, at: float, who: str, what: str) -> None:
        """Add a breach of an invariant, once."""
        if what not in self.violations:
            self.violations.append(what)
            self.tell(at, who, f"VIOLATION {what}")

    @property
    def fingerprint(self) -> str:
        """The same for the same story."""
        return sha256("\n".join(map(str, self.lines)).encode()).hexdigest()


def short(run: UUID | str | None) -> str:
    """A run's id, as far as it is needed to tell it from others of its scenario."""
    return str(run)[:8]


def named(runs: Iterable[UUID | str]) -> str:
    """Several runs' ids."""
    return ",".join(sorted(short(run) for run in runs))
