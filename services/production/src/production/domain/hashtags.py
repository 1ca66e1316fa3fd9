"""Hashtags of this campaign: the client's name, and its words put together, never a generic one alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from production.domain.material import Material
from production.domain.wording import plain

_STOP_WORDS = (
    "a about after all an and any anyone are as at be been before besides but by can did do does dont each even "
    "everyone five for four from get half has have how i if in into is it its just less made make makes million more "
    "most my no nobody not nothing of off on one online only or our out over per so sold somebody someone "
    "still ten than that the their them then they this three to too two up use used using very via vs was we "
    "what when where which who whom whose why will with within without you your"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
LONGEST = 28
SHORTEST = 3
SERIES = ("Answers", "UpClose")
MOST = 14

_BREAKS = re.compile(r"[,;:()/|.!?“”\"–—&+]+")
_GAPS = re.compile(r"[\s\-‑]+")


@dataclass(frozen=True, slots=True)
class Hashtags:
    """The tags by what they are about; no tag stands twice."""

    brand: tuple[str, ...]
    offer: tuple[str, ...]
    audience: tuple[str, ...]
    themes: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every tag, the brand's first, fourteen at most."""
        return (*self.brand, *self.offer, *self.themes, *self.audience)[:MOST]

    def for_post(self, count: int, turn: int) -> tuple[str, ...]:
        """Give `count` tags for the post of this turn: a brand's, the rest in rotation."""
        rest = self.all[1:]
        turned = [rest[(turn * 2 + step) % len(rest)] for step in range(min(count - 1, len(rest)))] if rest else []
        return (*self.all[:1], *turned)[:count]


def hashtags(material: Material) -> Hashtags:
    """Make the campaign's hashtags from the brief's own words."""
    taken = set[str]()
    return Hashtags(
        brand=_usable(material, _branded(material), taken),
        offer=_usable(material, tags(material.offer), taken),
        audience=_usable(material, [*tags(material.audience), *_placed(material)], taken),
        themes=_usable(material, [tag for text in (*material.pains, *material.outcomes) for tag in tags(text)], taken),
    )


def tags(text: str) -> list[str]:
    """Write every run of two or more content words as one CamelCase hashtag, three words at most."""
    return [_joined(words[:3]) for words in _runs(text) if len(words) > 1]


def _branded(material: Material) -> list[str]:
    name = [word for run in _runs(material.client) for word in run]
    return [_joined(name), *(_joined([*name, series]) for series in SERIES)] if name else []


def _placed(material: Material) -> list[str]:
    place = [word for run in _runs(material.brief.geography.split(",")[0]) for word in run]
    subject = next(iter(_runs(material.offer)), [])
    return [_joined([*place, *subject[-1:]])] if place and subject else []


def _joined(words: Sequence[str]) -> str:
    joined = ""
    for word in words:
        if len(joined) + len(word) <= LONGEST:
            joined += word[:1].upper() + word[1:]
    return f"#{joined}"


def _runs(text: str) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for piece in _BREAKS.split(plain(text).replace("'", "").replace("’", "")):
        for word in _GAPS.split(piece):
            if word.casefold() in STOP_WORDS or not word.isalnum():
                runs.append([])
            elif not word.isdigit():
                runs[-1].append(word)
        runs.append([])
    return [run for run in runs if run]


def _usable(material: Material, candidates: Iterable[str], taken: set[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for candidate in candidates:
        if len(candidate) > SHORTEST and candidate.casefold() not in taken and material.guard.allows_tag(candidate):
            taken.add(candidate.casefold())
            kept.append(candidate)
    return tuple(kept[:4])
