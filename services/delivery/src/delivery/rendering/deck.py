"""Draws the deck's slides with python-pptx, in the client's colours."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, assert_never

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation
from pptx.util import Pt

from delivery.domain import layouts
from delivery.domain.branding import Branding
from delivery.domain.fitting import LINE, SMALLEST, largest, shortened, wrapped
from delivery.domain.report import Report
from delivery.domain.slides import (
    FULL,
    MARGIN,
    ROOM,
    TITLE_SIZE,
    TOP,
    WIDTH,
    Cards,
    Cover,
    Deck,
    Month,
    Progress,
    Shares,
    Sheet,
    Slide,
    Statement,
    Words,
)
from delivery.domain.text_width import width_of
from delivery.rendering.canvas import QUIET, WHITE, Box, Canvas, Type, colour, fill_frame, printable
from delivery.rendering.native_chart import budget_bars
from delivery.rendering.presentation import empty_presentation, saved, title_layout

BAND = 304
"""The height of the coloured part of the cover."""

FOOTER_TOP = 506
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
BASELINE = "#a3acb9"
_NUMBER = (
    f'<a:fld {nsdecls("a")} id="{{5B1E7A0C-2F4D-4C53-9B0A-6D2E8F3A9C11}}" type="slidenum">'
    '<a:rPr lang="en" sz="1200"/><a:t>#</a:t></a:fld>'
)


def deck_file(deck: Deck, report: Report, at: datetime) -> bytes:
    """The deck as PPTX, in the report's colours. The same deck, report and time give the same bytes."""
    branding = report.branding
    presentation = empty_presentation(deck, branding)
    for number, slide in enumerate(deck.slides, 1):
        canvas = _new_slide(presentation, slide, branding)
        if isinstance(slide, Cover):
            _cover(canvas, slide, report.logo)
        else:
            _content(canvas, slide, at)
            _footer(canvas, deck.footer, number)
    return saved(presentation, at)


def _new_slide(presentation: Presentation, slide: Slide, branding: Branding) -> Canvas:
    canvas = Canvas(presentation.slides.add_slide(title_layout(presentation)), branding)
    title: Any = canvas.slide.shapes.title
    if isinstance(slide, Cover):
        canvas.rectangle(Box(0, 0, WIDTH, BAND), branding.primary)
        # Behind the title, which the layout has placed first.
        canvas.slide.shapes._spTree.insert(2, canvas.slide.shapes[-1]._element)
        title.left, title.top, title.width, title.height = Pt(MARGIN), Pt(100), Pt(slide.title_width), Pt(140)
        fill_frame(
            title.text_frame, [slide.title], Type(slide.title_size, branding.on_primary, bold=True, anchor="bottom")
        )
    else:
        size = largest((TITLE_SIZE, 24, 20), lambda size: len(wrapped(slide.title, size, FULL, bold=True)) == 1) or 18
        fill_frame(
            title.text_frame,
            [shortened(slide.title, size, FULL * 0.9, 1)],
            Type(size, branding.ink, bold=True, anchor="middle"),
        )
    return canvas


def _content(canvas: Canvas, slide: Slide, at: datetime) -> None:
    match slide:
        case Words():
            _words(canvas, slide)
        case Statement():
            _statement(canvas, slide)
        case Cards():
            _cards(canvas, slide)
        case Sheet():
            _sheet(canvas, slide)
        case Shares():
            budget_bars(canvas, Box(MARGIN, TOP, FULL - layouts.PANEL - layouts.GAP, ROOM), slide.bars, at)
            _facts(canvas, slide.facts)
        case Progress():
            _progress(canvas, slide)
        case Month():
            _month(canvas, slide)
        case Cover():
            pass
        case _:
            assert_never(slide)


def _footer(canvas: Canvas, footer: str, number: int) -> None:
    words = shortened(footer, 12, FULL - 80, 1)
    canvas.text(Box(MARGIN, FOOTER_TOP, FULL - 60, 18), [words], Type(12, QUIET))
    frame = canvas.text(Box(WIDTH - MARGIN - 50, FOOTER_TOP, 50, 18), [""], Type(12, QUIET, align="right"))
    paragraph = frame.paragraphs[0]._p
    for run in list(frame.paragraphs[0].runs):
        paragraph.remove(run._r)
    paragraph.append(parse_xml(_NUMBER.replace("#", str(number))))


def _cover(canvas: Canvas, cover: Cover, logo: bytes | None) -> None:
    on_primary = canvas.branding.on_primary
    if logo is not None:
        canvas.rectangle(Box(MARGIN, 36, 200, 72), WHITE)
        canvas.picture(Box(MARGIN + 12, 46, 176, 52), logo, f"Logo of {cover.client}")
    canvas.text(Box(MARGIN, 250, 760, 30), [f"Prepared for {cover.client}"], Type(20, on_primary))
    top = BAND + 22.0
    for label, value in cover.facts:
        lines = min(2, len(wrapped(value, 14, 680)))
        if top + lines * 14 * LINE > FOOTER_TOP:
            break
        canvas.text(Box(MARGIN, top, 130, 18), [label], Type(14, canvas.branding.ink, bold=True))
        canvas.text(Box(MARGIN + 140, top, 720, lines * 18), [value], Type(14))
        top += lines * 14 * LINE + 5
    canvas.text(Box(MARGIN, FOOTER_TOP, FULL, 18), [f"{cover.prepared_by}. Confidential."], Type(12, QUIET))


def _words(canvas: Canvas, words: Words) -> None:
    width = FULL - (layouts.PANEL + layouts.GAP if words.facts else 0)
    after = words.size * layouts.BETWEEN
    if not words.marks:
        canvas.text(Box(MARGIN, TOP, width, ROOM), words.paragraphs, Type(words.size, after=after))
    else:
        _listed(canvas, Box(MARGIN, TOP, width, ROOM), words)
    if words.facts:
        _facts(canvas, words.facts)


def _listed(canvas: Canvas, box: Box, words: Words) -> None:
    frame = canvas.text(box, words.paragraphs, Type(words.size, after=words.size * layouts.BETWEEN))
    for paragraph, mark in zip(frame.paragraphs, words.marks, strict=True):
        if mark:
            _mark(paragraph, mark)
        else:
            paragraph.runs[0].font.bold = True
            paragraph.runs[0].font.color.rgb = colour(canvas.branding.ink)


def _mark(paragraph: Any, mark: str) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Pt(layouts.MARK)))
    properties.set("indent", str(-Pt(layouts.MARK)))
    bullet = f'<a:buAutoNum {nsdecls("a")} type="arabicPeriod" startAt="{mark.rstrip(".")}"/>'
    if not mark.rstrip(".").isdigit():
        bullet = f'<a:buChar {nsdecls("a")} char="{mark}"/>'
    properties.append(parse_xml(bullet))


def _facts(canvas: Canvas, facts: Sequence[tuple[str, str]]) -> None:
    left, width = WIDTH - MARGIN - layouts.PANEL, layouts.PANEL - 40
    canvas.rectangle(Box(left, TOP, layouts.PANEL, ROOM), canvas.tint)
    top = TOP + 20.0
    for label, value in facts:
        longest = max((width_of(word, 1, bold=True) for word in value.split()), default=1.0)
        size = max(SMALLEST, min(16, int(width * layouts.SAFETY / longest)))
        shown = shortened(value, size, width * 0.9, 4)
        height = len(wrapped(shown, size, width * layouts.SAFETY, bold=True)) * size * LINE
        if top + 18 + height > TOP + ROOM:
            break
        canvas.text(Box(left + 20, top, width, 16), [label], Type(12, QUIET))
        canvas.text(Box(left + 20, top + 17, width, height), [shown], Type(size, canvas.branding.ink, bold=True))
        top += 17 + height + 16


def _statement(canvas: Canvas, statement: Statement) -> None:
    padding, width = layouts.STATEMENT_PADDING, layouts.STATEMENT_WIDTH
    canvas.rectangle(Box(MARGIN, TOP, width + 2 * padding, ROOM), canvas.branding.primary)
    canvas.text(
        Box(MARGIN + padding, TOP + padding, width, ROOM - 2 * padding),
        [statement.text],
        Type(statement.text_size, canvas.branding.on_primary, bold=True, anchor="middle"),
    )
    if statement.points:
        left = MARGIN + width + 2 * padding + layouts.GAP
        beside = WIDTH - MARGIN - left
        canvas.text(Box(left, TOP, beside, 26), [statement.heading], Type(18, canvas.branding.ink, bold=True))
        points = Words("", statement.points, statement.points_size, ("•",) * len(statement.points))
        _listed(canvas, Box(left, TOP + 34, beside, ROOM - 34), points)


def _cards(canvas: Canvas, cards: Cards) -> None:
    width = layouts.card_width(len(cards.cards))
    tallest = max(layouts.card_height(card, cards.size, len(cards.cards)) for card in cards.cards)
    height = min(ROOM, tallest + 16)
    for place, card in enumerate(cards.cards):
        left = MARGIN + place * (width + layouts.GAP)
        canvas.rectangle(Box(left, TOP, width, height), canvas.tint)
        inner = Box(
            left + layouts.CARD_PADDING, TOP + layouts.CARD_PADDING, width - 2 * layouts.CARD_PADDING, height - 28
        )
        frame = canvas.text(
            inner, [card.heading], Type(cards.size + 4, canvas.branding.ink, bold=True, after=cards.size * 0.55)
        )
        _more(frame, [card.text], Type(cards.size, after=cards.size * layouts.BETWEEN))
        for label, words in card.lines:
            _more(frame, [label], Type(cards.size, canvas.branding.ink, bold=True))
            _more(frame, [words], Type(cards.size, after=cards.size * layouts.BETWEEN))


def _more(frame: Any, paragraphs: Sequence[str], style: Type) -> None:
    for words in paragraphs:
        paragraph = frame.add_paragraph()
        paragraph.space_after = Pt(style.after)
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = printable(words), Pt(style.size), style.bold
        run.font.color.rgb = colour(style.colour)


def _sheet(canvas: Canvas, sheet: Sheet) -> None:
    box = (Pt(MARGIN), Pt(TOP), Pt(FULL), Pt(sum(sheet.heights)))
    table: Any = canvas.slide.shapes.add_table(len(sheet.rows) + 1, len(sheet.header), *box).table
    table.horz_banding = False
    for column, width in zip(list(table.columns), sheet.widths, strict=True):
        column.width = Pt(width)
    for place, (row, words) in enumerate(zip(table.rows, (sheet.header, *sheet.rows), strict=True)):
        row.height = Pt(sheet.heights[place])
        ground = canvas.branding.primary if place == 0 else (WHITE if place % 2 else canvas.tint)
        style = Type(sheet.size, canvas.branding.on_primary, bold=True) if place == 0 else Type(sheet.size)
        for cell, text in zip(row.cells, words, strict=True):
            _cell(cell, text, ground, style)


def _cell(cell: Any, text: str, ground: str, style: Type) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(ground)
    frame = cell.text_frame
    run = frame.paragraphs[0].add_run()
    run.text, run.font.size, run.font.bold = printable(text), Pt(style.size), style.bold
    run.font.color.rgb = colour(style.colour)
    half = Pt(layouts.CELL_PADDING / 2)
    cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = half


def _progress(canvas: Canvas, progress: Progress) -> None:
    each = min(52.0, (ROOM - 24) / len(progress.goals))
    left, widest = MARGIN + layouts.GOAL_LABEL + 12, FULL - layouts.GOAL_LABEL - layouts.GOAL_VALUE - 24
    for place, goal in enumerate(progress.goals):
        top = TOP + place * each
        canvas.text(Box(MARGIN, top, layouts.GOAL_LABEL, each), [goal.label], Type(14, canvas.branding.ink, bold=True))
        for offset, percent, fill in ((1, goal.start, BASELINE), (17, goal.end, canvas.branding.ink)):
            if percent:
                canvas.rectangle(Box(left, top + offset, max(2.0, widest * percent / 100), 13), fill)
        values = Box(WIDTH - MARGIN - layouts.GOAL_VALUE, top - 1, layouts.GOAL_VALUE, each)
        frame = canvas.text(values, [shortened(goal.baseline, 12, 200, 1)], Type(12, QUIET))
        _more(frame, [shortened(goal.target, 13, 190, 1)], Type(13, canvas.branding.ink, bold=True))
    canvas.text(Box(MARGIN, TOP + ROOM - 16, FULL, 16), [progress.note], Type(12, QUIET))


def _month(canvas: Canvas, month: Month) -> None:
    width, head = FULL / 7, 20
    height = min(84.0, (ROOM - head) / len(month.weeks))
    for column, name in enumerate(WEEKDAYS):
        canvas.text(Box(MARGIN + column * width, TOP, width, head), [name], Type(12, canvas.branding.ink, bold=True))
    for line, week in enumerate(month.weeks):
        for column, day in enumerate(week):
            if day is None:
                continue
            left, top = MARGIN + column * width, TOP + head + line * height
            canvas.rectangle(Box(left, top, width - 4, height - 4), canvas.tint)
            inner = Box(left + 6, top + 3, width - 14, height - 8)
            frame = canvas.text(inner, [day.heading], Type(month.size, canvas.branding.ink, bold=True))
            _more(frame, [day.theme], Type(month.size))
