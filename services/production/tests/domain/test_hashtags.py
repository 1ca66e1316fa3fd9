"""Hashtags: well formed, specific, made from this brief's words."""

import re

import pytest
from production_builders import a_brief, material

from production.domain.hashtags import hashtags, tags


def test_tags_are_words_joined_with_a_letter_and_none_stands_twice() -> None:
    found = hashtags(material()).all
    assert all(re.fullmatch(r"#[A-Za-z][A-Za-z0-9]{2,29}", tag) for tag in found)
    assert len({tag.casefold() for tag in found}) == len(found) >= 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fragrance-free skincare for sensitive skin", ["#FragranceFreeSkincare", "#SensitiveSkin"]),
        ("Love", []),
        ("2026, 12 and 40", []),
        ("People who brew filter coffee at home", ["#BrewFilterCoffee"]),
        ("iPhone repair, same-day service", ["#IPhoneRepair", "#SameDayService"]),
    ],
)
def test_a_tag_is_a_run_of_words_that_belong_together(text: str, expected: list[str]) -> None:
    assert tags(text) == expected


def test_a_banned_word_does_not_hide_in_a_tag() -> None:
    found = hashtags(material(a_brief(banned_words=("filter coffee",)))).all
    assert not any("filtercoffee" in tag.casefold() for tag in found)


def test_a_post_carries_the_clients_tag_and_others_in_turn() -> None:
    found = hashtags(material())
    first, second = found.for_post(3, 0), found.for_post(3, 1)
    assert first[0] == second[0] == "#HarbourVine"
    assert first[1:] != second[1:]
    assert found.for_post(0, 5) == ()


def test_a_name_in_a_script_with_combining_marks_gives_no_broken_tag() -> None:
    found = hashtags(material(a_brief(client_name="শিউলি কফি", primary_offer="Ground coffee from Kolkata"))).all
    assert found[0] == "#GroundCoffee"
