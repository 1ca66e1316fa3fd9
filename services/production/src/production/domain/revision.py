"""The next revision of a draft: what quality control objects to is mended, and what can't be stays as it was.

Nothing is dropped that the client demands. A place that the report names, "calendar day 3" or a section's id, says
where a finding's evidence stands; its check says what to do about it.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import NamedTuple

from contracts.brief import Brief, Channel
from contracts.draft import Advertisement, CalendarPost, Draft, Email, Section
from contracts.messages import DraftRevisionRequested
from contracts.report import Check, Result
from production.domain.mail import signatures
from production.domain.material import gather
from production.domain.mending import calmed, halved, without
from production.domain.platforms import (
    GOOGLE_DESCRIPTION,
    GOOGLE_HEADLINE,
    META_DESCRIPTION,
    META_HEADLINE,
    PLATFORMS,
    SHORT_LINK,
)
from production.domain.wording import clip, plain, sentence

UNSUBSCRIBE = "To unsubscribe, reply with the word unsubscribe; one line is enough."


class Found(NamedTuple):
    """An issue, the brief that the draft answers, and the lines that its e-mails are signed with."""

    issue: Check
    brief: Brief
    signed: frozenset[str]


Mend = Callable[[str], str]
Remedy = Callable[[Draft, Found], Draft]


def revised(event: DraftRevisionRequested) -> Draft:
    """Write the revision that is asked for: every issue of the report mended in turn, failures before warnings."""
    issues = [check for check in event.report.checks if check.result != Result.PASS]
    ordered = sorted(issues, key=lambda check: check.result != Result.FAIL)
    draft = event.draft.model_copy(update={"revision": event.revision})
    signed = signatures(gather(event.brief, event.strategy))
    return reduce(lambda written, issue: _mended(written, Found(issue, event.brief, signed)), ordered, draft)


def _mended(draft: Draft, found: Found) -> Draft:
    return REMEDIES.get(found.issue.check_id, _untouched)(draft, found)


def _untouched(draft: Draft, _found: Found) -> Draft:
    return draft


def _left_out(draft: Draft, found: Found) -> Draft:
    """Leave out the sentences that have the evidence, but for the client's demands and an e-mail's signature."""
    kept, name = (*_demands(found.brief), *found.signed), plain(found.brief.client_name)
    return _rewritten(draft, found, lambda text: without(text, found.issue.evidence, kept, name))


def _split(draft: Draft, found: Found) -> Draft:
    kept = (*_demands(found.brief), plain(found.brief.client_name))
    return _rewritten(draft, found, lambda text: halved(text, found.issue.evidence, kept))


def _quietened(draft: Draft, found: Found) -> Draft:
    kept = (*_demands(found.brief), plain(found.brief.client_name), plain(found.brief.primary_offer))
    return _rewritten(draft, found, lambda text: calmed(text, kept))


def _rewritten(draft: Draft, found: Found, mend: Mend) -> Draft:
    """Mend every text that stands at the issue's place."""
    place = found.issue.section
    posts = (_post(post, mend, found) if place == _day(post) else post for post in draft.calendar)
    return draft.model_copy(
        update={
            "sections": tuple(_section(each, mend) if place == each.section_id else each for each in draft.sections),
            "calendar": tuple(posts),
            "advertisements": tuple(
                _advertisement(each, mend, found) if place == _advertised(number, each) else each
                for number, each in enumerate(draft.advertisements, start=1)
            ),
            "emails": tuple(
                _email(each, mend, found) if place == f"e-mail {each.name}" else each for each in draft.emails
            ),
        }
    )


def _section(section: Section, mend: Mend) -> Section:
    body = mend(section.body)
    return section.model_copy(update={"body": body}) if body.strip() else section


def _post(post: CalendarPost, mend: Mend, found: Found) -> CalendarPost:
    """A hook that nothing is left of becomes client and theme; a call or a theme that nothing is left of stays."""
    hook = mend(post.hook) or f"{found.brief.client_name}: {mend(post.theme)}"
    texts = {"theme": mend(post.theme), "hook": hook, "call_to_action": mend(post.call_to_action)}
    changed = {name: text for name, text in texts.items() if text.strip()}
    return post.model_copy(update={**changed, "caption": mend(post.caption)})


def _advertisement(advertisement: Advertisement, mend: Mend, found: Found) -> Advertisement:
    """A line that nothing is left of becomes the client's name."""
    name = clip(found.brief.client_name, GOOGLE_HEADLINE, mark="")
    return advertisement.model_copy(
        update={
            "headline": mend(advertisement.headline) or name,
            "description": mend(advertisement.description) or name,
        }
    )


def _email(email: Email, mend: Mend, found: Found) -> Email:
    subject = mend(email.subject) or found.brief.client_name
    body = mend(email.body) or email.body
    return email.model_copy(update={"subject": subject, "preheader": mend(email.preheader), "body": body})


def _shortened(draft: Draft, found: Found) -> Draft:
    place = found.issue.section
    posts = (_short_post(post) if place == _day(post) else post for post in draft.calendar)
    advertisements = (
        _short_advertisement(each) if place == _advertised(number, each) else each
        for number, each in enumerate(draft.advertisements, start=1)
    )
    return draft.model_copy(update={"calendar": tuple(posts), "advertisements": tuple(advertisements)})


def _short_post(post: CalendarPost) -> CalendarPost:
    platform = PLATFORMS.get(post.platform)
    if platform is None:
        return post
    link = SHORT_LINK if platform.short_links and post.utm_link else len(post.utm_link or "")
    others = (len(post.hook), len(post.call_to_action), link, *(len(tag) for tag in post.hashtags))
    room = platform.characters - sum(length + 1 for length in others)
    return post.model_copy(update={"caption": clip(post.caption, room) if room > 1 else ""})


def _short_advertisement(advertisement: Advertisement) -> Advertisement:
    limits = ADVERTISEMENT_LIMITS.get(advertisement.platform)
    if limits is None:
        return advertisement
    headline, description = limits
    cut = {
        "headline": clip(advertisement.headline, headline, mark=""),
        "description": clip(advertisement.description, description),
    }
    return advertisement.model_copy(update=cut)


def _said(draft: Draft, found: Found) -> Draft:
    """Say word for word what is missing, at the end of the last section of prose, or of the last one."""
    prose = [section for section in draft.sections if section.form == "prose"] or list(draft.sections)
    added = sentence(plain(found.issue.evidence))
    if not prose or not added:
        return draft
    return _in_section(draft, prose[-1].section_id, lambda body: f"{body}\n\n{added}".strip())


def _named(draft: Draft, found: Found) -> Draft:
    """Name the client in the sections, the calendar and the e-mails that don't."""
    client, name = found.brief.client_name, found.brief.client_name.casefold()
    if not any(name in section.body.casefold() for section in draft.sections) and draft.sections:
        first = draft.sections[0].section_id
        draft = _in_section(draft, first, lambda body: f"Written for {client}.\n\n{body}")
    posts, emails = draft.calendar, draft.emails
    if posts and not any(name in f"{post.hook} {post.caption}".casefold() for post in posts):
        posts = (posts[0].model_copy(update={"caption": f"{client}: {posts[0].caption}"}), *posts[1:])
    signed = tuple(
        each if name in each.body.casefold() else each.model_copy(update={"body": f"{each.body}\n\n{client}"})
        for each in emails
    )
    return draft.model_copy(update={"calendar": posts, "emails": signed})


def _with_way_out(draft: Draft, found: Found) -> Draft:
    emails = (
        each.model_copy(update={"body": f"{each.body}\n\n{UNSUBSCRIBE}"})
        if found.issue.section == f"e-mail {each.name}"
        else each
        for each in draft.emails
    )
    return draft.model_copy(update={"emails": tuple(emails)})


def _hooked_anew(draft: Draft, found: Found) -> Draft:
    """Open the post with its theme; a call that is missing becomes that of another post."""
    calls = [post.call_to_action for post in draft.calendar if post.call_to_action.strip()]

    def opened_anew(post: CalendarPost) -> CalendarPost:
        hook = post.hook.strip()
        call = post.call_to_action if post.call_to_action.strip() or not calls else calls[0]
        told = f"{post.theme}: {hook}" if hook else f"{found.brief.client_name}: {post.theme}"
        return post.model_copy(update={"hook": told, "call_to_action": call})

    posts = (opened_anew(post) if found.issue.section == _day(post) else post for post in draft.calendar)
    return draft.model_copy(update={"calendar": tuple(posts)})


def _tagged(draft: Draft, found: Found) -> Draft:
    """Take the hashtag out; where it stands twice, once."""
    tag, place = found.issue.evidence, found.issue.section

    def rest(tags: tuple[str, ...]) -> tuple[str, ...]:
        first: dict[str, str] = {}
        for each in tags:
            first.setdefault(each.casefold(), each)
        return tuple(first.values()) if len(first) < len(tags) else tuple(each for each in tags if each != tag)

    posts = (
        post.model_copy(update={"hashtags": rest(post.hashtags)}) if place == _day(post) else post
        for post in draft.calendar
    )
    tags = rest(draft.hashtags) if place == "hashtags" else draft.hashtags
    return draft.model_copy(update={"calendar": tuple(posts), "hashtags": tags})


def _in_section(draft: Draft, section_id: str, mend: Mend) -> Draft:
    sections = (_section(each, mend) if each.section_id == section_id else each for each in draft.sections)
    return draft.model_copy(update={"sections": tuple(sections)})


def _demands(brief: Brief) -> tuple[str, ...]:
    return tuple(map(plain, (*brief.must_include, *brief.required_disclaimers)))


def _day(post: CalendarPost) -> str:
    return f"calendar day {post.day}"


def _advertised(number: int, advertisement: Advertisement) -> str:
    return f"advertisement {number} ({advertisement.platform})"


ADVERTISEMENT_LIMITS: Mapping[Channel, tuple[int, int]] = MappingProxyType(
    {
        Channel.GOOGLE_ADS: (GOOGLE_HEADLINE, GOOGLE_DESCRIPTION),
        Channel.META_ADS: (META_HEADLINE, META_DESCRIPTION),
    }
)

REMEDIES: Mapping[str, Remedy] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "banned_words",
                "cliches",
                "forbidden_claims",
                "forbidden_language",
                "must_avoid",
                "personal_data",
                "placeholders",
                "repeated_lines",
                "unproved_claims",
            ),
            _left_out,
        ),
        **dict.fromkeys(("must_include", "required_disclaimers"), _said),
        **dict.fromkeys(("duplicate_hooks", "posts_specific"), _hooked_anew),
        "brand_named": _named,
        "email_unsubscribe": _with_way_out,
        "hashtags": _tagged,
        "long_sentences": _split,
        "platform_limits": _shortened,
        "shouting": _quietened,
    }
)
"""What is done about the findings of each check; of any other the draft is not the cause."""
