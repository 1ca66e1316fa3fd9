"""Rules on what a platform's readers meet: hashtags that find them, a way out of e-mails, no unwanted platform."""

import re
from collections.abc import Iterator, Sequence

from contracts.brief import Channel
from contracts.packages.catalogue import SECTIONS
from qc.domain.material import Material, day_of
from qc.domain.phrases import GENERIC_HASHTAGS, UNSUBSCRIBE
from qc.domain.plan import names_of
from qc.domain.rule import Finding
from qc.domain.words import search_key

MAIL_SERIES = "email_crm_flows"

_BROKEN_HASHTAG = re.compile(r"[\s\d_]*|.*[\s#.,;:!?'\"()/&@%+*-].*", re.DOTALL)
_SUBJECT_END = re.compile(r"[:|]")
_DECLINED = re.compile(r"\b(?:not used|unused|avoid(?:s|ed)?|rule[sd]? out|stays? off|left out)\b", re.IGNORECASE)
_HASHTAG_IN_TEXT = re.compile(r"(?<![\w&/#])#(\w{1,100})")


def hashtags(material: Material) -> Iterator[Finding]:
    """Find hashtags that break, reach nobody in particular, or stand twice under one post."""
    yield from _faulty_tags(material.draft.hashtags, "hashtags")
    for post in material.draft.calendar:
        yield from _faulty_tags(post.hashtags, day_of(post))
        for tag in _HASHTAG_IN_TEXT.findall(post.caption):
            if tag.casefold() in GENERIC_HASHTAGS:
                yield Finding("a hashtag that any brand would use", f"#{tag}", day_of(post))


def email_unsubscribe(material: Material) -> Iterator[Finding]:
    """Find e-mails without a way to unsubscribe (CAN-SPAM Act, section 7704(a)(5); GDPR, article 7(3))."""
    keys = [search_key(phrase) for phrase in UNSUBSCRIBE]
    with_way_out = {passage.place for passage in material.of("body") if any(key in passage.words for key in keys)}
    for email in material.draft.emails:
        if f"e-mail {email.name}" not in with_way_out:
            yield Finding("the e-mail has no unsubscribe line", email.body[-300:], f"e-mail {email.name}")


def avoided_platforms(material: Material) -> Iterator[Finding]:
    """Find posts, advertisements and e-mails on platforms that the client wants to avoid.

    A package that is sold with a series of e-mails has them whatever the client avoids.
    """
    avoided = material.brief.barred
    for post in material.draft.calendar:
        if post.platform in avoided:
            yield Finding(f"the client avoids {post.platform}", post.hook, day_of(post))
    for number, advertisement in enumerate(material.draft.advertisements, start=1):
        if advertisement.platform in avoided:
            place = f"advertisement {number} ({advertisement.platform})"
            yield Finding(f"the client avoids {advertisement.platform}", advertisement.headline, place)
    if Channel.EMAIL in avoided and MAIL_SERIES not in SECTIONS.get(material.brief.package, ()):
        for email in material.draft.emails:
            yield Finding("the client avoids email", email.subject, f"e-mail {email.name}")


def avoided_content(material: Material) -> Iterator[Finding]:
    """Find section texts for a platform that the client avoids: under its heading, or in a line begun by its name.

    A heading's first line, or the line itself, may say that the platform isn't used.
    """
    names = {search_key(name): channel for channel in material.brief.barred for name in names_of(channel)}
    for passage in material.of("section") if names else ():
        opened: Channel | None = None
        for line in passage.text.splitlines():
            subject = names.get(search_key(_SUBJECT_END.split(line.strip("#*+-| \t"), maxsplit=1)[0]))
            if line.startswith("#"):
                opened = subject
            elif line.strip():
                if (channel := subject or opened) and not _DECLINED.search(line):
                    yield Finding(f"a text for {channel}, which the client avoids", line, passage.place)
                opened = None


def _faulty_tags(tags: Sequence[str], place: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for tag in tags:
        bare = tag.removeprefix("#").casefold()
        if _BROKEN_HASHTAG.fullmatch(bare):
            yield Finding("a hashtag is one word of letters, digits and underscores, with a letter", tag, place)
        elif bare in GENERIC_HASHTAGS:
            yield Finding("a hashtag that any brand would use", tag, place)
        elif bare in seen:
            yield Finding("a hashtag stands twice", tag, place)
        seen.add(bare)
