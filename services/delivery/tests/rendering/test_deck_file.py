"""The deck as an office program reads it: real titles, a native chart, and text that stays inside its box."""

import io
from typing import Any

import pptx
import pytest
from delivery_builders import AT, a_brief, a_draft, a_passed_draft, a_strategy, an_order, posts
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from contracts.brief import BrandKit
from contracts.messages import QcPassed
from contracts.strategy import Messaging, Milestone, Persona
from delivery.domain.branding import READABLE, contrast
from delivery.domain.deck import deck_of
from delivery.domain.fitting import wrapped
from delivery.domain.report import report_of
from delivery.rendering.deck import deck_file
from delivery.rendering.fonts import fonts_of
from delivery.rendering.pictures import as_png

LONG = "Nobody in a room of forty is corrected, so the same heel hurts again every week until somebody leaves. "
TWO_PIXELS = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="red"/></svg>'
)


def a_long_event() -> QcPassed:
    """Every text far longer than anybody would write it."""
    persona = Persona(name=LONG, description=LONG * 8, goals=(LONG * 12,) * 3, pains=(LONG,) * 3, objections=(LONG,))
    strategy = a_strategy(
        executive_summary=LONG * 40,
        messaging=Messaging(core_promise=LONG * 6, proof_points=(LONG * 2,) * 12),
        personas=(persona,) * 4,
        timeline=tuple(
            Milestone(due=AT.date(), title=LONG * 3, owner="The whole account team", week=n) for n in range(1, 25)
        ),
    )
    brief = a_brief(
        client_name="Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesellschaft " * 3,
        required_disclaimers=(LONG * 30,),
        contact_email="a.very.long.address.of.somebody@a-department.riverbend.example",
    )
    draft = a_draft(title=LONG * 3, calendar=posts(90))
    return a_passed_draft(brief=brief, strategy=strategy, draft=draft)


def opened(event: QcPassed, logo: bytes | None = None) -> Any:
    report = report_of(an_order(event), logo)
    return pptx.Presentation(io.BytesIO(deck_file(deck_of(event, report), report, AT)))


def texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text]


def titles(presentation: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in presentation.slides]


def needed_height(frame: Any, width: float) -> float:
    """The height in points that a frame's paragraphs take at its width, marks and spaces included."""
    height = 0.0
    for paragraph in frame.paragraphs:
        indent = int(paragraph._p.get_or_add_pPr().get("marL", "0")) / 12700
        for run in paragraph.runs:
            size = run.font.size.pt
            lines = wrapped(run.text, size, width - indent, bold=bool(run.font.bold))
            height += len(lines) * size * 1.2 + (paragraph.space_after.pt if paragraph.space_after else 0)
    last = frame.paragraphs[-1].space_after
    return height - (last.pt if last else 0)


def overflows(presentation: Any) -> list[str]:
    """Every shape that leaves its slide and every text that leaves its box."""
    found = []
    for number, slide in enumerate(presentation.slides, 1):
        for shape in slide.shapes:
            right, bottom = shape.left + shape.width, shape.top + shape.height
            inside = shape.left >= 0 and shape.top >= 0 and right <= presentation.slide_width
            if not inside or bottom > presentation.slide_height:
                found.append(f"slide {number}: {shape.name} leaves the slide")
            if shape.has_text_frame and needed_height(shape.text_frame, shape.width.pt) > shape.height.pt + 1:
                found.append(f"slide {number}: {shape.text_frame.text[:60]!r} leaves its box")
            if shape.has_table:
                found.extend(f"slide {number}: {text}" for text in overflowing_rows(shape))
    return found


def overflowing_rows(shape: Any) -> list[str]:
    table, found = shape.table, []
    for row in table.rows:
        for cell, column in zip(row.cells, list(table.columns), strict=True):
            if needed_height(cell.text_frame, column.width.pt - 12) + 12 > row.height.pt + 1:
                found.append(f"{cell.text[:60]!r} leaves its row")
    if shape.top.pt + sum(row.height.pt for row in table.rows) > 500:
        found.append("the table reaches into the footer")
    return found


def runs(presentation: Any) -> list[Any]:
    found = []
    for slide in presentation.slides:
        for shape in slide.shapes:
            frames = [shape.text_frame] if shape.has_text_frame else []
            if shape.has_table:
                frames += [cell.text_frame for row in shape.table.rows for cell in row.cells]
            found += [run for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs]
    return found


def test_the_slides_follow_the_story_from_summary_to_legal_notes() -> None:
    assert titles(opened(a_passed_draft())) == [
        "Twelve mats, one coach",
        "Executive summary",
        "The promise",
        "Who we speak to",
        "What we talk about",
        "Channels and their shares",
        "Where the budget goes",
        "30 posts at a glance",
        "How it begins",
        "From baseline to target",
        "Timeline",
        "Next steps",
        "Legal notes",
    ]


def test_the_cover_names_the_client_and_every_other_slide_is_numbered_and_confidential() -> None:
    first, *others = opened(a_passed_draft()).slides
    assert "Prepared for Riverbend Yoga & HIIT" in texts(first)
    for number, slide in enumerate(others, 2):
        assert "Confidential. Prepared by AICMO for Riverbend Yoga & HIIT." in texts(slide)
        (field,) = slide.shapes[-1]._element.iter(qn("a:fld"))
        assert (field.get("type"), field.findtext(qn("a:t"))) == ("slidenum", str(number))


def test_the_budget_is_a_chart_of_the_programs_own_with_its_figures() -> None:
    slide = next(
        s for s in opened(a_passed_draft()).slides if s.shapes.title.text_frame.text == "Where the budget goes"
    )
    (frame,) = (shape for shape in slide.shapes if shape.has_chart)
    (series,) = frame.chart.plots[0].series
    assert list(frame.chart.plots[0].categories) == [
        "Instagram (USD 11,000)",
        "TikTok (USD 6,000)",
        "E-mail (USD 3,000)",
    ]
    assert list(series.values) == [0.55, 0.3, 0.15]
    assert "Instagram 55%, USD 11,000" in frame._element.xml


@pytest.mark.parametrize("event", [a_passed_draft(), a_long_event()], ids=["usual", "long"])
def test_no_text_leaves_its_box_and_none_is_smaller_than_12_points(event: QcPassed) -> None:
    presentation = opened(event)
    assert overflows(presentation) == []
    assert min(run.font.size.pt for run in runs(presentation)) >= 12


def test_what_is_too_long_for_a_slide_goes_on_on_another() -> None:
    names = titles(opened(a_long_event()))
    assert sum(name.startswith("Executive summary (") for name in names) >= 2
    assert sum(name.startswith("Timeline (") for name in names) >= 2


@pytest.mark.parametrize("colour", ["#ffe600", "#ffffff", "#000000", "#0f766e", "#808080"])
def test_text_can_be_read_in_any_clients_colour(colour: str) -> None:
    event = a_passed_draft(brief=a_brief(brand_kit=BrandKit(colours=(colour,))))
    cover = opened(event).slides[0]
    title = cover.shapes.title.text_frame.paragraphs[0].runs[0]
    assert contrast(f"#{str(title.font.color.rgb).lower()}", colour) >= READABLE
    for run in runs(opened(event)):
        written = f"#{str(run.font.color.rgb).lower()}"
        assert max(contrast(written, colour), contrast(written, "#ffffff")) >= READABLE


def test_the_logo_stands_on_the_cover_and_is_named() -> None:
    logo = as_png(TWO_PIXELS, fonts_of())
    pictures = [s for s in opened(a_passed_draft(), logo).slides[0].shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert [picture._element.nvPicPr.cNvPr.get("descr") for picture in pictures] == ["Logo of Riverbend Yoga & HIIT"]


def test_the_file_says_who_made_it_when_and_that_it_is_confidential() -> None:
    properties = opened(a_passed_draft()).core_properties
    assert (properties.title, properties.author, properties.category) == (
        "Twelve mats, one coach",
        "AICMO",
        "Confidential",
    )
    assert properties.created == properties.modified == AT.replace(tzinfo=None)
