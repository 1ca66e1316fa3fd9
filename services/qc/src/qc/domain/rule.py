"""A rule of quality control, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from contracts.report import Result, Severity
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

    `fixable` says whether production can mend it by writing the draft again; it can't mend a fault of the brief or of
    the strategy, nor bring a proof that only the client has. `for_light` marks the rules that a light draft is held to
    as well: cheap ones, which forbid rather than demand.
    """

    id: str
    severity: Severity
    title: str
    search: Search
    fix: str
    fixable: bool = True
    for_light: bool = False


def warning(reason: str, evidence: str = "", section: str | None = None) -> Finding:
    """Make a finding that is worth a look without being a failure."""
    return Finding(reason, evidence, section, Result.WARN)
