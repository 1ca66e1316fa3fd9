"""The fonts that PDFs and pictures are set in, and which characters of a text none of them has."""

import json
import re
import unicodedata
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import typst

FONT_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
"""Noto's fonts as packages that hold nothing else: the first for every living script but those of the second."""

_INVISIBLE = {"Mn", "Mc", "Me", "Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
"""Categories of what has no shape of its own: a mark is drawn with its letter, a space isn't drawn."""

_EACH_ALONE = b'#for one in json("asked.json") [#box(one) ]'
_LACKING = re.compile(r"the text `\"(.+?)\"` could not be displayed")


def fonts_of(folders: Sequence[str] = ()) -> typst.Fonts:
    """Typst's own fonts (Latin, Greek, Cyrillic), the packages' and those in `folders`, never the machine's."""
    packaged = [str(files(package)) for package in FONT_PACKAGES]
    return typst.Fonts(include_system_fonts=False, font_paths=[*folders, *packaged])


def lacking(text: str, fonts: typst.Fonts) -> str:
    """The characters of a text that show as boxes because no font has them, each once, in the order of their codes.

    Typst's word for it: as PDF/A it refuses a text with such characters and names each of them.
    """
    asked = sorted(character for character in set(text) if _has_a_shape(character))
    if not asked:
        return ""
    # The library takes several files by name, which its types don't say.
    sources: Any = {"main.typ": _EACH_ALONE, "asked.json": json.dumps(asked).encode()}
    try:
        typst.compile(sources, font_paths=fonts, ignore_system_fonts=True, format="pdf", pdf_standards="a-2u")
    except typst.TypstError as error:
        named = set(_LACKING.findall(error.diagnostic))
        # What can't be printed is named by its code.
        return "".join(one for one in asked if one in named or f"\\u{{{ord(one):x}}}" in named)
    return ""


def _has_a_shape(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character) not in _INVISIBLE
