"""Phrases are found as whole words in any script, and text is counted and split as people would."""

import pytest

from qc.domain.words import count_words, follows_closely, framed, search_key, sentences, word_list, wordings


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("cutting-edge", "A Cutting Edge blender"),
        ("don’t miss out", "DON'T MISS OUT!"),
        ("100%", "100 % cotton"),
        ("STRASSE", "die Straße"),
        ("guaranteed", "gua\u200branteed for life"),
        ("ﬁtness", "fitness"),
        ("কলকাতা", "শোরুম: কলকাতা।"),
        ("治愈", "这款面霜治愈湿疹"),
    ],
)
def test_a_phrase_is_found_whatever_its_case_punctuation_or_script(phrase: str, text: str) -> None:
    assert search_key(phrase) in framed(text)


@pytest.mark.parametrize(
    ("phrase", "text"), [("art", "We start apart"), ("কল", "কলা"), ("100%", "100 members"), ("cure", "Cured ham")]
)
def test_a_phrase_is_not_found_inside_another_word(phrase: str, text: str) -> None:
    assert search_key(phrase) not in framed(text)


def test_a_phrase_without_words_has_no_key() -> None:
    assert search_key("!!!") == ""


def test_an_entry_means_what_it_quotes() -> None:
    assert wordings("Never say “miracle cure” or “instant”") == ("miracle cure", "instant")
    assert wordings(" skinny ") == ("skinny",)


def test_text_without_spaces_counts_two_characters_a_word() -> None:
    assert count_words("敏感肌肤护理") == 1 + 3


def test_sentences_end_at_marks_and_lines_and_leave_tables_headings_and_links_out() -> None:
    text = "## Plan\n| a | b |\nOne here. Two there!\n- Three: https://a.example/x?y=1"
    assert sentences(text) == ["One here.", "Two there!", "Three: "]


def test_words_follow_closely_when_few_others_stand_between() -> None:
    words = word_list("it cures all of your eczema and cures dry eczema")
    assert follows_closely(["cures", "eczema"], words)
    assert not follows_closely(["cures", "eczema"], word_list("it cures nothing, above all not eczema"))
