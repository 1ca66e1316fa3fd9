"""Only a draft all of whose problems can be mended goes back.

Mutants: `any` in place of `all` -> the one problem among others; the comparison of fixes removed -> the crashed check;
`failed or issues` as `failed` -> the warnings alone.
"""

from uuid import UUID

import pytest
from qc_builders import a_draft, produced

from contracts.report import MENDED, Check, QcReport, Result, Severity
from qc.domain.material import material_of
from qc.domain.review import checks_of, is_fixable
from qc.domain.rule import Rule
from qc.domain.rules import RULES

ID = UUID("7c1f2b52-2f8e-4b34-8a43-50c2fe3b7a10")


def a_check(check_id: str, result: Result = Result.FAIL) -> Check:
    fix = next(rule.fix for rule in RULES if rule.id == check_id)
    return Check(check_id=check_id, severity=Severity.BLOCKER, result=result, fix=fix)


def a_report(*checks: Check) -> QcReport:
    return QcReport(report_id=ID, draft_id=ID, score=0, score_ratio=0.0, pass_mark=0.7, passed=False, checks=checks)


def test_all_that_production_mends_is_judged_by_a_rule_of_the_table() -> None:
    assert {rule.id for rule in RULES} >= MENDED


def test_problems_that_can_all_be_mended_go_back() -> None:
    assert is_fixable(a_report(a_check("placeholders"), a_check("cliches"), a_check("links", Result.PASS)))


def test_one_problem_that_cannot_be_mended_keeps_the_draft() -> None:
    assert not is_fixable(a_report(a_check("placeholders"), a_check("budget_shares")))


def test_a_warning_that_cannot_be_mended_does_not_matter_beside_failures_that_can() -> None:
    assert is_fixable(a_report(a_check("placeholders"), a_check("reading_level", Result.WARN)))


@pytest.mark.parametrize(("check_id", "goes_back"), [("long_sentences", True), ("reading_level", False)])
def test_where_warnings_alone_fail_a_draft_they_decide(check_id: str, goes_back: bool) -> None:
    assert is_fixable(a_report(a_check(check_id, Result.WARN))) is goes_back


def test_a_check_that_crashed_is_nothing_that_production_can_mend() -> None:
    def crash(_material: object) -> list[object]:
        raise RuntimeError("a rule's own mistake")

    broken = Rule("placeholders", Severity.BLOCKER, "", crash, "Write the text.")  # type: ignore[arg-type]
    (crashed,) = checks_of(broken, material_of(produced(draft=a_draft())))
    assert not is_fixable(a_report(crashed))


def test_a_report_without_any_problem_sends_nothing_back() -> None:
    assert not is_fixable(a_report())
