"""The verdict follows from the checks: what each weighs, what blocks, what is listed, and what a crash means."""

from collections.abc import Iterator
from itertools import count
from uuid import UUID

import pytest
from qc_builders import a_check, a_draft, a_light_draft, a_report, overview_with, produced

from contracts.report import Result, Severity
from qc.domain.material import Material
from qc.domain.review import issues_of, review, score_of, verdict_of
from qc.domain.rule import Finding, Rule, warning

BLOCKER, MAJOR, MINOR = Severity.BLOCKER, Severity.MAJOR, Severity.MINOR


def finding(times: int, *, text: str = "text") -> object:
    return lambda material: [Finding(f"finding {number}", text) for number in range(times)]


def a_rule(severity: Severity = MINOR, search: object = None) -> Rule:
    return Rule("rule", severity, "all is well", search or finding(0), "Mend it.", for_light=True)  # type: ignore[arg-type]


def crashing(material: Material) -> Iterator[Finding]:
    yield warning("found before the crash")
    raise ZeroDivisionError("no sentences")


def test_a_sound_draft_scores_100_and_lists_every_pass() -> None:
    report = review(produced())
    assert (report.score, report.score_ratio, report.passed) == (100, 1.0, True)
    assert len(report.checks) >= 16 and {check.result for check in report.checks} == {Result.PASS}


@pytest.mark.parametrize(
    ("severity", "result", "score"),
    [
        (BLOCKER, Result.FAIL, 70),
        (MAJOR, Result.FAIL, 90),
        (MINOR, Result.FAIL, 97),
        (BLOCKER, Result.WARN, 95),
        (BLOCKER, Result.PASS, 100),
    ],
)
def test_each_check_weighs_what_its_severity_and_result_say(severity: Severity, result: Result, score: int) -> None:
    assert score_of([a_check(severity=severity, result=result)]) == score


def test_the_score_never_falls_under_nought() -> None:
    assert score_of([a_check(severity=BLOCKER)] * 4) == 0


def test_a_crashing_rule_is_a_blocker_and_never_a_pass() -> None:
    report = review(produced(), rules=(a_rule(MINOR, crashing),), pass_mark=0.0)
    (check,) = report.checks
    assert (check.severity, check.result, report.passed) == (BLOCKER, Result.FAIL, False)
    assert "ZeroDivisionError" in check.reason and check.evidence == "no sentences"


def test_one_blocker_fails_the_draft_whatever_the_pass_mark() -> None:
    assert not review(produced(), rules=(a_rule(BLOCKER, finding(1)),), pass_mark=0.0).passed


def test_a_score_at_the_pass_mark_passes_and_one_under_it_fails() -> None:
    assert review(produced(), rules=(a_rule(MAJOR, finding(3)),), pass_mark=0.70).passed
    assert not review(produced(), rules=(a_rule(MAJOR, finding(3)),), pass_mark=0.71).passed


def test_at_most_twenty_findings_are_listed_and_the_rest_counted() -> None:
    report = review(produced(), rules=(a_rule(MINOR, finding(23)),))
    assert len(report.checks) == 20
    assert report.checks[-1].reason == "finding 19 (and 3 more findings of this rule, not listed)"
    assert review(produced(), rules=(a_rule(MINOR, finding(20)),)).checks[-1].reason == "finding 19"


def test_evidence_is_trimmed_to_300_characters_and_keeps_no_nul() -> None:
    report = review(produced(), rules=(a_rule(MINOR, finding(1, text="\x00" + "é" * 400)),))
    assert len(report.checks[0].evidence) == 300 and "\x00" not in report.checks[0].evidence


def test_the_same_event_gives_the_same_report() -> None:
    event = produced(draft=a_draft(sections=overview_with("TBD")))
    assert review(event) == review(event)
    assert review(event).report_id != review(produced()).report_id


def test_the_verdict_names_the_failed_rules_weightiest_first() -> None:
    checks = (
        a_check(check_id="cliches"),
        a_check(check_id="links", severity=BLOCKER),
        a_check(check_id="ok", result=Result.PASS),
    )
    assert verdict_of(a_report(*checks, score=67)).endswith(
        "67 of 100 (pass mark 70): links (BLOCKER), cliches (MINOR)"
    )


def test_issues_are_the_checks_that_did_not_pass() -> None:
    checks = (a_check(), a_check(result=Result.PASS), a_check(result=Result.WARN))
    assert [check.result for check in issues_of(a_report(*checks))] == [Result.FAIL, Result.WARN]


def test_a_light_draft_runs_the_cheap_rules_alone_and_passes() -> None:
    report = review(a_light_draft())
    assert report.passed and 0 < len(report.checks) < len(review(produced()).checks)


def test_a_light_draft_with_a_banned_word_fails() -> None:
    report = review(a_light_draft("Calm Skin Lab, flawless."))
    assert not report.passed and isinstance(report.report_id, UUID)


def misworded(material: Material) -> Iterator[Finding]:
    yield Finding(None)  # type: ignore[arg-type]


def test_a_finding_that_cannot_be_told_is_a_crash_too() -> None:
    (check,) = review(produced(), rules=(a_rule(MINOR, misworded),), pass_mark=0.0).checks
    assert (check.severity, check.result) == (BLOCKER, Result.FAIL)


def test_a_rule_is_stopped_where_nobody_would_read_on() -> None:
    endless = a_rule(MINOR, lambda material: (Finding(f"finding {number}") for number in count()))
    assert "(and at least 100 more findings" in review(produced(), rules=(endless,)).checks[-1].reason
