"""One slide to draw on, in points: rectangles, texts and pictures in the client's colours."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Pt

from delivery.domain.branding import Branding, tint_of

BODY = "#20242c"
QUIET = "#5b6472"
WHITE = "#ffffff"
_COLOUR: Any = RGBColor
_UNWRITABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ALIGNED = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
_ANCHORED = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands on a slide."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Type:
    """How a text looks; `after` is the space behind each paragraph."""

    size: float
    colour: str = BODY
    bold: bool = False
    after: float = 0
    align: Literal["left", "right", "center"] = "left"
    anchor: Literal["top", "middle", "bottom"] = "top"


def colour(value: str) -> Any:
    """A colour of ours (#rrggbb) as the library wants it."""
    return _COLOUR(*bytes.fromhex(value.removeprefix("#")))


class Canvas:
    """A slide and the client's colours."""

    def __init__(self, slide: Slide, branding: Branding) -> None:
        self.slide = slide
        self.branding = branding
        self.tint = tint_of(branding.primary)

    def rectangle(self, box: Box, fill: str) -> None:
        """Fill an area."""
        shape: Any = self.slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height)
        )
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(fill)
        shape.line.fill.background()
        style = shape._element.find(qn("p:style"))
        if style is not None:  # The template's style has a shadow.
            shape._element.remove(style)

    def text(self, box: Box, paragraphs: Sequence[str], style: Type) -> Any:
        """Write paragraphs into a box of fixed size; gives its text frame."""
        shape: Any = self.slide.shapes.add_textbox(Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height))
        fill_frame(shape.text_frame, paragraphs, style)
        return shape.text_frame

    def picture(self, box: Box, png: bytes, words: str) -> None:
        """Place a picture in the middle of a box's left edge, as large as fits; `words` tell what it shows."""
        shape: Any = self.slide.shapes.add_picture(io.BytesIO(png), Pt(box.left), Pt(box.top), height=Pt(box.height))
        if shape.width > Pt(box.width):
            shape.height = int(shape.height * Pt(box.width) / shape.width)
            shape.width = Pt(box.width)
            shape.top = Pt(box.top) + (Pt(box.height) - shape.height) // 2
        shape._element.nvPicPr.cNvPr.set("descr", words)


def fill_frame(frame: Any, paragraphs: Sequence[str], style: Type) -> None:
    """Write paragraphs into a frame without margins."""
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = _ANCHORED[style.anchor]
    for place, words in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = _ALIGNED[style.align]
        paragraph.space_after = Pt(style.after)
        run = paragraph.add_run()
        run.text = printable(words)
        run.font.size = Pt(style.size)
        run.font.bold = style.bold
        run.font.color.rgb = colour(style.colour)


def printable(text: str) -> str:
    """The text without the characters that XML can't hold."""
    return _UNWRITABLE.sub("", text)
