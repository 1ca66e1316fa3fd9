"""The PDF that a client reads."""

import io
import re

import pytest
from delivery_builders import AT, a_brief, a_draft, a_passed_draft, an_order, posts
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from contracts.draft import Section
from delivery.domain.order import Order
from delivery.domain.report import report_of
from delivery.rendering.fonts import fonts_of
from delivery.rendering.pdf import typesetter

TYPESET = typesetter(fonts_of())


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


def test_the_logo_stands_on_the_cover_and_needs_no_name_beside_it() -> None:
    target = io.BytesIO()
    Image.new("RGB", (60, 30), "red").save(target, "PNG")
    cover = PdfReader(io.BytesIO(TYPESET(report_of(an_order(), target.getvalue()), AT))).pages[0]
    assert [image.image.size for image in cover.images if image.image is not None] == [(60, 30)]


def test_chapters_and_their_parts_are_bookmarks_and_the_document_is_described() -> None:
    reader = PdfReader(io.BytesIO(TYPESET(report_of(an_order()), AT)))
    titles = [
        entry["/Title"] if isinstance(entry, dict) else [part["/Title"] for part in entry]
        for entry in reader.outline[:3]
    ]
    assert titles == [
        "1 Executive summary",
        "2 The campaign in figures",
        ["Budget by channel", "KPIs from baseline to target"],
    ]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (
        "Twelve mats, one coach for Riverbend Yoga & HIIT",
        "AICMO",
    )
    assert reader.metadata.creation_date == AT
    assert reader.root_object["/Lang"] == "en"
    assert reader.root_object["/MarkInfo"]["/Marked"]


def test_a_long_table_repeats_its_header_on_every_page_and_keeps_its_rows_whole() -> None:
    pages = pages_of(an_order(a_passed_draft(draft=a_draft(calendar=posts(120)))))
    rows = [re.findall(r"Day (\d+):", page) for page in pages]
    assert [int(day) for days in rows for day in days] == list(range(1, 121))
    assert sum(bool(days) for days in rows) >= 4
    assert all("Call to action" in page for page, days in zip(pages, rows, strict=True) if days)


def test_the_largest_package_has_every_section_and_more_than_forty_pages() -> None:
    body = "## Part\n\n" + "Riverbend keeps classes at twelve, so that a coach sees every heel. " * 60
    sections = tuple(
        Section(section_id=f"section_{n}", title=f"Section number {n}", form="prose", body=body) for n in range(39)
    )
    _, contents, *rest = pages_of(an_order(a_passed_draft(draft=a_draft(sections=sections))))
    assert len(rest) >= 40
    assert all(f"Section number {n}" in contents for n in range(39))
    assert "Section number 38" in "".join(rest[-12:])


@pytest.mark.parametrize("name", ["শিউলি মোটরস", "北京书店", '#eval(read(1)) $x$ @a <b> \\ "q" *_`~ [c]', "x" * 400])
def test_any_name_can_be_typeset_and_none_is_a_command(name: str) -> None:
    pages = pages_of(an_order(a_passed_draft(brief=a_brief(client_name=name))))
    words = "".join(pages[0].split()).replace("\u200b", "")
    assert not name.isascii() or "".join(name.split()) in words


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1), st.text())
def test_any_text_can_be_typeset(title: str, body: str) -> None:
    draft = a_draft(title=title, sections=(Section(section_id="a", title=title, form="prose", body=body),), calendar=())
    assert len(pages_of(an_order(a_passed_draft(draft=draft)))) >= 3
