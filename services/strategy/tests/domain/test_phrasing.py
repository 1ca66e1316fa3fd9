"""Long phrases are shortened to what stands in a sentence, and names keep their capitals."""

import pytest
from strategy_builders import a_brief

from strategy.domain.phrasing import clause, gist, inside, located, proper_names, title


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("The Calm Barrier Set: a cleanser, a serum and a moisturizer", "The Calm Barrier Set"),
        ("Ten-class starter pass at $89, valid for 30 days", "Ten-class starter pass at $89"),
        ("Consultants, GPs and dentists of 48 to 62 with an NHS pension", "Consultants, GPs and dentists of 48 to 62"),
        ("People of 24 to 40 who live or work nearby", "People of 24 to 40"),
        (
            "Wind-proof running jackets and tights for minus 15 to plus 5 degrees",
            "Wind-proof running jackets and tights",
        ),
        ("Used cars", "Used cars"),
    ],
)
def test_a_thing_is_called_by_what_stands_before_its_description(text: str, short: str) -> None:
    assert gist(text) == short


def test_a_statement_ends_at_its_first_pause_where_a_statement_stands_before_it() -> None:
    assert clause("New products sting within minutes, and nobody says why") == "New products sting within minutes"
    assert clause("Refunds, paid") == "Refunds, paid"
    assert title("Patch test by a laboratory: 49 of 52 passed") == "Patch test by a laboratory"
    assert title("212 reviews in town, average 4.9") == "212 reviews in town"


def test_names_and_initials_keep_their_capital_inside_a_sentence() -> None:
    names = proper_names(a_brief(differentiators=("Opened by Maria Sol",), primary_offer="Lotus Move pass"))
    assert inside("Maria teaches", names) == "Maria teaches"
    assert inside("Lotus classes", names) == "Lotus classes"
    assert inside("GPs and nurses", names) == "GPs and nurses"
    assert inside("Opened daily", names) == "opened daily"


def test_a_word_that_the_brief_writes_small_is_no_name() -> None:
    brief = a_brief(client_name="Crow Coffee", primary_offer="A bag of coffee", differentiators=("fresh coffee",))
    assert inside("Coffee arrives", proper_names(brief)) == "coffee arrives"


def test_a_place_has_its_article() -> None:
    assert located("United States") == "the United States"
    assert located("Kenya; classes in Nairobi") == "Kenya"
