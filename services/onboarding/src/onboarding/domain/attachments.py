"""Readers of files that come by reference: a web address, or an object with a name, an address and a media type."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from contracts.brief import Attachment
from onboarding.domain import limits
from onboarding.domain.addresses import web_address
from onboarding.domain.field_names import with_canonical_names
from onboarding.domain.readers import is_blank, read_parts, text
from onboarding.domain.unreadable import Unreadable, kind, problem, unreadable

_NAME = text(limits.NAME_CHARACTERS)
_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "link": "url",
        "href": "url",
        "file_name": "name",
        "filename": "name",
        "title": "name",
        "type": "media_type",
        "mime_type": "media_type",
        "content_type": "media_type",
    }
)
_MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "csv": "text/csv",
        "zip": "application/zip",
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "svg": "image/svg+xml",
        "mp4": "video/mp4",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    }
)
"""By the end of the address, where nobody says what a file is."""


def attachment(field: str, value: Any) -> Attachment:
    """Read a file's address, name and media type; without a name its address names it, without a type its ending."""
    if isinstance(value, str):
        return _described({"url": web_address(field, value)})
    if not isinstance(value, Mapping):
        raise unreadable(field, f"must be an object, not {kind(value)}", value)
    renamed = with_canonical_names(value)
    known = {ours: renamed[other] for other, ours in _OTHER_NAMES.items() if other in renamed}
    parts = {**known, **{("url" if name == "website" else name): part for name, part in renamed.items()}}
    if is_blank(parts.get("url")):
        raise Unreadable(problem(f"{field}.url", "is required: a file comes by its web address", None))
    return _described(read_parts({"name": _NAME, "url": web_address, "media_type": _NAME}, field, parts))


def _described(found: Mapping[str, str]) -> Attachment:
    last = found["url"].partition("?")[0].rstrip("/").rpartition("/")[2][: limits.NAME_CHARACTERS]
    name = found.get("name") or ("attachment" if is_blank(last) else last)
    ending = last.rpartition(".")[2].lower()
    media_type = found.get("media_type") or _MEDIA_TYPES.get(ending, "application/octet-stream")
    return Attachment(name=name, url=found["url"], media_type=media_type)
