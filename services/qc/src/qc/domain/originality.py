"""Rules on wording that is nobody's own: clichés, sentences true of any client, repeated lines, hooks alike."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from contracts.draft import CalendarPost
from qc.domain.material import Material, Passage, day_of
from qc.domain.phrases import CLICHES, UNSUBSCRIBE
from qc.domain.rule import Finding, warning
from qc.domain.subject import roots_of, subject_of, telling_words
from qc.domain.words import framed, search_key, sentences, word_list

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SHORTEST_REPEATED = 7
_SHORTEST_JUDGED = 8
_LEAST_JUDGED = 10
_MOST_GENERIC = 0.4
_FOOTER_LINES = 3
_SECTIONS_OF_THE_CLIENTS_WORDS = 4
_MOST_ALIKE = 0.8
_LEAST_TELLING = 3
_SOON = 10
_LABEL = re.compile(r"^[\w '’-]{1,30}:\s")


@dataclass(frozen=True, slots=True)
class _Hook:
    text: str
    day: int
    words: frozenset[str]
    telling: frozenset[str]

    @classmethod
    def of(cls, post: CalendarPost) -> "_Hook":
        return cls(post.hook, post.day, frozenset(word_list(post.hook)), frozenset(telling_words(post.hook)))

    @property
    def place(self) -> str:
        return f"calendar day {self.day}"

    def resembles(self, other: "_Hook") -> bool:
        if self.text == other.text or min(len(self.telling), len(other.telling)) < _LEAST_TELLING:
            return False
        if _similarity(self.words, other.words) >= _MOST_ALIKE:
            return True
        return abs(self.day - other.day) <= _SOON and _similarity(self.telling, other.telling) >= _MOST_ALIKE


def cliches(material: Material) -> Iterator[Finding]:
    """Find phrases that would fit any client, unless the client's own obligatory words have them."""
    brief = material.brief
    own = framed(" . ".join((brief.client_name, *brief.must_include, *brief.required_disclaimers)))
    for phrase in CLICHES:
        if search_key(phrase) not in own:
            for passage in material.saying(phrase):
                reason = f"“{phrase}” says nothing about {brief.client_name}"
                yield Finding(reason, passage.quoting(phrase), passage.place)


def generic_sentences(material: Material) -> Iterator[Finding]:
    """Warn when more than two sentences in five, of eight words or more, have no telling word of the brief."""
    subject = subject_of(material.brief, material.strategy)
    judged = [
        (sentence, passage)
        for passage in material.of("section", "caption", "body")
        for sentence in sentences(passage.text)
        if sentence.count(" ") >= _SHORTEST_JUDGED - 1
    ]
    generic = [(sentence, passage) for sentence, passage in judged if _is_generic(sentence, subject)]
    if len(judged) >= _LEAST_JUDGED and len(generic) > len(judged) * _MOST_GENERIC:
        reason = f"sentences that would be true of any client: {len(generic)} of {len(judged)}"
        yield warning(reason, "\n".join(sentence for sentence, _ in generic), generic[0][1].place)


def repeated_lines(material: Material) -> Iterator[Finding]:
    """Find sentences of seven words or more that sections or e-mails repeat, and captions used twice.

    The client's name, what it demands and the calls to action may stand anywhere, the client's own words in four
    sections; an e-mail's last lines, its footer, may be those of another.
    """
    brief = material.brief
    calls = (post.call_to_action for post in material.draft.calendar)
    anywhere = framed(" . ".join((brief.client_name, *brief.required_disclaimers, *brief.must_include, *calls)))
    own = framed(" . ".join(_words_of_the_client(material)))
    letters = [_without_footer(passage) for passage in material.of("body")]
    for passages in (list(material.of("section")), letters):
        told = ((sentence, each.place) for each in passages for sentence in sentences(each.text, brief.client_name))
        yield from _repeated(told, anywhere, own)
    yield from _repeated_captions(material)


def duplicate_hooks(material: Material) -> Iterator[Finding]:
    """Find calendar hooks used twice; hooks that differ in their numbers alone are a warning."""
    seen: dict[str, tuple[str, str]] = {}
    for passage in material.of("hook"):
        key = _NUMBER.sub("0", passage.words)
        first = seen.setdefault(key, (passage.words, passage.place))
        if first[1] == passage.place:
            continue
        if first[0] == passage.words:
            yield Finding(f"the hook of {first[1]} is used again", passage.text, passage.place)
        else:
            yield warning(f"the hook differs from that of {first[1]} in a number alone", passage.text, passage.place)


def similar_hooks(material: Material) -> Iterator[Finding]:
    """Warn of hooks that say nearly the same: four words of five alike, or within ten days four telling ones of five.

    Similarity is Jaccard's: the words that two hooks share, of all that they have.
    """
    hooks = [_Hook.of(post) for post in material.draft.calendar]
    alike = [(one, other) for one, other in combinations(hooks, 2) if one.resembles(other)]
    if alike:
        pairs = "\n".join(f"{one.place}: {one.text} / {other.place}: {other.text}" for one, other in alike)
        yield warning(f"hooks say nearly the same; pairs: {len(alike)}", pairs, alike[0][1].place)


def _similarity(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _is_generic(sentence: str, subject: frozenset[str]) -> bool:
    words = word_list(sentence)
    return len(words) >= _SHORTEST_JUDGED and subject.isdisjoint(words) and subject.isdisjoint(roots_of(words))


def _repeated(told: Iterable[tuple[str, str]], anywhere: str, own: str) -> Iterator[Finding]:
    """Tell each sentence that stands too often once, with all its places."""
    seen: dict[str, tuple[str, list[str]]] = {}
    for sentence, place in told:
        key = framed(sentence)
        if key.count(" ") > _SHORTEST_REPEATED and key not in anywhere:
            seen.setdefault(key, (sentence, []))[1].append(place)
    for sentence, places in seen.values():
        is_own = framed(_LABEL.sub("", sentence)) in own and len(set(places)) == len(places)
        if len(places) > (_SECTIONS_OF_THE_CLIENTS_WORDS if is_own else 1):
            yield Finding(f"this stands {len(places)} times: {', '.join(places)}", sentence, places[1])


def _words_of_the_client(material: Material) -> tuple[str, ...]:
    brief = material.brief
    return (
        *(*brief.pain_points, *brief.desired_outcomes, *brief.differentiators, *brief.proof_assets),
        *(*brief.objections, *brief.constraints, *brief.compliance_requirements, brief.primary_offer),
        *(brief.pricing or "", brief.approval_frequency or "", brief.report_frequency or "", brief.target_audience),
        material.strategy.messaging.core_promise,
    )


def _without_footer(passage: Passage) -> Passage:
    lines = [line for line in passage.text.splitlines() if line.strip()]
    way_out = [search_key(phrase) for phrase in UNSUBSCRIBE]
    kept = [line for line in lines[:-_FOOTER_LINES] if not any(key in framed(line) for key in way_out)]
    return Passage(passage.place, passage.kind, "\n".join(kept), passage.words, passage.own_words)


def _repeated_captions(material: Material) -> Iterator[Finding]:
    seen: dict[tuple[str, str], str] = {}
    for post in material.draft.calendar:
        key = (post.platform, framed(post.caption))
        if post.caption.strip() and key in seen:
            yield Finding(f"this caption is the one of {seen[key]} on {post.platform}", post.caption, day_of(post))
        seen.setdefault(key, day_of(post))
