"""Budgets are understood as people write them, and never guessed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onboarding_builders import a_brief, a_form, problem_fields, problems_of

from contracts.brief import Budget
from onboarding.domain.money import number, spread


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
        ("₹ 2,00,000", 200_000, 200_000, "INR"),
        ("12,34,567 INR", 1_234_567, 1_234_567, "INR"),
        ("1,00,000 - 1,23,45,678 INR", 100_000, 12_345_678, "INR"),
        ("2 Cr INR", 20_000_000, 20_000_000, "INR"),
        ("₪10,000", 10_000, 10_000, "ILS"),
        ("₩5,000,000", 5_000_000, 5_000_000, "KRW"),
        ("₺5000 - ₺9000", 5_000, 9_000, "TRY"),
        ("₦1,000,000", 1_000_000, 1_000_000, "NGN"),
        ("₽100000", 100_000, 100_000, "RUB"),
        ("zł 10,000", 10_000, 10_000, "PLN"),
        ("50 000 Kč", 50_000, 50_000, "CZK"),
        ("R10 000", 10_000, 10_000, "ZAR"),
        ("10k–15k€", 10_000, 15_000, "EUR"),
        ("SEK 50,000 kr", 50_000, 50_000, "SEK"),
        ("$5,000 CAD", 5_000, 5_000, "CAD"),
        ("from 5,000 to 9,000 EUR", 5_000, 9_000, "EUR"),
        ("From €5k up to €9k", 5_000, 9_000, "EUR"),
        ("between 5 and 9k EUR", 5_000, 9_000, "EUR"),
        ("between 5,000–9,000 EUR", 5_000, 9_000, "EUR"),
        ("10,000 USD total", 10_000, 10_000, "USD"),
        ("5k to 9k EUR in total.", 5_000, 9_000, "EUR"),
        ("Total: 10,000 USD", 10_000, 10_000, "USD"),
        ("10,000 USD per campaign", 10_000, 10_000, "USD"),
        ("no more than 10k EUR", 10_000, 10_000, "EUR"),
        ("EUR 10,000 max", 10_000, 10_000, "EUR"),
        ("~10k", 10_000, 10_000, "USD"),
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
        ("12,345,67", "budget"),
        ("1,23,456,789", "budget"),
        ("from 5,000 EUR", "budget"),
        ("5,000 and 9,000 EUR", "budget"),
        ("from 5k to 9k to 12k", "budget"),
        ("5 total 9", "budget"),
        ("€5,000 CAD", "budget"),
    ],
)
def test_a_budget_that_is_inverted_negative_or_unclear_is_a_problem(written: Any, field: str) -> None:
    assert problem_fields(budget=written) == [field]


@pytest.mark.parametrize(
    "written", ["2,000 USD a month", "€500 per week", "20k monthly", "$10,000/mo", "$10,000 / month", "5k per annum"]
)
def test_a_rate_is_told_that_the_whole_campaign_is_asked_for(written: str) -> None:
    assert "for the whole campaign" in problems_of(a_form(budget=written))["budget"].message


@pytest.mark.parametrize("written", ["kr 50,000", "50 000 kr", "40,000 kr. - 50,000 kr.", "50,000 kr EUR"])
def test_a_crown_of_no_country_is_told_which_there_are(written: str) -> None:
    assert "write DKK, ISK, NOK, SEK" in problems_of(a_form(budget=written))["budget"].message


_COUNTS = st.integers(0, 10**11)


def _indian(number: int) -> str:
    lead, last = divmod(number, 1000)
    pairs = []
    while lead:
        lead, pair = divmod(lead, 100)
        pairs.append(f"{pair:02}" if lead else str(pair))
    return ",".join([*reversed(pairs), f"{last:03}"]) if pairs else str(last)


@given(_COUNTS)
def test_a_number_is_the_same_grouped_by_thousands_by_lakhs_or_not_at_all(count: int) -> None:
    assert number("x", f"{count:,}") == number("x", _indian(count)) == number("x", str(count)) == count


@given(_COUNTS, _COUNTS, st.sampled_from(["€", "EUR ", "₹", "zł "]), st.sampled_from(["", " total", " per campaign"]))
def test_a_range_is_the_same_however_it_is_said(one: int, other: int, sign: str, aside: str) -> None:
    low, high = f"{sign}{min(one, other):,}", f"{sign}{max(one, other):,}"
    plain = spread("x", f"{low} - {high}")
    assert spread("x", f"from {low} to {high}{aside}") == spread("x", f"between {low} and {high}{aside}") == plain
