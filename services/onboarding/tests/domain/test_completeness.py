"""Completeness says how much of a good brief is there; every gap has its question."""

from datetime import date

import pytest
from onboarding_builders import TODAY, a_brief

from contracts.brief import OFFERED_PACKAGES, Brief
from onboarding.domain.completeness import EXPECTED, REQUIRED_WEIGHT
from onboarding.domain.form import assess
from onboarding.domain.scope import DELIVERABLES


def test_the_weights_make_a_hundred() -> None:
    assert REQUIRED_WEIGHT + sum(expected.weight for expected in EXPECTED) == 100
    assert {expected.field for expected in EXPECTED} <= set(Brief.model_fields)


def test_a_brief_of_required_fields_alone_is_asked_about_everything_else() -> None:
    _, completeness, questions = assess(a_brief(), TODAY)
    assert completeness == REQUIRED_WEIGHT
    assert len(questions) >= len(EXPECTED)


def test_a_field_that_is_given_adds_its_weight_and_takes_its_question_away() -> None:
    before, after = assess(a_brief(), TODAY), assess(a_brief(budget=20_000), TODAY)
    assert after.completeness - before.completeness == 7
    assert [question for question in before.questions if question not in after.questions] == [
        "What may Tarnwell Skin spend on this campaign, from and to, in which currency?"
    ]


def test_a_target_without_a_starting_point_is_asked_about() -> None:
    questions = assess(a_brief(kpi_targets={"metric": "ROAS", "target": 3.5}), TODAY).questions
    assert any("ROAS" in question and "3.5" in question for question in questions)


def test_a_regulated_industry_without_rules_is_asked_for_them() -> None:
    assert any("may claim in United States" in question for question in assess(a_brief(), TODAY).questions)


def test_braces_in_a_clients_name_are_only_letters() -> None:
    assert any("{client}" in question for question in assess(a_brief(client_name="{client}"), TODAY).questions)


def test_every_offered_package_has_its_deliverables() -> None:
    assert set(DELIVERABLES) >= OFFERED_PACKAGES


def test_what_the_client_rules_out_is_excluded_from_the_scope() -> None:
    exclusions = assess(a_brief(avoid_platforms="X, LinkedIn", languages=["de"]), TODAY).scope.exclusions
    assert any("x, linkedin" in exclusion for exclusion in exclusions)
    assert any(exclusion.endswith("written in de") for exclusion in exclusions)


def test_a_banned_word_in_a_required_text_is_asked_about() -> None:
    asked = assess(a_brief(banned_words=["gentle"], must_include=["Gentle on skin"]), TODAY).questions
    assert any("“gentle” is ruled out and stands in “Gentle on skin”" in question for question in asked)
    parts = assess(a_brief(banned_words=["gen", "tle"], must_include=["Gentle on skin"]), TODAY).questions
    assert not any("ruled out" in question for question in parts)


@pytest.mark.parametrize(("budget", "asked"), [(3_000, True), (4_000, False)])
def test_a_cost_limit_that_the_budget_cannot_pay_for_is_asked_about(budget: int, asked: bool) -> None:
    targets = [{"metric": "App downloads", "target": 1000}, {"metric": "Cost per download", "target": 4, "unit": "USD"}]
    questions = assess(a_brief(kpi_targets=targets, budget=budget), TODAY).questions
    found = [question for question in questions if "more than the budget" in question]
    assert bool(found) is asked
    told = "App downloads: 1,000 at 4 USD each is 4,000 USD in all, more than the budget of 3,000 USD."
    assert all(told in question for question in found)


@pytest.mark.parametrize(("weeks", "written"), [(1, "1 week"), (12, "12 weeks")])
def test_questions_count_one_week_as_one(weeks: int, written: str) -> None:
    questions = assess(a_brief(duration_weeks=weeks), TODAY).questions
    assert sum(f" {written} " in question or f" {written}:" in question for question in questions) == 2
    assert not any("1 weeks" in question for question in questions)


@pytest.mark.parametrize(
    ("start", "weeks", "asked"),
    [
        ("2020-01-01", 4, "be over already: from 2020-01-01 to 2020-01-28, while the brief came in on 2026-11-24"),
        ("2026-10-27", 4, "would be over already: from 2026-10-27 to 2026-11-23"),
        ("2026-10-28", 4, "2026-10-28, had passed when the brief came in on 2026-11-24"),
        ("2026-11-23", 12, "2026-11-23, had passed"),
    ],
)
def test_a_start_in_the_past_is_the_first_thing_asked(start: str, weeks: int, asked: str) -> None:
    first, *others = assess(a_brief(start_date=start, duration_weeks=weeks), TODAY).questions
    assert asked in first
    assert tuple(others) == assess(a_brief(duration_weeks=weeks), TODAY).questions


@pytest.mark.parametrize("start", ["2026-11-24", "2027-02-01", None])
def test_a_start_on_the_day_of_the_brief_or_later_is_not_asked_about(start: str | None) -> None:
    questions = assess(a_brief(start_date=start), TODAY).questions
    assert questions == assess(a_brief(start_date="2031-01-01"), date(2031, 1, 1)).questions
