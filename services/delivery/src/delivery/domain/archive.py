"""One ZIP from a package's files: the same files give the same bytes, and no entry leaves the package's folder."""

import io
from collections.abc import Iterable
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from delivery.domain.files import File

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that a ZIP can state; a real one would make each run's bytes differ."""

READABLE_FILE = 0o100644 << 16
UNIX = 3
WORTH_DEFLATING = 8192
"""Below this size deflating costs more time than it saves space."""

COMPRESSED = frozenset({"png", "jpg", "jpeg", "webp", "gif", "mp4", "docx", "pptx"})


def zipped(files: Iterable[File]) -> bytes:
    """Pack the files in their order. Raises ValueError for a path that is absolute or leads upwards."""
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        for file in files:
            archive.writestr(_entry(file), file.content, compresslevel=6)
    return target.getvalue()


def _entry(file: File) -> ZipInfo:
    if not _stays_inside(file.name):
        raise ValueError(f"{file.name!r} would leave the package's folder")
    entry = ZipInfo(file.name, date_time=EARLIEST)
    deflates = len(file.content) >= WORTH_DEFLATING and file.format not in COMPRESSED
    entry.compress_type = ZIP_DEFLATED if deflates else ZIP_STORED
    entry.external_attr = READABLE_FILE
    entry.create_system = UNIX
    return entry


def _stays_inside(name: str) -> bool:
    parts = [part for part in name.split("/") if part not in ("", ".")]
    forbidden = "\\" in name or ":" in name or name.startswith("/")
    return bool(parts) and not forbidden and ".." not in parts
