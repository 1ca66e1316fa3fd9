"""Which texts the fonts can show, and that it is found out where they can't."""

import io

import pytest
import typst
from delivery_builders import AT, BOXED, a_brief, a_passed_draft, an_order
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PageObject, PdfReader
from pypdf.generic import ByteStringObject, TextStringObject

from delivery.domain.report import report_of
from delivery.rendering.fonts import fonts_of, lacking
from delivery.rendering.pdf import typesetter
from delivery.rendering.pictures import as_png
from delivery.rendering.press import renderers

FONTS = fonts_of()
EMBEDDED = typst.Fonts(include_system_fonts=False)
NAMES = {
    "Japanese": "さくら化粧品",
    "Chinese": "北京书店 臺灣",
    "Korean": "한국어",
    "Thai": "ครีมซากุระ",
    "Arabic": "العربية",
    "Hebrew": "עברית",
    "Hindi": "हिन्दी",
    "Bengali": "শিউলি",
    "Tamil": "தமிழ்",
    "Georgian": "ქართული",
    "Vietnamese": "Người Việt",
    "Polish": "Zażółć gęślą jaźń",
    "Turkish": "İğüşıöç",
    "Greek": "Ελληνικά ἀρχή",
    "Cyrillic": "Привет Їжак",
    "money": "₹ ₪ ฿ € £ ₺ ₫",
    "emoji": "🎉 👩‍💻 ❤️ 🇯🇵 👍🏽",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_the_fonts_have_the_letters_of_every_usual_script(name: str) -> None:
    assert lacking(name, FONTS) == ""


def cover(client: str, fonts: typst.Fonts) -> PageObject:
    pdf = typesetter(fonts)(report_of(an_order(a_passed_draft(brief=a_brief(client_name=client)))), AT)
    return PdfReader(io.BytesIO(pdf)).pages[0]


def boxes_on(page: PageObject) -> int:
    """How often a page shows the glyph number 0, which every font has for what it lacks."""
    contents = page.get_contents()
    assert contents is not None
    shown = [operands[0] for operands, operator in contents.operations if operator in (b"Tj", b"TJ")]
    texts = [part for each in shown for part in (each if isinstance(each, list) else [each])]
    glyphs = [text.original_bytes for text in texts if isinstance(text, (ByteStringObject, TextStringObject))]
    return sum(text[place : place + 2] == b"\0\0" for text in glyphs for place in range(0, len(text), 2))


def test_a_clients_name_stands_on_the_cover_in_its_own_script() -> None:
    assert NAMES["Japanese"] in cover(NAMES["Japanese"], FONTS).extract_text()
    every = " ".join(NAMES.values())
    assert boxes_on(cover(every, EMBEDDED)) > 30
    assert boxes_on(cover(every, FONTS)) == 0


def test_characters_that_no_font_has_are_found_each_once() -> None:
    assert lacking(f"Batik {BOXED} and {BOXED[::-1]}, é 日", FONTS) == BOXED
    assert lacking("\U000f1234 of their own, \U0001fbff", FONTS) == "\U0001fbff\U000f1234"
    assert lacking("さくら of Kyōto 🎉", EMBEDDED) == "くさら🎉"


def test_a_press_asks_about_the_fonts_that_it_sets_in() -> None:
    assert renderers().lacking(f"日 {BOXED}") == BOXED


def test_what_has_no_shape_is_not_missed() -> None:
    assert lacking("a\u00a0b\u200b\u00ad\u200d\ufeff\u2028e\u0301", FONTS) == ""


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    assert set(lacking(text, FONTS)) <= set(text)


def test_words_in_a_drawn_logo_are_set_in_the_same_fonts() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><text y="30" font-size="30">{}</text></svg>'
    drawn, boxes = (
        [Image.open(io.BytesIO(as_png(svg.format(word).encode(), fonts) or b"")).tobytes() for word in ("日本", "木口")]
        for fonts in (FONTS, EMBEDDED)
    )
    assert drawn[0] != drawn[1]
    assert boxes[0] == boxes[1]
