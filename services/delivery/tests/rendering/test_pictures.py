"""What becomes of a picture that a client calls a logo."""

import io
from functools import partial

import pytest
from PIL import Image

from delivery.rendering import pictures
from delivery.rendering.fonts import fonts_of

as_png = partial(pictures.as_png, fonts=fonts_of())

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="red"/></svg>'


def encoded(kind: str, size: tuple[int, int] = (40, 20)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "red").save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize("content", [SVG, *(encoded(kind) for kind in ("PNG", "JPEG", "WEBP", "GIF"))])
def test_pictures_of_every_usual_kind_become_png(content: bytes) -> None:
    drawn = as_png(content)
    assert drawn is not None
    picture = Image.open(io.BytesIO(drawn))
    assert picture.format == "PNG"
    assert picture.width // 2 == picture.height
    assert as_png(content) == drawn


def test_a_large_picture_is_made_smaller() -> None:
    drawn = as_png(encoded("PNG", (3000, 1500)))
    assert drawn is not None
    assert Image.open(io.BytesIO(drawn)).size == (1000, 500)


def test_what_a_camera_wrote_beside_the_picture_is_left_out() -> None:
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at the client's home"
    Image.new("RGB", (4, 4)).save(target, "JPEG", exif=exif)
    drawn = as_png(target.getvalue())
    assert b"client's home" in target.getvalue()
    assert drawn is not None
    assert b"client's home" not in drawn


@pytest.mark.parametrize("content", [b"", b"no picture", encoded("PNG")[:60], b"<svg", b"<svg><broken"])
def test_what_cannot_be_read_is_no_picture(content: bytes) -> None:
    assert as_png(content) is None


def test_a_picture_that_would_fill_the_memory_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert as_png(encoded("PNG", (100, 100))) is not None
    monkeypatch.setattr(pictures, "LARGEST_PICTURE", 9_999)
    assert as_png(encoded("PNG", (100, 100))) is None
