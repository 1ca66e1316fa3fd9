"""What the rules read: a produced draft laid out as passages, each a piece of text with the place where it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from contracts.brief import Brief, PackageName
from contracts.draft import Bundle, CalendarPost, Draft
from contracts.messages import DraftProduced
from contracts.packages.catalogue import SECTIONS
from contracts.strategy import Strategy
from qc.domain.words import excerpts, framed, search_key

Kind = Literal[
    "title", "section", "theme", "hook", "caption", "call_to_action", "headline", "description", "subject", "body"
]

CALENDAR = "calendar_30_day"
"""The id of the section that lists the calendar's posts."""

_SURROUNDINGS = 100
_WORKING_PAPERS = ("title", "section", "theme")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the draft's text; `place` names its section, calendar day, advertisement or e-mail.

    `words` is the framed text; `own_words` the same without the disclaimers that the client requires, which may well
    name what is forbidden ("no guaranteed returns").
    """

    place: str
    kind: Kind
    text: str
    words: str
    own_words: str

    @property
    def is_published(self) -> bool:
        """Whether the audience reads it, rather than the client alone."""
        return self.kind not in _WORKING_PAPERS

    def quoting(self, phrase: str) -> str:
        """The smallest piece (sentence, line, all) that has the phrase; all of the text where none has."""
        key = search_key(phrase)
        pieces = (piece for piece in excerpts(self.text) if (key in framed(piece) if key else phrase.strip() in piece))
        return next(pieces, self.text)

    def around(self, start: int, end: int) -> str:
        """The text between two places with what stands about it on its line, a hundred characters either side."""
        opening = self.text.rfind("\n", max(0, start - _SURROUNDINGS), start) + 1 or max(0, start - _SURROUNDINGS)
        closing = self.text.find("\n", end, end + _SURROUNDINGS)
        return self.text[opening : closing if closing >= 0 else end + _SURROUNDINGS].strip()


@dataclass(frozen=True, slots=True)
class Material:
    """A draft with the brief and the strategy it answers. `all_words` has every passage's words, one passage a line."""

    brief: Brief
    strategy: Strategy
    draft: Draft
    bundle: Bundle
    passages: tuple[Passage, ...]
    all_words: str

    @property
    def is_light(self) -> bool:
        """Whether this is the fixed small content that measures the machinery."""
        return self.brief.package == PackageName.LIGHT

    @property
    def has_calendar(self) -> bool:
        """Whether the package that was ordered has a calendar."""
        return CALENDAR in SECTIONS.get(self.brief.package, ())

    def states(self, phrase: str) -> bool:
        """Whether the draft says the phrase anywhere."""
        key = search_key(phrase)
        return bool(key) and key in self.all_words

    def saying(self, phrase: str) -> Iterator[Passage]:
        """The passages that say the phrase in words of their own, required disclaimers left aside."""
        key = search_key(phrase)
        if not key:
            return (passage for passage in self.passages if phrase.strip() and phrase.strip() in passage.text)
        if key not in self.all_words:
            return iter(())
        return (passage for passage in self.passages if key in passage.own_words)

    def of(self, *kinds: Kind) -> Iterator[Passage]:
        """The passages of these kinds, in order."""
        return (passage for passage in self.passages if passage.kind in kinds)


def material_of(event: DraftProduced) -> Material:
    """Lay a produced draft out for the rules."""
    disclaimers = tuple(key for entry in event.brief.required_disclaimers if (key := search_key(entry)))
    passages = tuple(_passage(piece, disclaimers) for piece in _pieces(event.draft) if piece[2].strip())
    all_words = "\n".join(passage.words for passage in passages)
    return Material(event.brief, event.strategy, event.draft, event.bundle, passages, all_words)


def day_of(post: CalendarPost) -> str:
    """The place that a calendar post's findings name."""
    return f"calendar day {post.day}"


def _passage(piece: tuple[str, Kind, str], disclaimers: Sequence[str]) -> Passage:
    place, kind, text = piece
    words = own_words = framed(text)
    for disclaimer in disclaimers:
        own_words = own_words.replace(disclaimer, " ")
    return Passage(place, kind, text, words, own_words)


def _pieces(draft: Draft) -> Iterator[tuple[str, Kind, str]]:
    yield "title", "title", draft.title
    for section in draft.sections:
        yield section.section_id, "section", f"{section.title}\n{section.body}"
    for post in draft.calendar:
        yield from _post_pieces(post)
    for number, advertisement in enumerate(draft.advertisements, start=1):
        place = f"advertisement {number} ({advertisement.platform})"
        yield place, "headline", advertisement.headline
        yield place, "description", advertisement.description
    for email in draft.emails:
        yield f"e-mail {email.name}", "subject", f"{email.subject}\n{email.preheader}"
        yield f"e-mail {email.name}", "body", email.body


def _post_pieces(post: CalendarPost) -> Iterator[tuple[str, Kind, str]]:
    place = day_of(post)
    yield place, "theme", post.theme
    yield place, "hook", post.hook
    yield place, "caption", "\n".join((post.caption, " ".join(post.hashtags)))
    yield place, "call_to_action", post.call_to_action
