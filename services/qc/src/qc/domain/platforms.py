"""Rules on what the platforms accept: lengths, hashtags, links, and an e-mail's way out."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from urllib.parse import parse_qs, urlsplit

from contracts.brief import Channel
from contracts.draft import Advertisement, CalendarPost
from qc.domain.material import Material, day_of
from qc.domain.phrases import GENERIC_HASHTAGS, UNSUBSCRIBE
from qc.domain.rule import Finding, warning
from qc.domain.words import search_key

POST_LIMITS: Mapping[Channel, int] = MappingProxyType(
    {
        Channel.X: 280,
        Channel.LINKEDIN: 3000,
        Channel.INSTAGRAM: 2200,
        Channel.TIKTOK: 2200,
        Channel.PINTEREST: 500,
        Channel.YOUTUBE: 5000,
        Channel.SMS: 160,
    }
)
"""The most characters that a post may have, hook, call, link and hashtags included; from the platforms' help pages."""

ADVERTISEMENT_LIMITS: Mapping[Channel, tuple[int, int]] = MappingProxyType(
    {Channel.GOOGLE_ADS: (30, 90), Channel.META_ADS: (60, 160), Channel.BLOG: (60, 160)}
)
"""The most characters of headline and description; a blog's are its pages' meta title and meta description."""

META_TITLE, META_DESCRIPTION = 60, 160
INSTAGRAM_HASHTAGS = 30
SHORT_LINK = 23
"""What any link counts on X, however long it is (t.co), and about what an SMS tool's shortener makes of it."""

_LINK = re.compile(r"https?:[^\s<>\"'|]*|www\.[^\s<>\"'|]+")
_MARKDOWN_TARGET = re.compile(r"\]\(([^)\n]{0,2000})\)")
_HOST = re.compile(r"[^\W_](?:[\w-]*\w)?(?:\.[^\W_](?:[\w-]*\w)?)+")
_META_LINE = re.compile(r"^[^\w\n]*meta (title|description)[^\w\n]*:[^\w\n]*(.+)$", re.IGNORECASE | re.MULTILINE)
_BROKEN_HASHTAG = re.compile(r"[\s\d_]*|.*[\s#.,;:!?'\"()/&@%+*-].*")
_TRACKING = ("utm_source", "utm_medium", "utm_campaign")


def platform_limits(material: Material) -> Iterator[Finding]:
    """Find posts, advertisements and meta lines that are longer than their platform takes."""
    for post in material.draft.calendar:
        yield from _long_post(post)
    for number, advertisement in enumerate(material.draft.advertisements, start=1):
        yield from _long_advertisement(f"advertisement {number} ({advertisement.platform})", advertisement)
    for passage in material.of("section"):
        for name, line in _META_LINE.findall(passage.text):
            limit = META_TITLE if name.casefold() == "title" else META_DESCRIPTION
            if len(line.strip()) > limit:
                yield Finding(
                    f"a meta {name.casefold()} of {len(line.strip())} characters; search shows {limit}",
                    line,
                    passage.place,
                )


def hashtags(material: Material) -> Iterator[Finding]:
    """Find hashtags that break, reach nobody in particular, or stand twice under one post."""
    groups = [
        ("hashtags", material.draft.hashtags),
        *((day_of(post), post.hashtags) for post in material.draft.calendar),
    ]
    for place, tags in groups:
        bare = [tag.removeprefix("#") for tag in tags]
        for position, tag in enumerate(bare):
            if _BROKEN_HASHTAG.fullmatch(tag):
                yield Finding(
                    "a hashtag is one word of letters, digits and underscores, with a letter", tags[position], place
                )
            elif tag.casefold() in GENERIC_HASHTAGS:
                yield Finding("a hashtag that any brand would use", tags[position], place)
            elif tag.casefold() in (earlier.casefold() for earlier in bare[:position]):
                yield Finding("a hashtag stands twice", tags[position], place)


def links(material: Material) -> Iterator[Finding]:
    """Find links that lead nowhere, and posts whose tracked link is missing or isn't tracked."""
    for passage in material.passages:
        for address in (*_LINK.findall(passage.text), *_MARKDOWN_TARGET.findall(passage.text)):
            if not _is_link(address.rstrip(".,;:!?)*_")):
                yield Finding("a link that leads nowhere", address or passage.quoting("]("), passage.place)
    for post in material.draft.calendar:
        if post.utm_link is not None:
            yield from _faulty_tracked_link(post.utm_link, day_of(post))
    yield from _untracked_posts(material)


def email_unsubscribe(material: Material) -> Iterator[Finding]:
    """Find e-mails without a way to unsubscribe (CAN-SPAM Act, section 7704(a)(5); GDPR, article 7(3))."""
    keys = [search_key(phrase) for phrase in UNSUBSCRIBE]
    with_way_out = {passage.place for passage in material.of("body") if any(key in passage.words for key in keys)}
    for email in material.draft.emails:
        if f"e-mail {email.name}" not in with_way_out:
            yield Finding("the e-mail has no unsubscribe line", email.body[-300:], f"e-mail {email.name}")


def avoided_platforms(material: Material) -> Iterator[Finding]:
    """Find posts and advertisements on platforms that the client wants to avoid."""
    avoided = set(material.brief.avoid_platforms)
    for post in material.draft.calendar:
        if post.platform in avoided:
            yield Finding(f"the client avoids {post.platform}", post.hook, day_of(post))
    for number, advertisement in enumerate(material.draft.advertisements, start=1):
        if advertisement.platform in avoided:
            yield Finding(
                f"the client avoids {advertisement.platform}", advertisement.headline, f"advertisement {number}"
            )


def length_on_x(text: str) -> int:
    """Count a post's length as X does: 23 a link, 1 a letter of most alphabets, 2 of others (twitter-text 3)."""
    shortened, links_found = re.subn(r"https?://\S+", "", text)
    return links_found * SHORT_LINK + sum(1 if _is_narrow(ord(character)) else 2 for character in shortened)


def _is_narrow(point: int) -> bool:
    return point <= 4351 or 8192 <= point <= 8205 or 8208 <= point <= 8223 or 8242 <= point <= 8247


def _long_post(post: CalendarPost) -> Iterator[Finding]:
    published = _published(post)
    length = length_on_x(published) if post.platform == Channel.X else len(published)
    limit = POST_LIMITS.get(post.platform, length)
    if length > limit:
        yield Finding(f"{length} characters as published; {post.platform} takes {limit}", published, day_of(post))
    if post.platform == Channel.INSTAGRAM and len(post.hashtags) > INSTAGRAM_HASHTAGS:
        tags = " ".join(post.hashtags)
        yield Finding(f"{len(post.hashtags)} hashtags; instagram takes {INSTAGRAM_HASHTAGS}", tags, day_of(post))


def _published(post: CalendarPost) -> str:
    """Join what the audience sees: no part twice that the caption has already, an SMS's link shortened."""
    link = (post.utm_link or "")[: SHORT_LINK if post.platform == Channel.SMS else None]
    parts = [part for part in (post.hook, post.call_to_action) if part not in post.caption]
    tags = " ".join(tag for tag in post.hashtags if tag not in post.caption)
    return "\n".join(filter(None, (*parts[:1], post.caption, *parts[1:], link, tags)))


def _long_advertisement(place: str, advertisement: Advertisement) -> Iterator[Finding]:
    limits = ADVERTISEMENT_LIMITS.get(advertisement.platform)
    if limits is None:
        return
    parts = (("headline", advertisement.headline), ("description", advertisement.description))
    for (name, text), limit in zip(parts, limits, strict=True):
        if len(text) > limit:
            yield Finding(f"a {name} of {len(text)} characters; {advertisement.platform} takes {limit}", text, place)


def _faulty_tracked_link(link: str, place: str) -> Iterator[Finding]:
    if not _is_link(link):
        yield Finding("a tracked link that leads nowhere", link, place)
        return
    given = parse_qs(urlsplit(link).query)
    missing = [name for name in _TRACKING if name not in given]
    if missing:
        yield Finding(f"the link isn't tracked: {', '.join(missing)} missing", link, place)


def _untracked_posts(material: Material) -> Iterator[Finding]:
    bare = [post for post in material.draft.calendar if post.utm_link is None]
    if material.brief.website and bare:
        days = ", ".join(str(post.day) for post in bare)
        yield warning(f"{len(bare)} posts have no tracked link", f"days {days}", "calendar")


def _is_link(address: str) -> bool:
    if address.startswith(("mailto:", "tel:", "#")):
        return len(address) > len("mailto:") or address.startswith("#")
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        return (
            parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.hostname or "")) and (parts.port or 1) > 0
        )
    except ValueError:
        return False
