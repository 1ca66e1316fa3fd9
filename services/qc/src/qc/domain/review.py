"""The verdict: every rule's checks, the score that follows from them, and whether the draft passes."""

from collections.abc import Iterable, Sequence
from itertools import islice
from uuid import UUID, uuid5

from contracts.messages import DraftProduced
from contracts.report import MENDED, Check, QcReport, Result, Severity
from qc.domain.material import Material, material_of
from qc.domain.rule import Finding, Rule
from qc.domain.rules import RULES

PASS_MARK = 0.70
REVISIONS = 1
"""How often a run's draft is sent back before the run fails."""

MOST_FINDINGS = 20
MOST_FINDINGS_READ = 120
"""A rule is stopped after so many findings: a draft with a hundred thousand faults must not hold up the others."""

MOST_EVIDENCE = 300
PENALTIES = {Severity.BLOCKER: 30, Severity.MAJOR: 10, Severity.MINOR: 3}
WARNING_PENALTY = 5
MEND_THE_RULE = "Mend the rule and review the draft again."
"""The fix of a check that crashed."""

_REPORTS = UUID("0f2d6c5e-6a3b-5a53-9d1e-51c7c1a1d0c4")


def review(event: DraftProduced, *, pass_mark: float = PASS_MARK, rules: Sequence[Rule] = RULES) -> QcReport:
    """Judge a produced draft.

    `pass_mark` is the least score, 0 to 1, that passes. The same event gives the same report. A light draft is held
    only to the rules made for it.
    """
    material = material_of(event)
    chosen = [rule for rule in rules if rule.for_light] if material.is_light else rules
    checks = tuple(check for rule in chosen for check in checks_of(rule, material))
    score = score_of(checks)
    return QcReport(
        report_id=uuid5(_REPORTS, f"{event.run}/{event.draft.draft_id}/{event.draft.revision}"),
        draft_id=event.draft.draft_id,
        revision=event.draft.revision,
        score=score,
        score_ratio=score / 100,
        pass_mark=pass_mark,
        passed=not any(_is_blocking(check) for check in checks) and score / 100 >= pass_mark,
        checks=checks,
    )


def checks_of(rule: Rule, material: Material) -> list[Check]:
    """Run one rule: a check for each finding, or the one check that it passed. A rule that crashes is a BLOCKER."""
    try:
        return _checks(rule, list(islice(rule.search(material), MOST_FINDINGS_READ)))
    except Exception as error:  # whatever a rule trips over, an unread draft must never count as passed
        return [_crashed(rule, error)]


def score_of(checks: Iterable[Check]) -> int:
    """Score 100, less 30 a failed BLOCKER, 10 a MAJOR, 3 a MINOR and 5 a warning; never under 0."""
    return max(0, 100 - sum(_penalty(check) for check in checks))


def issues_of(report: QcReport) -> tuple[Check, ...]:
    """Give the checks that did not pass, in the report's order."""
    return tuple(check for check in report.checks if check.result != Result.PASS)


def is_fixable(report: QcReport) -> bool:
    """Say whether production can mend all that fails the report, if the draft is sent back; a crashed check it can't.

    Where warnings alone have brought the score down, they are what fails it.
    """
    issues = issues_of(report)
    failed = [check for check in issues if check.result == Result.FAIL] or issues
    return bool(failed) and all(check.check_id in MENDED and check.fix != MEND_THE_RULE for check in failed)


def verdict_of(report: QcReport) -> str:
    """Word why a report fails: its score and the failed rules by name, the weightiest first."""
    failed = [check for check in report.checks if check.result == Result.FAIL]
    order = list(Severity)
    named = sorted({(order.index(check.severity), check.severity.value, check.check_id) for check in failed})
    rules = ", ".join(f"{check_id} ({severity})" for _, severity, check_id in named) or "warnings alone"
    return f"quality control scored the draft {report.score} of 100 (pass mark {report.pass_mark * 100:g}): {rules}"


def _checks(rule: Rule, findings: Sequence[Finding]) -> list[Check]:
    if not findings:
        return [Check(check_id=rule.id, severity=rule.severity, result=Result.PASS, reason=rule.title)]
    listed = sorted(findings, key=lambda finding: finding.result != Result.FAIL)[:MOST_FINDINGS]
    checks = [_check(rule, finding) for finding in listed]
    return [*checks[:-1], _counting(checks[-1], len(findings) - len(listed), more=len(findings) == MOST_FINDINGS_READ)]


def _check(rule: Rule, finding: Finding) -> Check:
    return Check(
        check_id=rule.id,
        severity=rule.severity,
        result=finding.result,
        section=finding.section and _storable(finding.section),
        reason=_storable(finding.reason),
        evidence=_trimmed(finding.evidence),
        fix=rule.fix,
    )


def _counting(last: Check, unlisted: int, *, more: bool) -> Check:
    if unlisted == 0:
        return last
    least = "at least " if more else ""
    counted = f"{last.reason} (and {least}{unlisted} more findings of this rule, not listed)"
    return last.model_copy(update={"reason": counted})


def _crashed(rule: Rule, error: Exception) -> Check:
    return Check(
        check_id=rule.id,
        severity=Severity.BLOCKER,
        result=Result.FAIL,
        reason=f"the check itself failed, so nothing is known: {type(error).__name__}",
        evidence=_trimmed(str(error)),
        fix=MEND_THE_RULE,
    )


def _trimmed(evidence: str) -> str:
    text = _storable(evidence.strip())
    return text if len(text) <= MOST_EVIDENCE else f"{text[: MOST_EVIDENCE - 1]}…"


def _storable(text: str) -> str:
    """Replace NUL, which PostgreSQL keeps in no text, so that a faulty draft can't hinder its own report."""
    return text.replace("\x00", "\ufffd")


def _penalty(check: Check) -> int:
    if check.result == Result.WARN:
        return WARNING_PENALTY
    return PENALTIES[check.severity] if check.result == Result.FAIL else 0


def _is_blocking(check: Check) -> bool:
    return check.result == Result.FAIL and check.severity == Severity.BLOCKER
