"""Times as people write and read them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from aicmo.errors import BadInput

UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
AGO: Final = re.compile(r"^(\d{1,6})\s*([smhdw])$")


def since(words: str, now: datetime) -> datetime:
    """Read `90s`, `30m`, `2h`, `7d` or `1w` before `now`, or an ISO 8601 time (local unless it says); gives UTC.

    Raises BadInput for anything else.
    """
    try:
        if ago := AGO.match(words.strip().lower()):
            return (now - timedelta(**{UNITS[ago[2]]: int(ago[1])})).astimezone(UTC)
        return datetime.fromisoformat(words.strip()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadInput(f"{words!r} is no time: write 30m, 2h, 7d, or 2026-03-01T09:00.") from error


def duration(seconds: float) -> str:
    """Write a duration with the two units that matter: `40 ms`, `1.4 s`, `2 min 05 s`, `3 h 10 min`, `4 d 02 h`."""
    # The limits lie where rounding would write 1000 ms or 60.0 s.
    if seconds < 0.9995:
        return f"{max(seconds, 0) * 1000:.0f} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    for size, unit, smaller, smaller_unit in ((86400, "d", 3600, "h"), (3600, "h", 60, "min")):
        if whole >= size:
            return f"{whole // size} {unit} {whole % size // smaller:02d} {smaller_unit}"
    return f"{whole // 60} min {whole % 60:02d} s"


def age(at: datetime | None, now: datetime) -> str:
    """Write how long ago something was, in its largest unit: `12 s ago`, `5 min ago`, `3 h ago`, `2 d ago`."""
    if at is None:
        return ""
    passed = max((now - at).total_seconds(), 0)
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if passed >= size:
            return f"{passed // size:.0f} {unit} ago"
    return f"{passed:.0f} s ago"


def clock_time(at: datetime | None) -> str:
    """Write a time of day in the local zone, to the second."""
    return at.astimezone().strftime("%H:%M:%S") if at else ""


def date_and_time(at: datetime | None) -> str:
    """Write a date and time in the local zone, to the second."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S") if at else ""
