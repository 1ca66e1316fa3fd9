"""Writes the brief as agreed and the draft as a document for word processors, with python-docx."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, assert_never

from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from delivery.domain.blocks import (
    Block,
    Chapter,
    Chart,
    Goals,
    Heading,
    Item,
    Listing,
    Paragraph,
    Run,
    Table,
    Text,
    plain,
    strong,
)
from delivery.domain.branding import Branding
from delivery.domain.report import Report
from delivery.rendering.canvas import printable
from delivery.rendering.document_table import write_banner, write_table
from delivery.rendering.paper import blank_paper, field, saved

LOGO_HEIGHT, LOGO_WIDTH = Cm(1.8), Cm(6)
ONE_PAGE = 36
"""Contents of more entries stand closer together, so that they stay on one page."""

MONOSPACED = "Courier New"


def document_file(report: Report, chapters: Sequence[Chapter], at: datetime) -> bytes:
    """The document as DOCX: the report's front, then these chapters. The same arguments give the same bytes."""
    document = blank_paper(report)
    _front(document, report)
    _contents(document, chapters)
    for number, chapter in enumerate(chapters, 1):
        _chapter(document, chapter, number, report.branding)
    return saved(document, at)


def _front(document: Document, report: Report) -> None:
    if report.logo is not None:
        picture: Any = document.add_picture(io.BytesIO(report.logo), height=LOGO_HEIGHT)
        if picture.width > LOGO_WIDTH:
            picture.height, picture.width = int(picture.height * LOGO_WIDTH / picture.width), LOGO_WIDTH
    write_banner(
        document,
        report.branding,
        (report.branding.agency.upper(), report.title, f"Brief and campaign, prepared for {report.client}"),
    )
    rows = tuple((strong(fact.label), plain(fact.value)) for fact in report.facts)
    write_table(document, Table((), rows), report.branding, _write)
    closing = document.add_paragraph(printable(f"{report.branding.agency}, {report.prepared_on}. Confidential."))
    closing.add_run().add_break(WD_BREAK.PAGE)


def _contents(document: Document, chapters: Sequence[Chapter]) -> None:
    document.add_paragraph("Contents", style="Subtitle")
    first: Any = document.add_paragraph()
    field(first, 'TOC \\o "1-1" \\h \\z', "")
    ending = first._p.r_lst[-1]
    for number, chapter in enumerate(chapters, 1):
        paragraph: Any = first if number == 1 else document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1 if len(chapters) > ONE_PAGE else 4)
        paragraph._p.append(_jump(chapter.title, number))
        if number == len(chapters):
            paragraph._p.append(ending)
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)


def _jump(title: str, number: int) -> Any:
    jump = OxmlElement("w:hyperlink")
    jump.set(qn("w:anchor"), f"chapter_{number}")
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = printable(f"{number}  {title}")
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    jump.append(run)
    return jump


def _chapter(document: Document, chapter: Chapter, number: int, branding: Branding) -> None:
    heading: Any = document.add_paragraph(style="Heading 1")
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"chapter_{number}")
    heading._p.append(start)
    heading.add_run(printable(f"{number}  {chapter.title}"))
    heading._p.append(end)
    for block in chapter.blocks:
        _block(document, block, branding)


def _block(document: Document, block: Block, branding: Branding) -> None:
    match block:
        case Heading():
            _paragraph(document, block.text, f"Heading {block.level}")
        case Paragraph():
            _paragraph(document, block.text, "Quote" if block.quoted else "Normal")
        case Listing():
            for item in block.items:
                _item(document, item)
        case Table():
            write_table(document, block, branding, _write)
        case Chart():
            bars = tuple((plain(bar.label), plain(bar.note)) for bar in block.bars)
            write_table(document, Table((plain("Channel"), plain("Share")), bars), branding, _write)
        case Goals():
            goals = tuple((plain(goal.label), plain(goal.baseline), plain(goal.target)) for goal in block.goals)
            header = (plain("KPI"), plain("Baseline"), plain("Target"))
            write_table(document, Table(header, goals), branding, _write)
        case _:
            assert_never(block)


def _item(document: Document, item: Item) -> None:
    # Numbers are written out: Word would go on counting from one list to the next.
    depth = min(item.depth, 2)
    if item.number is None:
        _paragraph(document, item.text, ("List Bullet", "List Bullet 2", "List Bullet 3")[depth])
        return
    paragraph: Any = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.left_indent, layout.first_line_indent = Cm(0.9 + depth * 0.6), -Cm(0.9)
    layout.tab_stops.add_tab_stop(Cm(0.9 + depth * 0.6))
    layout.space_after = Pt(4)
    paragraph.add_run(f"{item.number}.\t")
    _write(paragraph, item.text)


def _paragraph(document: Document, text: Text, style: str) -> None:
    paragraph = document.add_paragraph()
    # By its id: the library takes two milliseconds to find a style by name.
    paragraph._p.style = style.replace(" ", "")
    _write(paragraph, text)


def _write(paragraph: Any, text: Text) -> None:
    for run in text:
        if run.link:
            _link(paragraph, run)
        else:
            _dress(paragraph.add_run(printable(run.text)), run)


def _dress(written: Any, run: Run) -> None:
    match run.style:
        case "strong":
            written.bold = True
        case "emphasis":
            written.italic = True
        case "code":
            written.font.name, written.font.size = MONOSPACED, Pt(9.5)


def _link(paragraph: Any, run: Run) -> None:
    address = paragraph.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), address)
    written = paragraph.add_run(printable(run.text))
    _dress(written, run)
    written.underline = True
    link.append(written._r)
    paragraph._p.append(link)
