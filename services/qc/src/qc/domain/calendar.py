"""Rules on the 30-day calendar: every day there, in order, from the launch, each with a subject and request."""

from collections.abc import Iterator
from datetime import timedelta

from contracts.draft import CalendarPost
from contracts.strategy import publishing_begins
from qc.domain.material import Material, day_of
from qc.domain.phrases import EMPTY_WORDS, GENERIC_HOOKS
from qc.domain.rule import Finding, warning
from qc.domain.subject import subject_of, telling_words
from qc.domain.words import count_words, framed, word_list

CALENDAR_DAYS = 30
_SHORTEST_HOOK = 4
_LEAST_SPECIFIC_SHARE = 0.6
_MOST_POSTS_A_CALL = 20
_GENERIC_HOOKS = frozenset(framed(hook) for hook in GENERIC_HOOKS)


def calendar_contiguous(material: Material) -> Iterator[Finding]:
    """Find missing days, days beyond the thirtieth, and dates that don't follow from the launch.

    A package that is sold without a calendar needs no posts; the ones that it has anyway keep to the dates.
    """
    days = [post.day for post in material.draft.calendar]
    missing = sorted(set(range(1, CALENDAR_DAYS + 1)) - set(days))
    if missing and material.has_calendar:
        listed = f"days {', '.join(map(str, missing))}"
        yield Finding(f"days without a post: {len(missing)} of {CALENDAR_DAYS}", listed, "calendar")
    if days != sorted(days):
        yield Finding("the days are out of order", ", ".join(map(str, days)), "calendar")
    begins = publishing_begins(material.brief, material.strategy)
    for post in material.draft.calendar:
        due = begins + timedelta(days=post.day - 1) if 1 <= post.day <= CALENDAR_DAYS else None
        if due is None:
            yield Finding(f"day {post.day} is outside the {CALENDAR_DAYS} days", post.hook, day_of(post))
        elif post.date != due:
            yield Finding(f"day {post.day} falls on {due}, not {post.date}", post.hook, day_of(post))


def posts_specific(material: Material) -> Iterator[Finding]:
    """Find posts whose hook or call to action is missing or would fit any brand."""
    for post in material.draft.calendar:
        yield from _faulty_hook(post)
        yield from _faulty_call(post)


def calls_varied(material: Material) -> Iterator[Finding]:
    """Warn when one call to action closes more than twenty posts."""
    calls: dict[str, list[CalendarPost]] = {}
    for post in material.draft.calendar:
        calls.setdefault(framed(post.call_to_action), []).append(post)
    for posts in calls.values():
        if len(posts) > _MOST_POSTS_A_CALL:
            yield warning(f"{len(posts)} posts close with one call", posts[0].call_to_action, "calendar")


def hooks_on_subject(material: Material) -> Iterator[Finding]:
    """Warn when more than two hooks in five share no telling word with the brief or its strategy's pillars."""
    subject = subject_of(material.brief, material.strategy)
    hooks = [post.hook for post in material.draft.calendar]
    strays = [hook for hook in hooks if subject.isdisjoint({*telling_words(hook), *word_list(hook)})]
    if len(strays) > len(hooks) * (1 - _LEAST_SPECIFIC_SHARE):
        reason = f"hooks that share no word with the brief: {len(strays)} of {len(hooks)}"
        yield warning(reason, "\n".join(strays), "calendar")


def posts_complete(material: Material) -> Iterator[Finding]:
    """Find posts without a theme, an asset type or a status."""
    for post in material.draft.calendar:
        parts = {"theme": post.theme, "asset type": post.asset_type, "status": post.status}
        empty = [name for name, text in parts.items() if not text.strip()]
        if empty:
            yield Finding(f"the post has no {' and no '.join(empty)}", post.hook, day_of(post))


def _faulty_hook(post: CalendarPost) -> Iterator[Finding]:
    if not post.hook.strip():
        yield Finding("the post has no hook", post.theme, day_of(post))
    elif framed(post.hook) in _GENERIC_HOOKS or _is_empty(post.hook):
        yield Finding("the hook would fit any brand", post.hook, day_of(post))
    elif count_words(post.hook) < _SHORTEST_HOOK:
        yield Finding(f"a hook of fewer than {_SHORTEST_HOOK} words names no subject", post.hook, day_of(post))


def _faulty_call(post: CalendarPost) -> Iterator[Finding]:
    if not post.call_to_action.strip():
        yield Finding("the post asks for nothing", post.hook, day_of(post))
    elif _is_empty(post.call_to_action):
        yield Finding("the call to action doesn't say what one gets", post.call_to_action, day_of(post))


def _is_empty(text: str) -> bool:
    return EMPTY_WORDS.issuperset(word_list(text))
