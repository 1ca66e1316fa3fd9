"""The PDF that a client reads."""

import io

import pytest
from delivery_builders import AT, a_brief, a_draft, a_passed_draft, an_order
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from contracts.draft import Section
from delivery.domain.order import Order
from delivery.domain.report import report_of
from delivery.rendering.pdf import typesetter

TYPESET = typesetter()


def pages_of(order: Order) -> list[str]:
    pdf = TYPESET(report_of(order), AT)
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_the_pdf_has_a_cover_contents_numbered_pages_and_a_confidential_footer() -> None:
    cover, contents, *rest = pages_of(an_order())
    assert "Prepared for Riverbend Yoga & HIIT" in cover
    assert "Contents" in contents
    assert "Key performance indicators" in contents
    last = len(rest) + 2
    for number, page in enumerate(rest, 3):
        assert f"{number} / {last}" in page
        assert "Confidential. Prepared by AICMO" in page


def test_the_same_report_gives_the_same_pdf() -> None:
    report = report_of(an_order())
    assert TYPESET(report, AT) == TYPESET(report, AT)


@pytest.mark.parametrize("name", ["শিউলি মোটরস", "北京书店", '#eval(read(1)) $x$ @a <b> \\ "q" *_`~ [c]', "x" * 400])
def test_any_name_can_be_typeset_and_none_is_a_command(name: str) -> None:
    pages = pages_of(an_order(a_passed_draft(brief=a_brief(client_name=name))))
    words = "".join(pages[0].split()).replace("\u200b", "")
    assert name.isascii() is False or "".join(name.split()) in words


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1), st.text())
def test_any_text_can_be_typeset(title: str, body: str) -> None:
    draft = a_draft(title=title, sections=(Section(section_id="a", title=title, form="prose", body=body),), calendar=())
    assert len(pages_of(an_order(a_passed_draft(draft=draft)))) >= 3
