"""Makes office files repeatable: python-pptx, python-docx and XlsxWriter write the time of day into them."""

import io
import re
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)
PROPERTIES = "docProps/core.xml"
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def repeatable(content: bytes, at: datetime) -> bytes:
    """The same office file with `at` as its time of creation and without any other time."""
    target = io.BytesIO()
    stamp = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(target, "w") as packed:
        for name in source.namelist():
            part = source.read(name)
            if name == PROPERTIES:
                part = _TIMES.sub(rb"\g<1>" + stamp + rb"\g<2>", part)
            entry = ZipInfo(name, date_time=EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            packed.writestr(entry, part, compresslevel=6)
    return target.getvalue()
