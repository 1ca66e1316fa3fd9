"""The QC report: every check with its result, evidence and fix, and the verdict that follows from them."""

from enum import StrEnum
from uuid import UUID

from contracts.payload import Value


class Severity(StrEnum):
    """How much a failed check weighs."""

    BLOCKER = "BLOCKER"
    MAJOR = "MAJOR"
    MINOR = "MINOR"


class Result(StrEnum):
    """What a check found."""

    PASS = "PASS"
    FAIL = "FAIL"
    WARN = "WARN"


class Check(Value):
    """One check of one section, or of the whole draft where `section` is None; `evidence` is the offending text."""

    check_id: str
    severity: Severity
    result: Result
    section: str | None = None
    reason: str = ""
    evidence: str = ""
    fix: str = ""


class QcReport(Value):
    """`score` is 0-100, `score_ratio` the same as 0-1; `passed` is the verdict against `pass_mark` (0-1)."""

    report_id: UUID
    draft_id: UUID
    revision: int = 1
    score: int
    score_ratio: float
    pass_mark: float
    passed: bool
    checks: tuple[Check, ...]


MENDED = frozenset(
    {
        *("banned_words", "brand_named", "cliches", "duplicate_hooks", "email_unsubscribe", "forbidden_claims"),
        *("forbidden_language", "hashtags", "long_sentences", "must_avoid", "must_include", "personal_data"),
        *("placeholders", "platform_limits", "posts_specific", "repeated_lines", "required_disclaimers", "shouting"),
        "unproved_claims",
    }
)
"""The checks whose findings production mends in a draft that is sent back; any other needs people."""
