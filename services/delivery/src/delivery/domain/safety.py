"""Which of production's files may go to a client: known formats, intact, nothing that runs."""

import re
from collections.abc import Sequence
from hashlib import sha256

from contracts.draft import Asset
from contracts.messages import Problem
from delivery.domain.files import safe_name

FORMATS = frozenset(
    {
        "csv",
        "ics",
        "txt",
        "md",
        "html",
        "json",
        "pdf",
        "svg",
        "png",
        "jpg",
        "jpeg",
        "webp",
        "gif",
        "mp4",
        "docx",
        "pptx",
    }
)
"""The file formats that a package may hold, by suffix; anything else could be a program."""

PROGRAMS = (b"MZ\x90\x00", b"\x7fELF", b"#!/", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
"""How Windows, Linux, script, Java and macOS programs begin."""

_ACTIVE = re.compile(
    rb"<\s*(?:script|iframe|object|embed|foreignobject)\b|\bon[a-z]{3,24}\s*=\s*[\"']|(?:java|vb)script\s*:",
    re.IGNORECASE,
)


def format_of(asset: Asset) -> str:
    """The asset's format: the suffix of its name, in lower case."""
    _, dot, suffix = safe_name(asset.name).rpartition(".")
    return suffix.lower() if dot else ""


def problems_of(assets: Sequence[Asset], contents: Sequence[bytes]) -> tuple[Problem, ...]:
    """Everything that forbids delivering these assets; `contents` are their bytes in the same order."""
    found = (_problem(asset, content) for asset, content in zip(assets, contents, strict=True))
    return tuple(problem for problem in found if problem)


def _problem(asset: Asset, content: bytes) -> Problem | None:
    field = f"bundle.assets.{asset.name}"
    actual = sha256(content).hexdigest()
    if len(content) != asset.size or actual != asset.sha256.lower():
        return Problem(
            field=field, message=f"is not the file that was approved: SHA-256 is {actual}", value=asset.sha256
        )
    suffix = format_of(asset)
    if suffix not in FORMATS:
        return Problem(field=field, message="has a format that may not be delivered", value=asset.media_type)
    if content.startswith(PROGRAMS):
        return Problem(field=field, message="is a program", value=asset.media_type)
    if suffix in {"svg", "html"} and _ACTIVE.search(content):
        return Problem(field=field, message="contains a script", value=asset.media_type)
    return None
