"""No text, however it is made, holds up the review: every rule's time grows with the text's length and no faster.

A rule with a regular expression that backtracks needs minutes for such lines. Mutants that were refused: the bounded
repetitions of an e-mail address's name, of a template's braces and of a Markdown link's target made unbounded.
"""

import time
from collections.abc import Callable, Mapping

import pytest
from qc_builders import a_brief, a_draft, a_post, a_section, produced, the_sections

from contracts.messages import DraftProduced
from qc.domain.disguises import disguised
from qc.domain.material import material_of
from qc.domain.review import checks_of, review
from qc.domain.rule import Rule
from qc.domain.rules import RULES

LENGTH = 100_000
MOST_SECONDS = 8.0
"""Of the processor, for all rules over one text; what is measured is 0.2 to 2. A backtracking rule needs minutes."""

PIECES = (
    *("a", "A", "1", " ", "\t", "-", "_", "#", "|", ".", "é", "\u200b", "а", "😀", "("),
    *("a ", "A ", "AAAA ", "1 ", "1-", "a.", "a-", "a@", "@a", "a@a.", "x%", "1%", "$x", "- ", "| ", "|-", "# "),
    *(
        "{{",
        "}}",
        "{{a}}",
        "[[",
        "[insert ",
        "<%",
        "${",
        "*|A",
        "%%a",
        "[AA ",
        "TBD ",
        "lorem ",
        "put a ",
        "budget to be ",
    ),
    *("http:", "http://", "https://a.", "www.", "www.a.", "](", "[a](", "htps:", "utm_source=", "javascript:"),
    *("+1 ", "+11", "(512) ", "512 555 ", "4111 ", "4 ", "DE89 ", "DE89", "3704 ", "call ", "call 1 ", "123-45-"),
    *(
        "meta title",
        "meta title: ",
        "meta ",
        "cures ",
        "cures all ",
        "eczema ",
        "f l a w ",
        "flaw",
        "flawless ",
        "never ",
        "day 9 of 5 ",
    ),
    *(
        "guaranteed ",
        "9 out of ",
        "day 9 of 5 ",
        "9 in ",
        "“",
        '"',
        "!",
        "?!",
        "…",
        "… |",
        "**",
        "1. ",
        "\r",
        "\x0b",
        "a\u0301",
    ),
)


def a_posted(**fields: str) -> DraftProduced:
    return produced(draft=a_draft(calendar=(a_post(1, **fields),)))


PLACES: Mapping[str, Callable[[str], DraftProduced]] = {
    "a section": lambda text: produced(draft=a_draft(sections=(a_section(body=text), *the_sections()[1:]))),
    "a caption": lambda text: produced(
        draft=a_draft(calendar=(a_post(1, caption=text, hook=text, call_to_action=text),))
    ),
    "hashtags": lambda text: produced(draft=a_draft(hashtags=(text, *text[:20_000]))),
    "a link": lambda text: a_posted(utm_link=text),
    "the brief": lambda text: produced(brief=a_brief(forbidden_claims=(text[:2_000],), pain_points=(text,))),
}


def seconds(event: DraftProduced) -> float:
    started = time.process_time()
    review(event)
    return time.process_time() - started


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_a_long_line_of_one_piece_is_read_in_time(piece: str) -> None:
    text = (piece * (LENGTH // len(piece) + 1))[:LENGTH]
    assert seconds(PLACES["a section"](text)) < MOST_SECONDS


@pytest.mark.parametrize("tail", ["@", "%", "]", "}}", ")", ":", "|", "https://"])
@pytest.mark.parametrize("piece", ["a", "1", " ", "[", "a-", "1 "])
def test_a_long_line_that_ends_in_something_else_is_read_in_time(piece: str, tail: str) -> None:
    text = (piece * LENGTH)[:LENGTH]
    assert seconds(PLACES["a section"](f"{text}{tail}")) < MOST_SECONDS


@pytest.mark.parametrize("place", sorted(PLACES))
@pytest.mark.parametrize("piece", ["a", "1 ", "flaw less ", "http://a.", "A\n"], ids=ascii)
def test_a_long_text_is_read_in_time_wherever_it_stands(place: str, piece: str) -> None:
    text = (piece * (LENGTH // len(piece)))[:LENGTH]
    assert seconds(PLACES[place](text)) < MOST_SECONDS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_rule_crashes_over_a_text_of_every_piece(rule: Rule) -> None:
    for place in PLACES.values():
        checks = checks_of(rule, material_of(place("\n".join(PIECES) * 3)))
        assert not [check.reason for check in checks if "the check itself failed" in check.reason]


def test_a_pattern_grows_with_its_phrase_and_no_faster() -> None:
    """Mutant: no longest word that is inflected -> every place of 2,000 letters is tried for a gap."""
    endless = "ab" * 1_000
    assert len(disguised(endless).pattern) < 3 * len(endless)
