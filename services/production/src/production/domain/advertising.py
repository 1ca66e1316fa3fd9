"""Copy for paid placements, each line within what its platform shows of it, and each a whole phrase."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts.brief import Channel, PackageName
from contracts.draft import Advertisement
from production.domain import quotes
from production.domain.calls import button, call_to_action
from production.domain.material import Material
from production.domain.platforms import GOOGLE_DESCRIPTION, GOOGLE_HEADLINE, META_DESCRIPTION, META_HEADLINE
from production.domain.wording import bared, fitting, opened, plain, sentence

META_WITH_DISCLAIMER = 160
FEWEST_WORDS = 3

_CLAUSE = re.compile(r"[;,]\s|\s\(|\s(?:because|so that)\s")
_PRICE = re.compile(r"[;,:]\s|\s\(|\s(?:with|for|on|plus)\s")


@dataclass(frozen=True, slots=True)
class Format:
    """What an advertisement of a platform takes: characters of headline and text, and how many variants are written."""

    headline: int
    description: int
    variants: int


FORMATS: Mapping[Channel, Format] = MappingProxyType(
    {
        Channel.GOOGLE_ADS: Format(GOOGLE_HEADLINE, GOOGLE_DESCRIPTION, 5),
        Channel.META_ADS: Format(META_HEADLINE, META_DESCRIPTION, 3),
        Channel.LINKEDIN: Format(70, 150, 2),
        Channel.TIKTOK: Format(40, 100, 2),
        Channel.PINTEREST: Format(100, 160, 2),
        Channel.YOUTUBE: Format(40, 90, 2),
    }
)
"""The limits are those that each platform's help pages name for text that is always shown."""

MOST_VARIANTS = max(form.variants for form in FORMATS.values())

QUICK = {Channel.GOOGLE_ADS: 3, Channel.META_ADS: 2}
"""The variants of a quick social package, which has both whatever the strategy plans."""


def advertisements(material: Material) -> tuple[Advertisement, ...]:
    """Write the variants for every paid channel of the strategy, none for one that the client avoids.

    No sentence stands twice, as far as the brief has enough of them; where it hasn't, a call stands in its place.
    """
    brief, told = material.brief, list[str]()
    wanted = [channel for channel in _placements(material) if channel not in brief.barred]
    return tuple(advert for channel in wanted for advert in _variants(material, channel, told))


def _placements(material: Material) -> list[Channel]:
    if material.brief.package == PackageName.QUICK_SOCIAL:
        return list(QUICK)
    planned = {plan.channel for plan in material.strategy.channels}
    return [channel for channel in FORMATS if channel in planned]


def _variants(material: Material, channel: Channel, told: list[str]) -> list[Advertisement]:
    form = FORMATS[channel]
    quick = material.brief.package == PackageName.QUICK_SOCIAL
    count = QUICK.get(channel, form.variants) if quick else form.variants
    headlines = _headlines(material, channel)[:count]
    texts = _descriptions(material, form.description, list(FORMATS).index(channel))
    fresh = [text for text in texts if not any(sentence in text for sentence in told)][:count]
    told += [text.partition(". ")[0].rstrip(".") for text in fresh]
    texts = [*fresh, *_calls(material, form.description)][:count]
    return [
        Advertisement(
            platform=channel,
            headline=headline,
            description=_with_disclaimers(material, channel, texts[turn % len(texts)]),
        )
        for turn, headline in enumerate(headlines)
    ]


def _headlines(material: Material, channel: Channel) -> list[str]:
    """Give whole phrases within the limit, all different; search begins with the offer, a feed with the problem."""
    limit = FORMATS[channel].headline
    offer = opened(re.sub("^the ", "", quotes.product(material), flags=re.IGNORECASE))
    price = _head(plain(material.brief.pricing or ""), _PRICE)
    felt = [f"{head}?" for head in map(_head, material.pains) if head]
    town = plain(material.brief.geography).split(",")[0]
    local = f"{material.client}, {town}" if " and " not in town else ""
    got = [*material.outcomes, *material.differentiators, *material.proofs]
    own = [offer, price, *got, *map(_head, got), f"{material.client}: {button(material)}", local, material.client]
    candidates = own if channel == Channel.GOOGLE_ADS else [*felt, *own]
    fit = [opened(text) for text in candidates if text and len(text) <= limit]
    return list(dict.fromkeys(material.guard.allowed(fit))) or [fitting([material.client], limit)]


def _head(text: str, end: re.Pattern[str] = _CLAUSE) -> str:
    """Give a phrase up to its first addition; an empty text where too little is left to be a phrase."""
    head = bared(end.split(text)[0])
    return head if len(head.split()) >= FEWEST_WORDS else ""


def _descriptions(material: Material, limit: int, place: int) -> list[str]:
    """Give sentences within the limit, all different.

    `place` is the platform's among all: each begins with another subject and another wording.
    """
    client, call = material.client, call_to_action(material, place)
    stated = (*material.outcomes, *material.differentiators, *material.proofs, material.promise)
    subjects = (*stated[place % len(stated) :], *stated[: place % len(stated)])
    found: list[str] = []
    for said in map(sentence, subjects):
        ways = (f"{client}: {said} {call}.", f"{said} {call}.", f"{client}: {said}")
        turned = (*ways[place % 3 :], *ways[: place % 3], said)
        fit = material.guard.allowed(text for text in turned if len(text) <= limit and "…" not in text)
        found += fit[:1]
    return list(dict.fromkeys(found))


def _calls(material: Material, limit: int) -> list[str]:
    """Give the calls within the limit, which may be repeated; the last resort is the client's name."""
    client, calls = material.client, [call_to_action(material, turn) for turn in range(MOST_VARIANTS)]
    said = [f"{call}." if client in call else f"{client}: {call}." for call in dict.fromkeys(calls)]
    return [text for text in said if len(text) <= limit] or [fitting((f"{client}.",), limit)]


def _with_disclaimers(material: Material, channel: Channel, text: str) -> str:
    """Add the client's disclaimers where there is room; Google shows none, so its landing page carries them."""
    room = META_WITH_DISCLAIMER if channel == Channel.META_ADS else FORMATS[channel].description
    for disclaimer in material.brief.required_disclaimers:
        longer = f"{text} {sentence(plain(disclaimer))}"
        text = longer if len(longer) <= room and channel != Channel.GOOGLE_ADS else text
    return text
