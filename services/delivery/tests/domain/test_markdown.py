"""The Markdown that sections are written in."""

from hypothesis import given
from hypothesis import strategies as st

from delivery.domain.blocks import Heading, Item, Listing, Paragraph, Run, Table, plain
from delivery.domain.inline import inline
from delivery.domain.markdown import read

SOURCE = """Twelve mats,
one coach.

### Proof
- Correction by *name*
  in every class
  - at mat seven
1. Book
2. Come
> Nobody saw me before.

| Day | Hook |
|-----|:----:|
| 1 | a \\| b |
| 2 |
"""


def test_every_kind_of_block_is_read() -> None:
    assert read(SOURCE) == (
        Paragraph(plain("Twelve mats, one coach.")),
        Heading(plain("Proof"), 3),
        Listing(
            (
                Item((Run("Correction by "), Run("name", "emphasis"), Run(" in every class"))),
                Item(plain("at mat seven"), 1),
            )
        ),
        Listing((Item(plain("Book"), 0, 1), Item(plain("Come"), 0, 2))),
        Paragraph(plain("Nobody saw me before."), quoted=True),
        Table((plain("Day"), plain("Hook")), ((plain("1"), plain("a | b")), (plain("2"), ()))),
    )


def test_emphasis_code_and_links_are_read() -> None:
    assert inline("**Now** _or_ `never`: [book](https://a.example/x_(y)?b=1)") == (
        Run("Now", "strong"),
        Run(" "),
        Run("or", "emphasis"),
        Run(" "),
        Run("never", "code"),
        Run(": "),
        Run("book", "plain", "https://a.example/x_(y)?b=1"),
    )


def test_marks_that_are_no_markup_stay_text() -> None:
    for words in ("5 * 3 * 2", "snake_case_name", "a ** b", "#hashtag", "50 % < 60 %", "<script>", "$x$ @me", "[x]"):
        assert read(words) == (Paragraph(plain(words)),)


def test_a_link_that_runs_keeps_only_its_words() -> None:
    for address in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"):
        assert inline(f"[book]({address})") == plain("book")


@given(st.text(alphabet="ab *_`|[]()\\#->1.\n\u09ac\u4e2d"))
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(read(text), tuple)
