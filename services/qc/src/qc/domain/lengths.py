"""The rule on lengths: posts, advertisements and meta lines fit what their platforms take, counted as those count."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from contracts.brief import Channel
from contracts.draft import Advertisement, CalendarPost
from qc.domain.material import Material, Passage, day_of
from qc.domain.rule import Finding

POST_LIMITS: Mapping[Channel, int] = MappingProxyType(
    {
        Channel.X: 280,
        Channel.LINKEDIN: 3000,
        Channel.INSTAGRAM: 2200,
        Channel.TIKTOK: 2200,
        Channel.PINTEREST: 500,
        Channel.YOUTUBE: 5000,
        Channel.GOOGLE_MAPS: 1500,
        Channel.WHATSAPP: 4096,
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

SMS_GSM, SMS_UNICODE = 160, 70
"""What one SMS holds: septets of the GSM alphabet, else 16-bit units (3GPP TS 23.038)."""

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_ESCAPED = frozenset("^{}\\[~]|€")
_LINK = re.compile(r"https?://\S+|\bwww\.\S+")
_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3"
    "|[\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u27bf\u2934-\u2b55\U0001f000-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]?"
    "(?:\u200d[\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u27bf\u2934-\u2b55\U0001f000-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]?){0,5}"
)
_META_LINE = re.compile(
    r"^[^\w\n]{0,20}meta (title|description)[^\w\n]{0,9}[:|][^\w\n|]{0,9}([^|\n]+)", re.IGNORECASE | re.MULTILINE
)
_HASHTAG = re.compile(r"#\w")


def platform_limits(material: Material) -> Iterator[Finding]:
    """Find posts, advertisements and meta lines that are longer than their platform takes."""
    for post in material.draft.calendar:
        yield from _long_post(post)
    for number, advertisement in enumerate(material.draft.advertisements, start=1):
        yield from _long_advertisement(f"advertisement {number} ({advertisement.platform})", advertisement)
    for passage in material.of("section"):
        yield from _long_meta_lines(passage)


def length_on_x(text: str) -> int:
    """Count a post's length as X does: 23 a link, 2 an emoji, 1 a letter of most alphabets, 2 of others.

    The rules are those of twitter-text 3.
    """
    shortened, links = _LINK.subn("", text)
    plain, emoji = _EMOJI.subn("", shortened)
    return links * SHORT_LINK + emoji * 2 + sum(1 if _is_narrow(ord(character)) else 2 for character in plain)


def length_of_sms(text: str) -> tuple[int, int]:
    """Give a message's length and what one SMS holds: in septets where the GSM alphabet has every letter of it."""
    if not _outside_gsm(text):
        return sum(2 if character in _GSM_ESCAPED else 1 for character in text), SMS_GSM
    return len(text.encode("utf-16-le", "surrogatepass")) // 2, SMS_UNICODE


def _outside_gsm(text: str) -> str:
    """Give the first character that the GSM alphabet lacks."""
    return next((each for each in text if each not in _GSM and each not in _GSM_ESCAPED), "")


def length_in_an_advertisement(text: str) -> int:
    """Count as Google Ads does: two for each full-width letter of Chinese, Japanese and Korean."""
    return len(text) if text.isascii() else sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in text)


def _is_narrow(point: int) -> bool:
    return point <= 4351 or 8192 <= point <= 8205 or 8208 <= point <= 8223 or 8242 <= point <= 8247


def _measured(post: CalendarPost, published: str) -> tuple[int, int]:
    if post.platform == Channel.X:
        return length_on_x(published), POST_LIMITS[Channel.X]
    if post.platform == Channel.SMS:
        return length_of_sms(published)
    return len(published), POST_LIMITS.get(post.platform, len(published))


def _long_post(post: CalendarPost) -> Iterator[Finding]:
    published = _published(post)
    length, limit = _measured(post, published)
    if length > limit:
        why = f" with “{_outside_gsm(published)}” in it" if limit == SMS_UNICODE else ""
        yield Finding(f"{length} characters as published; {post.platform} takes {limit}{why}", published, day_of(post))
    tags = len(post.hashtags) + len(_HASHTAG.findall(post.caption))
    if post.platform == Channel.INSTAGRAM and tags > INSTAGRAM_HASHTAGS:
        listed = " ".join(post.hashtags)
        yield Finding(f"{tags} hashtags; instagram takes {INSTAGRAM_HASHTAGS}", listed, day_of(post))


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
        if (length := length_in_an_advertisement(text)) > limit:
            yield Finding(f"a {name} of {length} characters; {advertisement.platform} takes {limit}", text, place)


def _long_meta_lines(passage: Passage) -> Iterator[Finding]:
    for name, line in _META_LINE.findall(passage.text):
        part, text = name.casefold(), line.strip(' *_`"“”')
        limit = META_TITLE if part == "title" else META_DESCRIPTION
        if len(text) > limit:
            yield Finding(f"a meta {part} of {len(text)} characters; search shows {limit}", text, passage.place)
