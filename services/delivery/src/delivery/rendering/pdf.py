"""Typesets the report as PDF with Typst: offline, and the same report gives the same bytes everywhere."""

import struct
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib.resources import files
from typing import Any

import typst

from delivery.domain.report import Report, as_typesetting


def typesetter(fonts: typst.Fonts) -> Callable[[Report, datetime], bytes]:
    """What typesets reports; a character that none of the fonts has shows as a box.

    Raises typst.TypstError, which no text in a report can cause.
    """
    template = files("delivery").joinpath("report.typ").read_bytes()
    return partial(_typeset, template, fonts)


def _typeset(template: bytes, fonts: typst.Fonts, report: Report, at: datetime) -> bytes:
    # The library takes several files by name, which its types don't say.
    sources: Any = {"main.typ": template, "report.json": as_typesetting(report)}
    if report.logo is not None:
        sources["logo.svg"] = _as_svg(report.logo)
    pdf: bytes = typst.compile(
        sources, font_paths=fonts, ignore_system_fonts=True, timestamp=at.replace(microsecond=0), format="pdf"
    )
    return pdf


def _as_svg(png: bytes) -> bytes:
    # The library takes files of text alone.
    width, height = struct.unpack(">II", png[16:24])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{b64encode(png).decode()}"/></svg>'
    ).encode()
