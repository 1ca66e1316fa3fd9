"""What this client's text may not say: banned words, forbidden claims, messages to avoid, and worn-out phrases."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from contracts.brief import Brief
from contracts.strategy import Strategy

CLICHES = (
    "game changer",
    "game changing",
    "cutting edge",
    "state of the art",
    "best in class",
    "world class",
    "next level",
    "one stop shop",
    "think outside the box",
    "low hanging fruit",
    "move the needle",
    "in today s fast paced world",
    "in today s digital",
    "take your business",
    "unlock your potential",
    "unlock the power",
    "look no further",
    "we ve got you covered",
    "dive in",
    "deep dive",
    "delve",
    "supercharge",
    "revolutionise",
    "revolutionize",
    "revolutionary",
    "unleash",
    "elevate your",
    "seamless",
    "seamlessly",
    "synergy",
    "leverage",
    "holistic",
    "robust solution",
    "innovative solution",
    "innovative solutions",
)
"""Phrases that say nothing; words alone, without punctuation."""

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"[\"“«„]([^\"“”«»„]+)[\"”»“]")


@dataclass(frozen=True, slots=True)
class Guard:
    """The phrases to keep out, each as its words between single spaces; `beginnings` are their first words."""

    phrases: tuple[str, ...]
    beginnings: frozenset[str]

    def allows(self, text: str) -> bool:
        """Whether none of the phrases stands in the text as whole words, whatever their case and punctuation."""
        words = _WORD.findall(text.casefold())
        if self.beginnings.isdisjoint(words):
            return True
        padded = f" {' '.join(words)} "
        return not any(f" {phrase} " in padded for phrase in self.phrases)

    def allows_tag(self, tag: str) -> bool:
        """Whether no phrase hides in a hashtag, where words are written together."""
        joined = tag.casefold()
        return not any(phrase.replace(" ", "") in joined for phrase in self.phrases)

    def allowed(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Keep the texts that may be said."""
        return tuple(text for text in texts if text and self.allows(text))

    def first(self, texts: Iterable[str]) -> str:
        """Give the first text that may be said, or an empty one."""
        return next(iter(self.allowed(texts)), "")


def guard_for(brief: Brief, strategy: Strategy) -> Guard:
    """Make the guard of a campaign.

    A phrase that stands in the client's own name or offer is let through: the text can't be written without it, and
    QC reports that the brief contradicts itself.
    """
    unavoidable = f" {_words(f'{brief.client_name} {brief.primary_offer}')} "
    ruled_out = strategy.guardrails.forbidden_language
    stated = (*brief.banned_words, *brief.forbidden_claims, *brief.must_avoid, *ruled_out)
    wordings = (*CLICHES, *(phrase for entry in stated for phrase in worded(entry)))
    stripped = dict.fromkeys(filter(None, map(_words, wordings)))
    phrases = tuple(phrase for phrase in stripped if f" {phrase} " not in unavoidable)
    return Guard(phrases, frozenset(phrase.partition(" ")[0] for phrase in phrases))


def worded(entry: str) -> tuple[str, ...]:
    """Give the phrases that an entry of a brief means: what it puts in double quotes, else the entry itself."""
    return tuple(_QUOTED.findall(entry)) or (entry,)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
