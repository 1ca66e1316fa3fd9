"""Rules of writing."""

import pytest

from production.domain.wording import clip, distinct, gist, inside, listed, number, plain, sentence


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Short", 10, "Short"),
        ("A calm skin routine of three steps", 24, "A calm skin routine…"),
        ("Unbreakableword", 6, "Unbre…"),
        ("One, two", 6, "One…"),
    ],
)
def test_a_cut_text_ends_on_a_whole_word_that_does_not_dangle(text: str, limit: int, expected: str) -> None:
    assert clip(text, limit) == expected
    assert len(clip(text, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Fragrance-free skincare for sensitive skin", 30, "Fragrance-free skincare"),
        ("Twelve ingredients at most, each explained", 30, "Twelve ingredients at most"),
        ("Products that sting", 12, ""),
        ("Fresh beans", 30, "Fresh beans"),
    ],
)
def test_the_gist_is_a_beginning_that_stands_by_itself(text: str, limit: int, expected: str) -> None:
    assert gist(text, limit) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Beans that are stale.", "beans that are stale"),
        ("CISOs of banks", "CISOs of banks"),
        ("New York roasters", "New York roasters"),
        ("I have no time", "I have no time"),
        ("A bag a week", "a bag a week"),
        ("24-hour delivery", "24-hour delivery"),
    ],
)
def test_only_a_word_that_is_no_name_loses_its_capital_inside_a_sentence(text: str, expected: str) -> None:
    assert inside(text) == expected


def test_control_characters_and_line_breaks_become_one_line() -> None:
    assert plain("a\x0bb\n\n c\u0000\ud800d") == "a b c d"


def test_sentences_end_once() -> None:
    assert [sentence(text) for text in ("yes", "Yes.", "Why?", "", "so,")] == ["Yes.", "Yes.", "Why?", "", "So."]


def test_numbers_read_as_people_write_them() -> None:
    assert [number(value) for value in (10000, 1.8, 0.25, 141.9, 1000000.0)] == [
        "10,000",
        "1.8",
        "0.25",
        "141.9",
        "1,000,000",
    ]


def test_lists_places_and_doubles() -> None:
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b and c")
    assert distinct(("Stale beans", " stale  beans. ", "", "Fresh")) == ("Stale beans", "Fresh")
