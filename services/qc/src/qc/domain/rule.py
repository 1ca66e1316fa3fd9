"""A rule of quality control, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from contracts.report import MENDED, Result, Severity
from qc.domain.material import Material


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a rule objects to: `evidence` is the offending text, `section` the place where it stands."""

    reason: str
    evidence: str = ""
    section: str | None = None
    result: Result = Result.FAIL


Search = Callable[[Material], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table of rules: `title` states what holds when it passes, `fix` how to mend what it finds.

    `for_light` marks the rules that a light draft is held to as well: cheap ones, which forbid rather than demand.
    """

    id: str
    severity: Severity
    title: str
    search: Search
    fix: str
    for_light: bool = False

    @property
    def fixable(self) -> bool:
        """Whether production mends what it finds in a draft that is sent back; else people must."""
        return self.id in MENDED


def warning(reason: str, evidence: str = "", section: str | None = None) -> Finding:
    """Make a finding that is worth a look without being a failure."""
    return Finding(reason, evidence, section, Result.WARN)
