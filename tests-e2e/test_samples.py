"""Samples are made by the line and measured for likeness; a sentence that repeats too often is found.

Mutants: `MOST_TEXTS` raised to 4 -> a long sentence in four texts is found; `_grams` of one word -> sharing words alone
is no likeness; `legal` ignored -> a legal line may stand everywhere.
"""

import json
from pathlib import Path

import pytest
from samples.__main__ import write
from samples.making import example_briefs, make_samples
from samples.measuring import legal_lines, likeness_of, measured, table_of
from samples.similarity import likeness, repeated, sentences_of

LONG = "The agency reads the numbers every week and moves the budget to what works"


def test_texts_are_alike_by_the_five_word_sequences_that_they_share() -> None:
    same = likeness({"a": "one two three four five six", "b": "One two three, four five six!"})
    assert (same.mean, same.highest, same.pair) == (1.0, 1.0, ("a", "b"))
    half = likeness({"a": "one two three four five six", "b": "one two three four five seven"})
    assert half.highest == pytest.approx(1 / 3)


def test_sharing_words_alone_is_no_likeness() -> None:
    assert likeness({"a": "one two three four five", "b": "five four three two one"}).highest == 0


def test_a_long_sentence_in_four_texts_is_found_and_one_in_three_is_not() -> None:
    texts = {name: f"- {LONG}.\n\nOther words of {name}." for name in "abcd"}
    assert repeated(texts) == {f"{LONG}.": ["a", "b", "c", "d"]}
    assert repeated({**texts, "d": "Nothing of it."}) == {}


def test_a_cell_of_a_table_is_a_sentence_and_a_short_one_may_repeat() -> None:
    texts = {name: f"| Week | {LONG} |\n|---|---|\n| {name} | read weekly |" for name in "abcd"}
    assert list(repeated(texts)) == [LONG]
    assert list(sentences_of("| a | b c |")) == ["a", "b c"]


def test_a_legal_line_may_stand_everywhere() -> None:
    texts = dict.fromkeys("abcd", f"{LONG}. To unsubscribe, reply with the word unsubscribe; one line is enough.")
    assert repeated(texts, [LONG]) == {}


def test_samples_are_delivered_packages_with_their_figures(tmp_path: Path) -> None:
    samples = make_samples(example_briefs(["yoga-studio", "coffee-subscription"]), tmp_path)
    assert [sample.name for sample in samples] == ["coffee-subscription", "yoga-studio"]
    found = measured(samples)
    assert found["faults"] == []
    for row in found["samples"]:
        assert row["status"] == "COMPLETED"
        assert row["score"] >= 70
        assert row["pages"] > 5
        assert row["words"] > 1_000
        assert set(row["seconds_a_step"]) == {"onboarding", "strategy", "production", "qc", "delivery"}
    assert 0 < found["similarity"]["max"] < 0.2
    assert table_of(found).row_count == len(samples)
    assert legal_lines(samples[1].brief)
    write(samples, tmp_path)
    assert (tmp_path / "yoga-studio.zip").read_bytes().startswith(b"PK")
    assert json.loads((tmp_path / "yoga-studio.qc.json").read_text())["passed"] is True


def test_of_a_single_sample_no_likeness_is_told() -> None:
    alike = {"mean": 0.01, "max": 0.02, "nearest": ("a", "b"), "repeated_sentences": {}}
    pair, _ = likeness_of({"samples": [{}, {}], "similarity": alike})
    assert pair == "Shared five-word sequences a pair: mean 1.00%, most 2.00% (a and b)."
    assert list(likeness_of({"samples": [{}], "similarity": alike})) == []


def test_a_brief_that_becomes_no_package_is_a_fault_with_its_reason(tmp_path: Path) -> None:
    brief = example_briefs(["yoga-studio"])["yoga-studio"]
    briefs = {"placeless": {**brief, "location": ""}, "french": {**brief, "languages": "French"}}
    samples = make_samples(briefs, tmp_path)
    faults = measured(samples)["faults"]
    assert len(faults) == 2
    assert "geography" in faults[0]
    assert "English only" in faults[1]


def test_a_client_with_a_long_name_in_capitals_is_delivered(tmp_path: Path) -> None:
    (brief,) = example_briefs(["yoga-studio"]).values()
    name = "NORTH TEXAS PARENTS AND FRIENDS ASSOCIATION OF HOPE ST. MARY'S SCHOOL AND KINDERGARTEN"
    (sample,) = make_samples({"capitals": {**brief, "clientName": name}}, tmp_path)
    assert sample.delivered, sample.reason
    assert sample.report["score"] >= 90
