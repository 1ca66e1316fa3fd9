"""The document as a word processor reads it: real headings, tables with repeated headers, fields."""

import io
from typing import Any

import docx
from delivery_builders import AT, a_brief, a_draft, a_passed_draft, an_order
from docx.oxml.ns import qn

from contracts.draft import Section
from contracts.messages import QcPassed
from delivery.domain.agreed import agreed_brief
from delivery.domain.report import report_of
from delivery.rendering.document import document_file

BODY = """## Proof

- Coaches correct by **name**
  - and stay

1. First
2. Second

> Twelve mats

| Day | Hook |
| --- | --- |
| 1 | [Timetable](https://riverbend.example/classes) |
"""


def opened(event: QcPassed | None = None) -> Any:
    order = an_order(event)
    report = report_of(order)
    chapters = (agreed_brief(order.event.brief), *report.chapters)
    return docx.Document(io.BytesIO(document_file(report, chapters, AT)))


def styled(document: Any, style: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def rows(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def with_section(body: str) -> QcPassed:
    section = Section(section_id="proof", title="What proves it", form="prose", body=body)
    return a_passed_draft(draft=a_draft(sections=(section,)))


def test_chapters_are_real_headings_and_the_brief_comes_first() -> None:
    headings = styled(opened(), "Heading 1")
    assert headings[:4] == [
        "1  The brief as agreed",
        "2  Executive summary",
        "3  The campaign in figures",
        "4  Overview",
    ]


def test_the_brief_as_agreed_names_every_field_that_was_given() -> None:
    document = opened()
    agreed = {row[0]: row[1] for table in document.tables for row in rows(table) if len(row) == 2}
    assert agreed["Name"] == "Riverbend Yoga & HIIT"
    assert agreed["Budget"] == "USD 15,000 to USD 20,000"
    assert agreed["Required disclaimers"] == "Consult a doctor before you start a new exercise programme."
    assert agreed["Start date"] == "4 May 2026"
    assert "Pricing" not in agreed


def test_a_section_keeps_its_headings_lists_quotes_tables_and_links() -> None:
    document = opened(with_section(BODY))
    assert "Proof" in styled(document, "Heading 2")
    assert "Coaches correct by name" in styled(document, "List Bullet")
    assert "and stay" in styled(document, "List Bullet 2")
    assert "Twelve mats" in styled(document, "Quote")
    assert {"1.\tFirst", "2.\tSecond"} <= set(styled(document, "Normal"))
    links = [relation.target_ref for relation in document.part.rels.values() if relation.is_external]
    assert "https://riverbend.example/classes" in links


def test_a_tables_header_is_repeated_and_its_rows_stay_whole() -> None:
    for table in opened().tables[2:]:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in (first, *others))


def test_the_contents_field_lists_every_chapter_and_leads_to_it() -> None:
    document = opened()
    body = document.element.body
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    codes = [code.text.strip() for code in body.iter(qn("w:instrText"))]
    assert anchors == marks == [f"chapter_{number}" for number in range(1, len(styled(document, "Heading 1")) + 1)]
    assert codes == ['TOC \\o "1-1" \\h \\z']
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_every_page_has_its_number_and_says_confidential() -> None:
    section = opened().sections[0]
    assert section.header.paragraphs[0].text == "Twelve mats, one coach"
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        assert paragraph.text.startswith("Confidential. Prepared by AICMO")
        codes = [code.text.strip() for code in paragraph._p.iter(qn("w:instrText"))]
        assert codes == ["PAGE", "NUMPAGES"]


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    event = a_passed_draft(brief=a_brief(client_name="River\x0bbend\x00 \ufffe"), draft=a_draft(title="A\x1fB"))
    assert opened(event).core_properties.title == "AB"


def test_the_file_says_who_made_it_when_and_that_it_is_confidential() -> None:
    properties = opened().core_properties
    assert (properties.title, properties.author, properties.category) == (
        "Twelve mats, one coach",
        "AICMO",
        "Confidential",
    )
    assert properties.created == properties.modified == AT
