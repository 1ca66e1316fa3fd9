"""Tracked links: the client's website with the parameters that say which post sent the visitor."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from contracts.brief import Brief, Channel
from production.domain.platforms import PLATFORMS


@dataclass(frozen=True, slots=True)
class Source:
    """Where a visitor comes from, in the words of the UTM parameters."""

    source: str
    medium: str
    content: str


def tracked(brief: Brief, source: Source) -> str | None:
    """Give the client's website with UTM parameters, its own path and query kept; None without a website."""
    if not brief.website:
        return None
    parts = urlsplit(brief.website if "://" in brief.website else f"https://{brief.website}")
    values = {
        "utm_source": source.source,
        "utm_medium": source.medium,
        "utm_campaign": campaign(brief),
        "utm_content": source.content,
    }
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *values.items()])
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, parts.fragment))


def post_link(brief: Brief, platform: Channel, day: int) -> str | None:
    """Give the link of the calendar's post on `day`."""
    return tracked(brief, Source(platform.value, PLATFORMS[platform].medium, f"day-{day:02d}"))


def campaign(brief: Brief) -> str:
    """Name the campaign: client, objective and month, as `acme-leads-2026-03`."""
    return "-".join((slug(brief.client_name), brief.objective.value, _month(brief.start_date)))


def slug(text: str) -> str:
    """Give lower-case ASCII words joined by hyphens, 40 characters at most; `client` where no letter is left."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")[:40].strip("-") or "client"


def _month(day: date) -> str:
    return f"{day.year}-{day.month:02d}"
