"""The thirty days of posts: where each stands, what it is about, and its words within the platform's limits."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from contracts.brief import Channel
from contracts.draft import CalendarPost
from contracts.strategy import ChannelPlan, Pillar, Strategy
from production.domain import quotes
from production.domain.angles import Angle, angles
from production.domain.calls import call_to_action
from production.domain.captions import Space, caption
from production.domain.hashtags import Hashtags
from production.domain.links import post_link
from production.domain.material import Material
from production.domain.phrases import HOOKS
from production.domain.platforms import PLATFORMS, SHORT_LINK, Platform
from production.domain.text_messages import in_alphabet
from production.domain.wording import clip, opened

DAYS = 30
PLACE = len("{inside}")
_HOUR = re.compile(r"\b[ap]\.m(?![.\w])")
"""An hour that lost its full stop with the end of its sentence."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One day of the calendar: `turn` counts the days from 0, `wording` and `pattern` choose among alternatives."""

    turn: int
    wording: int
    pattern: int
    platform: Channel
    angle: Angle

    @property
    def format(self) -> Platform:
        """What the slot's platform takes."""
        return PLATFORMS[self.platform]


@dataclass(frozen=True, slots=True)
class Words:
    """What a post opens with, and the pillar that it belongs to."""

    hook: str
    theme: str


def posting_channels(strategy: Strategy) -> tuple[ChannelPlan, ...]:
    """The strategy's channels that carry posts, largest share of the budget first."""
    carrying = [plan for plan in strategy.channels if plan.channel in PLATFORMS]
    return tuple(sorted(carrying, key=lambda plan: -plan.budget_share_percent))


def calendar(material: Material, tags: Hashtags) -> tuple[CalendarPost, ...]:
    """Write the posts, one a day from the launch. The strategy must have a channel that carries posts."""
    subjects, hooks, themes, kinds = angles(material), set[str](), Counter[str](), Counter[str]()
    posts = []
    for turn, platform in enumerate(schedule(posting_channels(material.strategy))):
        told, place = divmod(turn, len(subjects))
        angle = subjects[place]
        slot = Slot(turn, material.seed + told + place, material.seed + kinds[angle.kind], platform, angle)
        hook = _hook(material, slot, hooks)
        theme = _theme(material, slot.angle, themes)
        hooks.add(hook.casefold())
        themes[theme] += 1
        kinds[angle.kind] += 1
        posts.append(_post(material, slot, Words(hook, theme), tags))
    return tuple(posts)


def schedule(plans: Sequence[ChannelPlan]) -> list[Channel]:
    """Share the days out by budget share: every channel once, then each day to the one furthest below its share.

    The rule is Sainte-Laguë's; a channel that takes few posts a month (a webinar) stops at its number.
    """
    given = dict.fromkeys((plan.channel for plan in plans), 0)
    days = []
    for _ in range(DAYS):
        free = [plan for plan in plans if given[plan.channel] < PLATFORMS[plan.channel].posts] or plans
        chosen = max(free, key=lambda plan: (given[plan.channel] == 0, _claim(plan, given[plan.channel]))).channel
        given[chosen] += 1
        days.append(chosen)
    return days


def _claim(plan: ChannelPlan, given: int) -> float:
    return max(plan.budget_share_percent, 1) / (2 * given + 1)


def _hook(material: Material, slot: Slot, used: set[str]) -> str:
    patterns, longest = HOOKS[slot.angle.kind], slot.format.longest_hook
    turned = [patterns[(slot.pattern + step) % len(patterns)] for step in range(len(patterns))]
    whole = [_filled(material, pattern, slot.angle.subject) for pattern in turned]
    cut = [
        _filled(material, pattern, slot.angle.within(longest - len(pattern) + PLACE - _named(material, pattern)))
        for pattern in sorted(turned, key=len)
    ]
    hooks = (*(hook for hook in whole if len(hook) <= longest), *cut)
    fresh = material.guard.first(hook for hook in hooks if hook.casefold() not in used and len(hook) <= longest)
    return fresh or f"{clip(opened(slot.angle.subject), longest - 10)}, part {len(used) + 1}"


def _named(material: Material, pattern: str) -> int:
    return len(material.client) if "{client}" in pattern else 0


def _filled(material: Material, pattern: str, subject: str) -> str:
    if ": " in subject:
        pattern = pattern.replace(": {inside}", " – {inside}")
    filled = pattern.format(client=material.client, subject=opened(subject), inside=quotes.within(material, subject))
    return _HOUR.sub(r"\g<0>.", filled)


def _theme(material: Material, angle: Angle, given: Counter[str]) -> str:
    """Choose a pillar that shares half of the angle's words, if any does; among equals the one with fewest posts."""
    told = _significant(angle.subject)
    kin = [pillar for pillar in material.pillars if 2 * len(told & _about(pillar)) >= max(len(told), 1)]
    return min(kin or material.pillars, key=lambda pillar: given[pillar.name]).name


def _about(pillar: Pillar) -> set[str]:
    return _significant(" ".join((pillar.name, *pillar.topics)))


def _significant(text: str) -> set[str]:
    return {word for word in text.casefold().replace(",", " ").split() if len(word) > 3}


def _post(material: Material, slot: Slot, words: Words, tags: Hashtags) -> CalendarPost:
    call = call_to_action(material, slot.turn, slot.format.longest_call)
    link = post_link(material.brief, slot.platform, slot.turn + 1)
    chosen = tags.for_post(slot.format.hashtags, slot.turn)
    taken = len(words.hook) + len(call) + _link_length(slot.format, link) + sum(len(tag) + 1 for tag in chosen) + 3
    space = Space(slot.platform, slot.turn, slot.wording, slot.format.characters - taken)
    return CalendarPost(
        day=slot.turn + 1,
        date=material.begins + timedelta(days=slot.turn),
        platform=slot.platform,
        theme=words.theme,
        hook=_as_sent(slot.platform, words.hook),
        caption=_as_sent(slot.platform, caption(material, slot.angle, space)),
        call_to_action=_as_sent(slot.platform, call),
        hashtags=chosen,
        asset_type=slot.format.assets[slot.turn % len(slot.format.assets)],
        utm_link=link,
    )


def _as_sent(platform: Channel, text: str) -> str:
    return in_alphabet(text) if platform == Channel.SMS else text


def _link_length(platform: Platform, link: str | None) -> int:
    if link is None:
        return 0
    return SHORT_LINK if platform.short_links else len(link)
