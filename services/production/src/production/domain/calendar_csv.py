"""The calendar as a CSV file for a spreadsheet."""

import csv
import io
from collections.abc import Sequence

from contracts.draft import CalendarPost
from production.domain.platforms import label

HEADER = (
    "Day",
    "Date",
    "Platform",
    "Theme",
    "Hook",
    "Caption",
    "Call to action",
    "Hashtags",
    "Asset type",
    "Status",
    "Link",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def calendar_csv(posts: Sequence[CalendarPost]) -> bytes:
    """Write one row a post (RFC 4180), with a byte order mark so that spreadsheets read it as UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([safe(value) for value in _values(post)] for post in posts)
    return text.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """Keep a spreadsheet from running the cell as a formula, by a leading apostrophe (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _values(post: CalendarPost) -> tuple[str, ...]:
    return (
        str(post.day),
        post.date.isoformat(),
        label(post.platform),
        post.theme,
        post.hook,
        post.caption,
        post.call_to_action,
        " ".join(post.hashtags),
        post.asset_type,
        post.status,
        post.utm_link or "",
    )
