"""The calendar as an iCalendar file (RFC 5545): one all-day event a post."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from contracts.draft import CalendarPost, Draft
from production.domain.platforms import label

LINE_OCTETS = 75
CONTINUATION = 0b1000_0000
"""How the second and later octets of a character begin in UTF-8."""


def calendar_ics(draft: Draft, client: str, at: datetime) -> bytes:
    """Write the posts of a draft; `at` is when it was made (aware)."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//AICMO//Production//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(client)}",
        *(line for post in draft.calendar for line in _event(post, f"{draft.draft_id}-day-{post.day:02d}", at)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _event(post: CalendarPost, uid: str, at: datetime) -> Iterable[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{post.date:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{post.date + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(f'{label(post.platform)}: {post.hook}')}"
    yield f"DESCRIPTION:{escaped(_description(post))}"
    yield f"CATEGORIES:{escaped(post.theme)}"
    if post.utm_link:
        yield f"URL:{post.utm_link}"
    yield "STATUS:TENTATIVE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _description(post: CalendarPost) -> str:
    parts = (post.caption, post.call_to_action, " ".join(post.hashtags), f"Asset: {post.asset_type}")
    return "\n\n".join(part for part in parts if part)


def escaped(text: str) -> str:
    """Escape a TEXT value (RFC 5545, 3.3.11)."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(sign, written)
    return text


def folded(line: str) -> bytes:
    """Fold a content line at 75 octets, never inside a character (RFC 5545, 3.1); ends in CRLF."""
    rest = line.encode()
    pieces: list[bytes] = []
    # Every line after the first loses one octet to the space that marks it as a continuation.
    while len(rest) > LINE_OCTETS - bool(pieces):
        cut = _character_start(rest, LINE_OCTETS - bool(pieces))
        pieces.append(rest[:cut])
        rest = rest[cut:]
    return b"\r\n ".join([*pieces, rest]) + b"\r\n"


def _character_start(octets: bytes, place: int) -> int:
    while octets[place] & 0b1100_0000 == CONTINUATION:
        place -= 1
    return place
