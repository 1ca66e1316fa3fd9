"""Text on slides: what fits, what is broken where, and what goes on on another slide."""

from hypothesis import given
from hypothesis import strategies as st

from delivery.domain.fitting import balanced, height_of, pages, parts, shortened, wrapped
from delivery.domain.text_width import width_of

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=300)


@given(TEXT, st.sampled_from([12, 14, 28]), st.sampled_from([60.0, 240.0, 864.0]))
def test_no_line_is_wider_than_its_box_and_no_letter_is_lost(text: str, size: int, width: float) -> None:
    lines = wrapped(text, size, width)
    assert all(width_of(line, size) <= width or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(TEXT, st.integers(1, 4))
def test_a_shortened_text_takes_no_more_lines_than_it_may(text: str, lines: int) -> None:
    shown = shortened(text, 14, 200, lines)
    assert len(wrapped(shown, 14, 200)) <= lines
    assert shown == text or shown.endswith("…")


@given(TEXT, st.integers(1, 5))
def test_parts_hold_the_whole_text_in_few_lines_each(text: str, lines: int) -> None:
    found = parts(text, 14, 200, lines)
    assert all(len(wrapped(part, 14, 200)) <= lines for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.lists(st.integers(1, 100), max_size=40))
def test_pages_keep_the_order_and_none_is_fuller_than_it_may_be(heights: list[int]) -> None:
    found = pages(heights, float, 120)
    assert [height for page in found for height in page] == heights
    assert all(sum(page) <= 120 for page in found)


def test_pages_are_evenly_full() -> None:
    assert [len(page) for page in pages([10] * 13, float, 120)] == [7, 6]


def test_the_lines_of_a_balanced_title_are_alike() -> None:
    width = balanced("Tarnwell Skin: 30 days of social media", 42, 740, bold=True)
    assert wrapped("Tarnwell Skin: 30 days of social media", 42, width, bold=True) == (
        "Tarnwell Skin: 30",
        "days of social media",
    )


def test_widths_are_those_of_the_font() -> None:
    assert width_of("Twelve mats", 1000) == 611 + 722 + 556 + 222 + 500 + 556 + 278 + 833 + 556 + 278 + 500
    assert width_of("é", 10) == width_of("e", 10)
    assert width_of("北", 10) == 10
    assert height_of("a\nb", 10, 100) == 24
