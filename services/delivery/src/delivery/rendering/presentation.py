"""An empty presentation in 16:9 with the client's colours and Arial as its theme, and the file made of it."""

import io
import re
from datetime import datetime

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation
from pptx.slide import SlideLayout
from pptx.util import Pt

from delivery.domain.branding import Branding
from delivery.domain.slides import FULL, HEIGHT, MARGIN, WIDTH, Deck
from delivery.rendering.canvas import printable
from delivery.rendering.stable_zip import repeatable

TITLE_ONLY = "Title Only"
TITLE_TOP, TITLE_HEIGHT = 40, 60
_SOLID = re.compile(rb"<a:(accent[1-6]|hlink)>.*?</a:\1>", re.DOTALL)


def empty_presentation(deck: Deck, branding: Branding) -> Presentation:
    """A presentation without slides that has one layout."""
    presentation = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for layout in list(presentation.slide_layouts):
        if layout.name != TITLE_ONLY:
            presentation.slide_layouts.remove(layout)
    _place(presentation)
    _theme(presentation, branding)
    _describe(presentation, deck)
    return presentation


def title_layout(presentation: Presentation) -> SlideLayout:
    """The one layout: a title, and room below."""
    return presentation.slide_layouts[0]


def saved(presentation: Presentation, at: datetime) -> bytes:
    """The presentation as a file; the same presentation and time give the same bytes."""
    target = io.BytesIO()
    presentation.core_properties.created = presentation.core_properties.modified = at.replace(tzinfo=None)
    presentation.save(target)
    return repeatable(target.getvalue(), at)


def _place(presentation: Presentation) -> None:
    # The library's template is 4:3: its placeholders would lie beside the slide's middle.
    for owner in (presentation.slide_master, title_layout(presentation)):
        for placeholder in list(owner.placeholders):
            if placeholder.placeholder_format.idx == 0:
                placeholder.left, placeholder.top = Pt(MARGIN), Pt(TITLE_TOP)
                placeholder.width, placeholder.height = Pt(FULL), Pt(TITLE_HEIGHT)
            elif owner is presentation.slide_master and placeholder.placeholder_format.idx == 1:
                placeholder.left, placeholder.top = Pt(MARGIN), Pt(116)
                placeholder.width, placeholder.height = Pt(FULL), Pt(372)
            else:
                placeholder._element.getparent().remove(placeholder._element)


def _theme(presentation: Presentation, branding: Branding) -> None:
    part = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    solid = f'<a:srgbClr val="{branding.ink.removeprefix("#").upper()}"/>'.encode()
    coloured = _SOLID.sub(lambda found: b"<a:%b>%b</a:%b>" % (found[1], solid, found[1]), part.blob)
    part.blob = coloured.replace(b'typeface="Calibri"', b'typeface="Arial"')


def _describe(presentation: Presentation, deck: Deck) -> None:
    properties = presentation.core_properties
    properties.title = printable(deck.title)[:255]
    properties.author = properties.last_modified_by = printable(deck.agency)[:255]
    properties.subject = printable(f"Prepared for {deck.client}")[:255]
    properties.category, properties.language, properties.revision = "Confidential", "en", 1
