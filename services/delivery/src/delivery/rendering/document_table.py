"""Tables of a document: columns as wide as their text asks for, a header that every page repeats, whole rows."""

from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Emu, Pt
from docx.text.paragraph import Paragraph

from delivery.domain.blocks import Table, Text
from delivery.domain.branding import Branding
from delivery.domain.text_width import width_of
from delivery.rendering.canvas import printable
from delivery.rendering.paper import TEXT_WIDTH, rgb, shade

Write = Callable[[Paragraph, Text], None]

PADDING, LONGEST_WORD = 13, 110
"""In points: a cell's margins, and what one word may ask of a column; a longer one is broken."""

SHORT_CELL = 14
"""A cell of no more characters stays on one line."""

_BORDERS = (
    f'<w:tblBorders {nsdecls("w")}><w:top w:val="nil"/><w:left w:val="nil"/>'
    '<w:bottom w:val="single" w:sz="4" w:color="D8DCE3"/><w:right w:val="nil"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="D8DCE3"/><w:insideV w:val="nil"/></w:tblBorders>'
)
_MARGINS = (
    f'<w:tblCellMar {nsdecls("w")}><w:top w:w="70" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
    '<w:bottom w:w="70" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar>'
)


def write_table(document: Document, table: Table, branding: Branding, write: Write) -> None:
    """Add a table and a little space behind it; a table without a header has none."""
    rows = ((table.header,) if table.header else ()) + table.rows
    if not rows:
        return
    size = 8.5 if len(rows[0]) > 4 else 9.5
    widths = _widths(rows, size)
    added: Any = document.add_table(0, len(widths))
    _lay(added, widths)
    for place, row in enumerate(rows):
        is_header = place == 0 and bool(table.header)
        _row(added, row, widths, (is_header, branding, Pt(size), write))
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def write_banner(document: Document, branding: Branding, lines: tuple[str, str, str]) -> None:
    """Add the coloured area of the first page: a small line, the title, a line below."""
    table: Any = document.add_table(1, 1)
    table.autofit = False
    cell = table.cell(0, 0)
    cell.width = TEXT_WIDTH
    shade(cell._tc.get_or_add_tcPr(), branding.primary)
    for place, (words, size, before) in enumerate(zip(lines, (10, 28, 15), (36, 120, 8), strict=True)):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        if words == lines[1]:
            paragraph.style = document.styles["Title"]
        layout = paragraph.paragraph_format
        layout.left_indent = layout.right_indent = Pt(24)
        layout.space_before, layout.space_after = Pt(before), Pt(36 if place == 2 else 0)
        run = paragraph.add_run(printable(words))
        run.font.size, run.font.color.rgb = Pt(size), rgb(branding.on_primary)
    document.add_paragraph()


def _lay(table: Any, widths: Sequence[int]) -> None:
    table.autofit = False
    properties = table._tbl.tblPr
    properties.append(parse_xml(_BORDERS))
    properties.append(parse_xml(_MARGINS))
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Emu(width)


def _row(table: Any, cells: Sequence[Text], widths: Sequence[int], look: tuple[bool, Branding, Any, Write]) -> None:
    is_header, branding, size, write = look
    row = table._tbl.add_tr()
    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_header:
        properties.append(OxmlElement("w:tblHeader"))
    for text, width in zip(cells, widths, strict=True):
        cell = row.add_tc()
        cell.width = Emu(width)
        if is_header:
            shade(cell.get_or_add_tcPr(), branding.primary)
        paragraph = Paragraph(cell.p_lst[0], table)
        paragraph.paragraph_format.space_after = Pt(0)
        write(paragraph, text)
        for run in paragraph.runs:
            run.font.size = size
            if is_header:
                run.font.bold, run.font.color.rgb = True, rgb(branding.on_primary)


def _widths(rows: Sequence[Sequence[Text]], size: float) -> list[int]:
    """Every column has room for its longest word; what is left goes to long text, but not in proportion to it."""
    columns = [["".join(run.text for run in row[place]) for row in rows] for place in range(len(rows[0]))]
    least = [min(_longest_word(cells, size), LONGEST_WORD) + PADDING for cells in columns]
    wanted = [
        sqrt(max(0.0, max(width_of(cell, size) for cell in cells) + PADDING - narrow))
        for cells, narrow in zip(columns, least, strict=True)
    ]
    rest = max(0.0, TEXT_WIDTH.pt - sum(least)) / max(1.0, sum(wanted))
    widths = [narrow + rest * share for narrow, share in zip(least, wanted, strict=True)]
    return [int(TEXT_WIDTH * width / sum(widths)) for width in widths]


def _longest_word(cells: Sequence[str], size: float) -> float:
    words = (word for cell in cells for word in ((cell,) if len(cell) <= SHORT_CELL else cell.split()))
    return max((width_of(word, size, bold=True) for word in words), default=0.0)
