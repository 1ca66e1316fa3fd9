"""Budgets are understood as people write them, and never guessed."""

from typing import Any

import pytest
from onboarding_builders import a_brief, a_form, problem_fields, problems_of

from contracts.brief import Budget


@pytest.mark.parametrize(
    ("written", "minimum", "maximum", "currency"),
    [
        ({"minimum": 12000, "maximum": 18000.4, "currency": "usd"}, 12000, 18000, "USD"),
        ({"min": "€12,000", "max": "18k"}, 12000, 18000, "EUR"),
        ({"range": [5000, 9000], "currency": "£"}, 5000, 9000, "GBP"),
        ({"range": "60k - 75k", "currency": "US$"}, 60000, 75000, "USD"),
        ({"maximum": 900}, 900, 900, "USD"),
        ("$20,000", 20000, 20000, "USD"),
        ("10-20k EUR", 10000, 20000, "EUR"),
        ("US$ 1.5m to 2m", 1_500_000, 2_000_000, "USD"),
        ("Rs. 40000", 40000, 40000, "INR"),
        ("12 000 EUR", 12000, 12000, "EUR"),
        ("CHF 12'000 - 15'000", 12000, 15000, "CHF"),
        ("₹24 lakh", 2_400_000, 2_400_000, "INR"),
        ("1.2 crore INR", 12_000_000, 12_000_000, "INR"),
        ("up to $20k", 20000, 20000, "USD"),
        ("about 900 euros", 900, 900, "EUR"),
        ({"amount": 20000, "currency": "EUR"}, 20000, 20000, "EUR"),
        (0, 0, 0, "USD"),
    ],
)
def test_a_budget_is_understood(written: Any, minimum: int, maximum: int, currency: str) -> None:
    assert a_brief(budget=written).budget == Budget(minimum=minimum, maximum=maximum, currency=currency)


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ({"minimum": 20, "maximum": 10}, "budget"),
        ({"minimum": -20, "maximum": 10}, "budget.minimum"),
        ({"minimum": 20, "currency": "doubloons"}, "budget.currency"),
        ({"minimum": "€20", "currency": "USD"}, "budget"),
        ({"minimum": True}, "budget.minimum"),
        ({"currency": "USD"}, "budget"),
        ({"maximum": 2e12}, "budget.maximum"),
        (-500, "budget"),
        ("-500", "budget"),
        ("20.000", "budget"),
        ("20 bananas", "budget"),
        ("$", "budget"),
        ("1 2 3", "budget"),
        ("2,000 USD a month", "budget"),
        ("up", "budget"),
        ([1, 2, 3], "budget"),
        ("about twenty thousand", "budget"),
    ],
)
def test_a_budget_that_is_inverted_negative_or_unclear_is_a_problem(written: Any, field: str) -> None:
    assert problem_fields(budget=written) == [field]


@pytest.mark.parametrize("written", ["2,000 USD a month", "€500 per week", "20k monthly"])
def test_a_rate_is_told_that_the_whole_campaign_is_asked_for(written: str) -> None:
    assert "for the whole campaign" in problems_of(a_form(budget=written))["budget"].message
