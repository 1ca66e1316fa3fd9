"""Choosing channels: industry, objective, place and the brief vote; what the brief avoids is out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from contracts.brief import Brief, Channel, PackageName
from contracts.strategy import AvoidedChannel
from strategy.domain.angles import field_named, industry_of, objective_of
from strategy.domain.catalogue import LAST_RESORT
from strategy.domain.phrasing import located
from strategy.domain.wording import phrase

MOST_CHANNELS = 5
"""More than these dilute attention; only the brief's own focus platforms may exceed it."""

_FOCUS, _FIRST_CHOICE, _OBJECTIVE, _SECOND_CHOICE, _NEARBY = 100_000, 40, 25, 20, 22
_NEXT_FOCUS = 1000
"""More than all other votes together, so that focus platforms keep the brief's order."""


Role = Literal["primary", "secondary"]


@dataclass(frozen=True, slots=True)
class Vote:
    """One reason for a channel and how much it weighs."""

    channel: Channel
    weight: int
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen channel with its reasons."""

    channel: Channel
    role: Role
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The channels of a campaign, strongest first, and those left out; none chosen where the brief avoids every one."""

    chosen: tuple[Choice, ...]
    avoided: tuple[AvoidedChannel, ...] = field(default=())


def select_channels(brief: Brief) -> Selection:
    """Choose the channels: every focus platform not avoided too, then the strongest others up to MOST_CHANNELS."""
    reasons: dict[Channel, list[str]] = {}
    weights: Counter[Channel] = Counter()
    for vote in _votes(brief):
        reasons.setdefault(vote.channel, []).append(vote.reason)
        weights[vote.channel] += vote.weight
    ill_suited = {channel for channel in industry_of(brief).reach.avoid if not _wanted(brief, channel)}
    barred = {*brief.barred, *ill_suited}
    ranked = sorted((channel for channel in weights if channel not in barred), key=lambda channel: -weights[channel])
    kept = ranked[: _limit(brief)] or _last_resort(brief)
    choices = (
        Choice(channel, _role(brief, channel, kept), tuple(reasons.get(channel, _REMAINING))) for channel in kept
    )
    return Selection(tuple(choices), _avoided(brief, ill_suited - set(kept)))


_REMAINING = ("The brief avoids every channel that its industry and objective suggest; this one remains.",)


def _votes(brief: Brief) -> Iterator[Vote]:
    industry, objective = industry_of(brief), objective_of(brief)
    for place, channel in enumerate(brief.focus_platforms):
        yield Vote(channel, _FOCUS - place * _NEXT_FOCUS, f"Named as a focus platform{_present(brief, channel)}.")
    for channel in industry.reach.primary:
        yield Vote(channel, _FIRST_CHOICE, f"First choice in its field{field_named(brief)}.")
    for place, channel in enumerate(objective.channels(industry.to_business)):
        yield Vote(channel, _OBJECTIVE - place, f"Serves the aim to {objective.purpose}.")
    for place, channel in enumerate(industry.reach.secondary):
        yield Vote(channel, _SECOND_CHOICE - place, f"Second choice in its field{field_named(brief)}.")
    if industry.local:
        yield Vote(Channel.GOOGLE_MAPS, _NEARBY, f"Customers are won nearby: {located(brief.geography)}.")


def _present(brief: Brief, channel: Channel) -> str:
    handle = brief.social_handles.get(channel)
    return f"; found there as {handle.removeprefix('https://')}" if handle else ""


def _avoided(brief: Brief, ill_suited: set[Channel]) -> tuple[AvoidedChannel, ...]:
    wished = {channel: _why_barred(brief, channel) for channel in brief.barred}
    rarely = f"Rarely reaches buyers in this field{field_named(brief)}."
    reasons = dict.fromkeys(sorted(ill_suited), rarely) | wished
    return tuple(AvoidedChannel(channel=channel, reason=reason) for channel, reason in reasons.items())


def _why_barred(brief: Brief, channel: Channel) -> str:
    if channel not in brief.avoid_platforms:
        return "It would be shown on Instagram and Facebook, and the brief asks to avoid both."
    if channel in brief.focus_platforms:
        client = phrase(brief.client_name)
        return f"The brief names it as focus and as to be avoided; it stays out until {client} decides."
    return "The brief asks to avoid it."


def _wanted(brief: Brief, channel: Channel) -> bool:
    """Whether the brief, or an audience that isn't customers, overrules the industry's habit of avoiding a channel."""
    objective = objective_of(brief)
    speaks_to_others = not objective.to_customers and channel in objective.channels(industry_of(brief).to_business)
    return channel in brief.focus_platforms or speaks_to_others


def _limit(brief: Brief) -> int:
    if brief.package is PackageName.LIGHT:
        return 1
    focus = set(brief.focus_platforms) - set(brief.barred)
    return max(MOST_CHANNELS, len(focus))


def _last_resort(brief: Brief) -> list[Channel]:
    return [channel for channel in LAST_RESORT if channel not in brief.barred][:1]


def _role(brief: Brief, channel: Channel, kept: list[Channel]) -> Role:
    leading = channel == kept[0] or channel in brief.focus_platforms or channel in industry_of(brief).reach.primary
    return "primary" if leading else "secondary"
