"""Any picture that a client calls a logo as a small clean PNG, or as nothing where it can't be read."""

import io
from typing import Any

import typst
from PIL import Image, UnidentifiedImageError

LARGEST_FILE = 4_000_000
LARGEST_PICTURE = 25_000_000
"""In pixels: a small file can unpack to one that fills the memory."""

SHOWN = (1000, 500)
_VECTOR = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image("logo.svg", width: 12cm)"""


def as_png(content: bytes, fonts: typst.Fonts) -> bytes | None:
    """The picture as PNG of at most 1000 by 500 pixels, without metadata; the same picture gives the same bytes.

    Text in a vector graphic is drawn with these fonts.
    """
    if len(content) > LARGEST_FILE:
        return None
    try:
        return _redrawn(_rasterised(content, fonts) if b"<svg" in content[:2000] else content)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, typst.TypstError):
        return None


def _redrawn(content: bytes) -> bytes | None:
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP", "GIF")) as picture:
        if picture.width * picture.height > LARGEST_PICTURE:
            return None
        drawn = picture.convert("RGBA")
    drawn.thumbnail(SHOWN)
    clean, target = Image.new("RGBA", drawn.size), io.BytesIO()
    clean.paste(drawn)
    clean.save(target, "PNG")
    return target.getvalue()


def _rasterised(content: bytes, fonts: typst.Fonts) -> bytes:
    # The library takes several files by name, which its types don't say.
    sources: Any = {"main.typ": _VECTOR, "logo.svg": content}
    drawn: bytes = typst.compile(sources, font_paths=fonts, format="png", ppi=200.0, ignore_system_fonts=True)
    return drawn
