"""Which failed drafts go back to production: those all of whose problems writing again can mend."""

from contracts.report import Check, QcReport, Result
from qc.domain.review import issues_of
from qc.domain.rules import RULES

REVISIONS = 1
"""How often a run's draft is sent back before the run fails."""

FIXABLE = frozenset(rule.id for rule in RULES if rule.fixable)

_FIXES = {rule.id: rule.fix for rule in RULES}


def may_be_mended(report: QcReport) -> bool:
    """Whether all that a failed report objects to can be mended; its warnings count where nothing else fails it."""
    issues = issues_of(report)
    failed = tuple(check for check in issues if check.result == Result.FAIL)
    return bool(issues) and all(map(_is_fixable, failed or issues))


def _is_fixable(check: Check) -> bool:
    """A check that crashed has its rule's id but never its fix: nobody knows what there is to mend."""
    return check.check_id in FIXABLE and check.fix == _FIXES[check.check_id]
