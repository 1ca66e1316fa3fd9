"""The client's long phrases made short enough to stand inside a sentence, without a word that isn't the client's."""

import re
from collections.abc import Iterable
from functools import lru_cache

from contracts import english
from contracts.brief import Brief
from strategy.domain.catalogue import CATALOGUE
from strategy.domain.wording import phrase

MOST_WORDS = 9
"""More than this and the name of a thing reads as a description of it."""

_STRONG = re.compile(r": |; | \(| [–—] |, | who | whose | that | which | where ")
_PAUSE = re.compile(r"; |, | [–—] ")
_WEAK = re.compile(r" (?:with|at|in|for|from|on|by|after|before) ")
_LEAST_BEFORE_COMMA = 3
_CHANNEL_NAMES = frozenset(word for profile in CATALOGUE.values() for word in profile.name.split())
_CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z]\w*")


@lru_cache(maxsize=128)
def gist(text: str) -> str:
    """Give what a thing or a group is called: `The Calm Barrier Set`, `Runners of 28 to 50 in Nordic cities`."""
    kept = _before(_STRONG, phrase(text))
    while len(kept.split()) > MOST_WORDS:
        shorter = _before_last(kept)
        if shorter == kept:
            break
        kept = shorter
    return phrase(kept)


def clause(text: str) -> str:
    """Give a statement up to its first pause, where that leaves a statement."""
    return phrase(_before(_PAUSE, phrase(text)))


def title(text: str) -> str:
    """Give the name that a proof or a theme carries itself (`Freshness log: 97 % …`), else its first clause."""
    named, colon, _ = phrase(text).partition(": ")
    return clause(named) if colon and len(named.split()) > 1 else clause(text)


def located(place: str) -> str:
    """Give a place as it stands after `in`: `the United States`."""
    return english.located(phrase(place.partition(";")[0]))


def proper_names(brief: Brief) -> frozenset[str]:
    """Give the words that keep their capital inside a sentence: names, unless the brief writes them small elsewhere."""
    given = (brief.client_name, brief.geography, *brief.competitors)
    return _proper_names(tuple(_texts(brief)), given)


@lru_cache(maxsize=32)
def _proper_names(texts: tuple[str, ...], given: tuple[str, ...]) -> frozenset[str]:
    found = {word for text in texts for word in _CAPITALISED.findall(text)}
    named = {word for text in given for word in re.findall(r"\w+", text)}
    small = {word for text in texts for word in re.findall(r"\b[a-z]\w*", text)}
    return frozenset(word for word in found | named | _CHANNEL_NAMES if word.lower() not in small)


@lru_cache(maxsize=512)
def inside(text: str, names: frozenset[str]) -> str:
    """Give a phrase for the middle of a sentence: a small first letter, unless its first word is a name or initials."""
    kept = phrase(text)
    first = re.split(r"[\s’'-]", kept, maxsplit=1)[0]
    is_name = first in names or first == "I" or any(letter.isupper() or letter.isdigit() for letter in first[1:])
    return kept if is_name else f"{kept[:1].lower()}{kept[1:]}"


def _texts(brief: Brief) -> Iterable[str]:
    lists = (brief.pain_points, brief.desired_outcomes, brief.differentiators, brief.proof_assets, brief.constraints)
    return (brief.primary_offer, brief.target_audience, *(text for listed in lists for text in listed))


def _before(pause: re.Pattern[str], text: str) -> str:
    for found in pause.finditer(text):
        left = text[: found.start()]
        if len(left.split()) >= (_LEAST_BEFORE_COMMA if found.group() == ", " else 2):
            return left
    return text


def _before_last(text: str) -> str:
    cuts = [found.start() for found in _WEAK.finditer(text) if len(text[: found.start()].split()) > 1]
    return text[: cuts[-1]] if cuts else text
