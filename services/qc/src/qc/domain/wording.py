"""Rules on the wording itself: unfinished, worn, repeated, hard to read, loud, or claiming what nobody has proved."""

import re
from collections.abc import Iterator

from contracts.brief import Brief, Industry
from qc.domain.material import Material, day_of
from qc.domain.phrases import CLICHES, SUPERLATIVES
from qc.domain.rule import Finding, warning
from qc.domain.words import framed, prose_lines, search_key, sentences, word_list

_PLACEHOLDER = re.compile(
    r"\{\{[^}\n]{0,200}\}\}|\{%[^%\n]{0,200}%\}|<%[^%\n]{0,200}%>|\$\{[^}\n]{0,200}\}"
    r"|(?i:\[(?:insert|add|your|brand|client|company|product|name|link|url|date|city|placeholder)\b[^\]\n]{0,200}\](?!\())"
    r"|<(?:INSERT|YOUR|BRAND|CLIENT)[^>\n]{0,200}>|\b(?:TBD|TBC|TODO|FIXME|XXX+|NaN)\b|\b[Ll]orem ipsum\b"
)
_STATISTIC = re.compile(
    r"\b\d+(?:[.,]\d+)?\s?(?:%|percent\b)|\b\d{1,2} (?:out of|in) \d{1,2}\b"
    r"|\b\d+(?:x|×| times) (?:more|faster|better)\b"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SHOUTING = re.compile(r"[!?]{2,}|\b(?:[A-Z]{4,}\W+){3,}")
_SYLLABLE = re.compile(r"[aeiouy]+")
_LONGEST_SENTENCE = 40
_SHORTEST_REPEATED_LINE = 5
_LEAST_PROSE = 120
_GRADE_FOR_CONSUMERS = 13.0
_GRADE_FOR_PROFESSIONALS = 17.0
_PROFESSIONAL = frozenset({Industry.SAAS, Industry.B2B_SERVICES, Industry.FINANCE})


def placeholders(material: Material) -> Iterator[Finding]:
    """Find text that somebody meant to replace."""
    for passage in material.passages:
        for found in _PLACEHOLDER.finditer(passage.text):
            yield Finding("a placeholder was left in", passage.quoting(found[0]), passage.place)


def cliches(material: Material) -> Iterator[Finding]:
    """Find phrases that would fit any client, unless the client's own obligatory words have them."""
    brief = material.brief
    own = framed(" . ".join((brief.client_name, *brief.must_include, *brief.required_disclaimers)))
    for phrase in CLICHES:
        if search_key(phrase) not in own:
            for passage in material.saying(phrase):
                reason = f"“{phrase}” says nothing about {brief.client_name}"
                yield Finding(reason, passage.quoting(phrase), passage.place)


def repeated_lines(material: Material) -> Iterator[Finding]:
    """Find lines of five words or more that sections and e-mails repeat, and captions used twice."""
    demanded = framed(" . ".join((*material.brief.required_disclaimers, *material.brief.must_include)))
    seen: dict[str, str] = {}
    for passage in material.of("section", "body"):
        for line in prose_lines(passage.text):
            key = framed(line)
            if key.count(" ") > _SHORTEST_REPEATED_LINE and key not in demanded:
                if key in seen:
                    yield Finding(f"this line also stands in {seen[key]}", line, passage.place)
                seen.setdefault(key, passage.place)
    yield from _repeated_captions(material)


def _repeated_captions(material: Material) -> Iterator[Finding]:
    seen: dict[tuple[str, str], str] = {}
    for post in material.draft.calendar:
        key = (post.platform, framed(post.caption))
        if post.caption.strip() and key in seen:
            yield Finding(f"this caption is the one of {seen[key]} on {post.platform}", post.caption, day_of(post))
        seen.setdefault(key, day_of(post))


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


def long_sentences(material: Material) -> Iterator[Finding]:
    """Find sentences of more than 40 words."""
    for passage in material.of("section", "caption", "body"):
        for sentence in sentences(passage.text):
            if sentence.count(" ") >= _LONGEST_SENTENCE and len(words := word_list(sentence)) > _LONGEST_SENTENCE:
                yield Finding(f"a sentence of {len(words)} words", sentence, passage.place)


def reading_level(material: Material) -> Iterator[Finding]:
    """Warn when English prose asks for more schooling than its audience brings to it.

    Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid and others, 1975).
    """
    prose = [sentence for passage in material.of("caption", "body") for sentence in sentences(passage.text)]
    words = word_list(" ".join(prose))
    if "en" not in material.brief.languages[:1] or len(words) < _LEAST_PROSE:
        return
    syllables = sum(max(1, len(_SYLLABLE.findall(word.removesuffix("e")))) for word in words)
    grade = 0.39 * len(words) / len(prose) + 11.8 * syllables / len(words) - 15.59
    limit = _highest_grade(material.brief)
    if grade > limit:
        reason = f"posts and e-mails read at school grade {grade:.1f}; this audience reads up to {limit:.0f}"
        yield warning(reason, max(prose, key=len))


def shouting(material: Material) -> Iterator[Finding]:
    """Find rows of exclamation marks, and runs of words in capitals."""
    for passage in material.passages:
        if passage.is_published and (found := _SHOUTING.search(passage.text)):
            yield Finding("the copy shouts", found[0], passage.place)


def unproved_claims(material: Material) -> Iterator[Finding]:
    """Find superlatives (a warning) and statistics (a failure) in published copy that nothing in the brief supports."""
    brief = material.brief.model_dump_json()
    support = framed(brief)
    for phrase in SUPERLATIVES:
        if search_key(phrase) not in support:
            for passage in material.saying(phrase):
                if passage.is_published:
                    yield warning(f"nothing in the brief proves “{phrase}”", passage.quoting(phrase), passage.place)
    yield from _invented_statistics(material, _numbers(brief))


def _invented_statistics(material: Material, known: set[str]) -> Iterator[Finding]:
    for passage in material.passages:
        if passage.is_published:
            for found in _STATISTIC.finditer(passage.text):
                if not _numbers(found[0]) <= known:
                    yield Finding(f"nothing in the brief says “{found[0]}”", passage.quoting(found[0]), passage.place)


def _numbers(text: str) -> set[str]:
    return {number.replace(",", "").removesuffix(".0") for number in _NUMBER.findall(text)}


def _highest_grade(brief: Brief) -> float:
    return _GRADE_FOR_PROFESSIONALS if brief.industry in _PROFESSIONAL else _GRADE_FOR_CONSUMERS
