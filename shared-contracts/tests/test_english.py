"""What a brief names is put into sentences as English has it.

Mutants: `articled` that adds nothing -> `Choosing coffee subscription`; one that always adds -> `the used cars`;
`unit_of` that leaves the plural -> `1 bookings`.
"""

import pytest

from contracts.english import articled, located, unit_of


@pytest.mark.parametrize(
    ("value", "plural", "written"),
    [
        (1, "bookings", "booking"),
        (2, "bookings", "bookings"),
        (1, "new reviews a week", "new review a week"),
        (1, "starter passes sold", "starter pass sold"),
        (1, "enquiries", "enquiry"),
        (1, "people", "person"),
        (1, "% of customers", "% of customers"),
        (1, "USD", "USD"),
        (1, "", ""),
    ],
)
def test_a_unit_stands_behind_a_one_in_the_singular(value: float, plural: str, written: str) -> None:
    assert unit_of(value, plural) == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("ten-class starter pass at $89", "the ten-class starter pass at $89"),
        ("coffee subscription", "the coffee subscription"),
        ("a 30-day pilot", "a 30-day pilot"),
        ("the retirement review", "the retirement review"),
        ("inspected used cars from 3 lakh", "inspected used cars from 3 lakh"),
        ("Calm Barrier Set", "Calm Barrier Set"),
        ("ida's bread", "ida's bread"),
        ("24-week course", "24-week course"),
        ("learn to code in twelve weeks", "learn to code in twelve weeks"),
        ("", ""),
    ],
)
def test_a_name_has_an_article_where_english_wants_one(name: str, written: str) -> None:
    assert articled(name) == written


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ("United Kingdom", "the United Kingdom"),
        ("Nordic countries", "the Nordic countries"),
        ("Austin, Texas", "Austin, Texas"),
        ("Worldwide", "all countries"),
        ("global", "all countries"),
    ],
)
def test_a_place_reads_well_behind_in(place: str, written: str) -> None:
    assert located(place) == written
