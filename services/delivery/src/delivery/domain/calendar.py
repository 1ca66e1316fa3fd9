"""The posting calendar for spreadsheets (RFC 4180) and for calendar programs (RFC 5545)."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid5

from contracts.draft import CalendarPost, Draft
from delivery.domain.files import NAMESPACE
from delivery.domain.words import channel_name

COLUMNS = (
    "Day", "Date", "Channel", "Theme", "Hook", "Caption", "Call to action", "Hashtags", "Format", "Status", "Link",
)  # fmt: skip
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that starts with one of these is run as a formula by spreadsheets (OWASP, CSV injection)."""

LINE_OCTETS = 75


def as_csv(posts: Iterable[CalendarPost]) -> bytes:
    """One row a post; UTF-8 with a byte order mark, without which spreadsheets garble other scripts."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in _cells(post)] for post in posts)
    return sheet.getvalue().encode("utf-8-sig")


def as_ics(draft: Draft, client: str, agency: str, at: datetime) -> bytes:
    """One all-day event a post; `at` is when the calendar was made."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_escaped(agency)}//Campaign calendar//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(f'{client}: campaign calendar')}",
        *(line for post in draft.calendar for line in _event(post, draft, at)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _cells(post: CalendarPost) -> Iterator[str]:
    yield from (str(post.day), post.date.isoformat(), channel_name(post.platform), post.theme, post.hook, post.caption)
    yield from (post.call_to_action, " ".join(post.hashtags), post.asset_type, post.status, post.utm_link or "")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _event(post: CalendarPost, draft: Draft, at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(NAMESPACE, f'{draft.draft_id}/{post.day}/{post.platform}/{post.hook}')}"
    yield f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{post.date:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{post.date + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{channel_name(post.platform)}: {post.hook}')}"
    details = (post.caption, post.call_to_action, " ".join(post.hashtags))
    yield f"DESCRIPTION:{_escaped(chr(10).join(part for part in details if part))}"
    if post.utm_link:
        yield f"URL:{''.join(post.utm_link.split())}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, escaped)
    return "\\n".join("".join(c for c in line if c.isprintable()) for line in text.splitlines())


def _folded(line: str) -> Iterator[str]:
    part, octets = "", 0
    for character in line:
        width = len(character.encode())
        if octets + width > LINE_OCTETS:
            yield part
            part, octets = " ", 1
        part, octets = part + character, octets + width
    yield part
