"""The rule on links: well formed, leading to the client, and tracked where a post has one."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from contracts.brief import Brief
from contracts.draft import CalendarPost
from qc.domain.material import Material, Passage, day_of
from qc.domain.rule import Finding, warning

_LINK = re.compile(r"https?:[^\s<>\"'|]*|\bwww\.[^\s<>\"'|]+")
_BROKEN_SCHEME = re.compile(
    r"\b(?:htt?ps?[;,]?/{1,2}|htps?://|hhttps?://|https?:/(?!/)|https?:{2,9}//|https? ://)[^\s<>\"'|]{0,300}"
    r"|\b(?:javascript|vbscript|file|ftp):[^\s<>\"'|]{1,300}",
    re.IGNORECASE,
)
_MARKDOWN_TARGET = re.compile(r"\]\(([^)\n]{0,2000})\)")
_HOST = re.compile(r"[^\W_](?:[\w-]*\w)?(?:\.[^\W_](?:[\w-]*\w)?)+")
_MADE_UP_HOST = re.compile(
    r"(?:www\.)?(?:example\.(?:com|net|org)|your-?(?:brand|company|domain|shop|site|website)\.\w+)"
)
_TRACKING = ("utm_source", "utm_medium", "utm_campaign")
_LONGEST_LINK = 2048


def links(material: Material) -> Iterator[Finding]:
    """Find links that lead nowhere or to a made-up address, and posts whose link is missing, foreign or untracked."""
    for passage in material.passages:
        yield from _faulty_links(passage, material.brief)
    for post in material.draft.calendar:
        if post.utm_link is not None:
            yield from _faulty_tracked_link(post, post.utm_link, material.brief)
    yield from _untracked_posts(material)


def _faulty_links(passage: Passage, brief: Brief) -> Iterator[Finding]:
    for found in _BROKEN_SCHEME.finditer(passage.text):
        yield Finding("a link that leads nowhere", found[0], passage.place)
    for found in (*_LINK.finditer(passage.text), *_MARKDOWN_TARGET.finditer(passage.text)):
        address = found[found.lastindex or 0]
        bare = address.rstrip(".,;:!?)*_")
        if _BROKEN_SCHEME.match(bare):
            continue
        if not _is_link(bare):
            evidence = address or passage.around(found.start(), found.end())
            yield Finding("a link that leads nowhere", evidence, passage.place)
        elif _MADE_UP_HOST.fullmatch(_host(bare)) and _host(bare) not in (brief.website or ""):
            yield Finding("a link to a made-up address", address, passage.place)


def _faulty_tracked_link(post: CalendarPost, link: str, brief: Brief) -> Iterator[Finding]:
    place = day_of(post)
    if not _is_link(link) or len(link) > _LONGEST_LINK:
        yield Finding("a tracked link that leads nowhere", link, place)
        return
    given = parse_qs(urlsplit(link).query)
    missing = [name for name in _TRACKING if not "".join(given.get(name, ())).strip()]
    if missing:
        yield Finding(f"the link isn't tracked: {', '.join(missing)} missing", link, place)
    home = _host(brief.website or "").removeprefix("www.")
    if home and _host(link).removeprefix("www.") != home and not _host(link).endswith(f".{home}"):
        yield Finding(f"the tracked link leads away from {home}", link, place)


def _untracked_posts(material: Material) -> Iterator[Finding]:
    bare = [post for post in material.draft.calendar if post.utm_link is None]
    if material.brief.website and bare:
        days = ", ".join(str(post.day) for post in bare)
        yield warning(f"posts without a tracked link: {len(bare)}", f"days {days}", "calendar")


def _host(address: str) -> str:
    try:
        return urlsplit(address if "://" in address else f"https://{address}").hostname or ""
    except ValueError:
        return ""


def _is_link(address: str) -> bool:
    if address.startswith(("mailto:", "tel:", "#")):
        return len(address) > len("mailto:") or address.startswith("#")
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(_host(address))) and (parts.port or 1) > 0
    except ValueError:
        return False
