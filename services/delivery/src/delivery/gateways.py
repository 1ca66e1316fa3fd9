"""What delivery asks of others: the assets' bytes from the object store, and the PDF from Typst."""

import base64
import binascii
from asyncio import gather
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from importlib.resources import files
from urllib.parse import unquote_to_bytes

import typst

from chassis.objects import Objects
from contracts.draft import Asset, Bundle
from delivery.domain.packing import Typeset


async def fetch_assets(objects: Objects, bundle: Bundle) -> tuple[bytes, ...]:
    """Fetch the assets' bytes in the bundle's order. Raises ObjectNotFound for one that isn't in the store.

    A `data:` URL that can't be decoded gives no bytes, which its checksum then refuses.
    """
    return tuple(await gather(*(_fetch(objects, asset) for asset in bundle.assets)))


async def _fetch(objects: Objects, asset: Asset) -> bytes:
    if asset.reference.startswith("data:"):
        return decode_data_url(asset.reference)
    return await objects.get(asset.reference)


def decode_data_url(url: str) -> bytes:
    """The bytes in a `data:` URL (RFC 2397), none if it is malformed."""
    head, _, data = url.partition(",")
    content = unquote_to_bytes(data)
    if not head.endswith(";base64"):
        return content
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error:
        return b""


def typesetter(font_folders: Sequence[str] = ()) -> Typeset:
    """What typesets reports as PDF with Typst: offline, and the same report gives the same bytes everywhere.

    It uses Typst's embedded fonts and those in `font_folders`, never the machine's. The embedded ones have Latin, Greek
    and Cyrillic; other scripts need a folder with fonts that have them, or their letters show as boxes. It releases the
    interpreter's lock while it works. Raises typst.TypstError, which no text in a report can cause.
    """
    template = files("delivery").joinpath("report.typ").read_bytes()
    fonts = typst.Fonts(include_system_fonts=False, font_paths=list(font_folders))
    return partial(_typeset, template, fonts)


def _typeset(template: bytes, fonts: typst.Fonts, document: bytes, at: datetime) -> bytes:
    return typst.compile(
        template,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"report": document.decode()},
        timestamp=at.replace(microsecond=0),
        format="pdf",
    )
