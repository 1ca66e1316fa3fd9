"""A document to write on: its styles in the client's colours, header, footer, page numbers and contents."""

import io
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from delivery.domain.branding import Branding
from delivery.domain.report import Report
from delivery.rendering.canvas import BODY, QUIET, printable
from delivery.rendering.stable_zip import repeatable

TEXT_WIDTH = Cm(16.4)
FONT = "Arial"
_SIZES = {"Title": 30, "Subtitle": 15, "Heading 1": 17, "Heading 2": 13, "Heading 3": 11.5, "Heading 4": 11}


def blank_paper(report: Report) -> Document:
    """An empty A4 document with styles, header and footer."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    section.different_first_page_header_footer = True
    _style(document, report.branding)
    _head(section.header.paragraphs[0], report)
    _foot(section.footer.paragraphs[0], report.footer)
    _foot(section.first_page_footer.paragraphs[0], report.footer)
    _describe(document, report)
    return document


def saved(document: Document, at: datetime) -> bytes:
    """The document as a file; the same document and time give the same bytes."""
    target = io.BytesIO()
    document.core_properties.created = document.core_properties.modified = at.replace(tzinfo=None)
    document.save(target)
    return repeatable(target.getvalue(), at)


def shade(of: Any, fill: str) -> None:
    """Colour the ground of a cell or a paragraph, given its properties element."""
    ground = OxmlElement("w:shd")
    ground.set(qn("w:val"), "clear")
    ground.set(qn("w:color"), "auto")
    ground.set(qn("w:fill"), fill.removeprefix("#"))
    of.append(ground)


def field(paragraph: Any, code: str, shown: str) -> None:
    """Put in a field, which the office program calculates; `shown` stands there until it does."""
    for kind, words in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run()._r
        if kind == "shown":
            run.text = words
            continue
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.set(qn("xml:space"), "preserve")
            part.text = f" {code} "
        run.append(part)


def rgb(value: str) -> RGBColor:
    """A colour of ours (#rrggbb) as the library wants it."""
    return RGBColor.from_string(value.removeprefix("#").upper())


def _style(document: Document, branding: Branding) -> None:
    styles: Any = document.styles
    for name in ("Normal", *_SIZES):
        _type(styles[name], _SIZES.get(name, 10.5), BODY if name == "Normal" else branding.ink)
    styles["Normal"].paragraph_format.space_after = Pt(7)
    styles["Normal"].paragraph_format.line_spacing = 1.15
    for name, before in (("Heading 1", 26), ("Heading 2", 14), ("Heading 3", 12), ("Heading 4", 10)):
        layout = styles[name].paragraph_format
        layout.space_before, layout.space_after, layout.keep_with_next = Pt(before), Pt(6), True
    styles["Footer"].paragraph_format.tab_stops.clear_all()
    _without_line(styles["Title"])
    for name in ("List Bullet", "List Number", "List Bullet 2", "List Bullet 3"):
        styles[name].paragraph_format.space_after = Pt(4)
    _language(styles)


def _type(style: Any, size: float, colour: str) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), rgb(colour)
    style.font.bold, style.font.italic = style.name.startswith(("Heading", "Title")), False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)


def _without_line(title: Any) -> None:
    properties = title.element.get_or_add_pPr()
    for line in properties.findall(qn("w:pBdr")):
        properties.remove(line)


def _language(styles: Any) -> None:
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _head(paragraph: Any, report: Report) -> None:
    run = paragraph.add_run(printable(report.title))
    run.font.size, run.font.color.rgb = Pt(8.5), rgb(QUIET)


def _foot(paragraph: Any, words: str) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{printable(words)}\tPage ")
    field(paragraph, "PAGE", "1")
    paragraph.add_run(" of ")
    field(paragraph, "NUMPAGES", "1")
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(8.5), rgb(QUIET)


def _describe(document: Document, report: Report) -> None:
    properties = document.core_properties
    properties.title = printable(report.title)[:255]
    properties.author = properties.last_modified_by = printable(report.branding.agency)[:255]
    properties.subject = printable(f"Prepared for {report.client}")[:255]
    properties.category, properties.language, properties.revision = "Confidential", "en", 1
    properties.comments = ""
