"""The client's logo, by reference: inside the brief or among the bundle's files; nothing is fetched from a network."""

import base64
import binascii
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes, urlsplit

from delivery.domain.order import Order

PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml")


def logo_of(order: Order) -> bytes | None:
    """The bytes of the logo that the brand kit names, None where they aren't at hand."""
    named = order.event.brief.brand_kit.logo
    if not named:
        return None
    if named.startswith("data:"):
        return decode_data_url(named) or None
    file = PurePosixPath(urlsplit(named).path).name
    for asset, content in zip(order.event.bundle.assets, order.assets, strict=True):
        is_it = named == asset.reference or file == PurePosixPath(asset.name).name
        if is_it and asset.media_type.partition(";")[0].strip() in PICTURES:
            return content
    return None


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
