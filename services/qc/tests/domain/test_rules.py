"""Each rule reads the content: a sound draft passes it, the text it is there for fails it and is its evidence."""

from datetime import date, timedelta

import pytest
from qc_builders import a_brief, a_draft, a_light_draft, a_post, a_strategy, produced
from qc_case import Case
from qc_cases import ALLOWED, CASES
from qc_cases_wording import PLACEHOLDERS

from contracts.report import Check, Result
from contracts.strategy import Milestone
from qc.domain.lengths import length_of_sms, length_on_x
from qc.domain.material import material_of
from qc.domain.review import checks_of
from qc.domain.rule import Rule
from qc.domain.rules import RULES

RULE = {rule.id: rule for rule in RULES}


def checks(case: Case) -> list[Check]:
    return checks_of(RULE[case.rule], material_of(case.event()))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_sound_draft_passes_every_rule(rule: Rule) -> None:
    assert [check.result for check in checks_of(rule, material_of(produced()))] == [Result.PASS]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_fault_is_found_with_its_evidence(case: Case) -> None:
    found = [check for check in checks(case) if check.result == case.result]
    assert any(case.evidence in check.evidence for check in found), checks(case)
    assert not any("check itself" in check.reason for check in found)


@pytest.mark.parametrize("case", ALLOWED, ids=lambda case: case.rule)
def test_what_only_looks_like_a_fault_passes(case: Case) -> None:
    assert [check.result for check in checks(case)] == [Result.PASS], checks(case)


def test_every_rule_has_a_text_that_fails_it() -> None:
    """Those of `section_phrases` stand in test_sections.py: not every package's specifications name phrases."""
    assert {case.rule for case in CASES} == set(RULE) - {"section_phrases"}


def test_a_light_draft_is_held_to_what_is_forbidden_alone() -> None:
    light = [rule for rule in RULES if rule.for_light]
    results = [check.result for rule in light for check in checks_of(rule, material_of(a_light_draft()))]
    assert results == [Result.PASS] * len(light)


def test_a_calendar_counts_its_days_from_the_launch() -> None:
    launch = Milestone(due=date(2026, 3, 12), title="Launch on Instagram", owner="Channel lead", week=2, kind="launch")
    launched = a_strategy(timeline=(launch,))
    posts = tuple(a_post(day, date=launch.due + timedelta(days=day - 1)) for day in range(1, 31))
    kept, early = produced(draft=a_draft(calendar=posts), strategy=launched), produced(strategy=launched)
    assert [check.result for check in checks_of(RULE["calendar_contiguous"], material_of(kept))] == [Result.PASS]
    assert (
        checks_of(RULE["calendar_contiguous"], material_of(early))[0].reason
        == "day 1 falls on 2026-03-12, not 2026-03-02"
    )


def test_a_calendar_that_starts_late_fails_on_its_dates() -> None:
    late = produced(brief=a_brief(start_date=date(2026, 3, 9)))
    assert (
        checks_of(RULE["calendar_contiguous"], material_of(late))[0].reason
        == "day 1 falls on 2026-03-09, not 2026-03-02"
    )


def test_x_counts_links_as_23_and_wide_characters_twice() -> None:
    assert length_on_x("See https://calmskinlab.com/a/very/long/path?with=parameters") == 4 + 23
    assert length_on_x("敏感肌") == 6
    assert length_on_x("👩‍👩‍👧‍👦🇩🇪👍🏽❤️") == 8
    assert length_on_x("কলকাতা") == 6


def test_an_sms_counts_septets_and_falls_to_70_with_one_foreign_letter() -> None:
    assert length_of_sms("Grüße für 5 €") == (14, 160)
    assert length_of_sms("Grüße – für 5 €") == (15, 70)
    assert length_of_sms("👍") == (2, 70)


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_a_placeholder_is_found_in_a_text_of_nothing_else(text: str) -> None:
    """The quick look that comes first must let none of them through."""
    found = checks_of(RULE["placeholders"], material_of(a_light_draft(text)))
    assert [(check.result, check.evidence) for check in found[:1]] == [(Result.FAIL, text)]
