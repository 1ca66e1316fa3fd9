"""Rules on how hard the text is to read, and how loud."""

import re
from collections.abc import Iterator

from contracts.brief import Brief, Industry
from qc.domain.material import Material
from qc.domain.rule import Finding, warning
from qc.domain.subject import texts_of
from qc.domain.words import sentences, word_list

_SHOUTING = re.compile(r"[!?]{2,}|\b(?:(?<!#)[A-Z]{4,40}\W{1,9}){3,}")
"""A hashtag is no word of a run: it is written together as its brand writes it, and has a rule of its own."""

_LOUD = re.compile(r"\w{1,40}[!?]{2,}|\b[A-Z]{4,40}\b")
_SYLLABLE = re.compile(r"[aeiouy]+")
_LONGEST_SENTENCE = 40
_LEAST_PROSE = 120
_GRADE_FOR_CONSUMERS = 13.0
_GRADE_FOR_PROFESSIONALS = 17.0
_PROFESSIONAL = frozenset({Industry.SAAS, Industry.B2B_SERVICES, Industry.FINANCE})
_LISTED_EXPERTS = """
    accountants architects auditors buyers cfo cfos ciso cisos clinicians compliance cto ctos developers
    directors doctors engineers executives founders investors lawyers managers officers physicians procurement
    professionals researchers scientists security specialists surgeons
"""

_EXPERTS = frozenset(_LISTED_EXPERTS.split())
"""Words of a target audience that reads about its own trade."""


def long_sentences(material: Material) -> Iterator[Finding]:
    """Find sentences of more than 40 words; the client's name counts as one, for its length is nobody's choice."""
    name = material.brief.client_name
    for passage in material.of("section", "caption", "body"):
        for sentence in sentences(passage.text):
            if sentence.count(" ") >= _LONGEST_SENTENCE:
                words = word_list(sentence.replace(name, "Name"))
                if len(words) > _LONGEST_SENTENCE:
                    yield Finding(f"a sentence of {len(words)} words", sentence, passage.place)


def reading_level(material: Material) -> Iterator[Finding]:
    """Warn when English prose asks for more schooling than its audience brings to it.

    Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid and others, 1975). Consumers
    are held to grade 13, an audience that reads about its own trade to 17.
    """
    prose = [sentence for passage in material.of("caption", "body") for sentence in sentences(passage.text)]
    words = word_list(" ".join(prose))
    if not _is_english(material.brief) or len(words) < _LEAST_PROSE:
        return
    grade = 0.39 * len(words) / len(prose) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59
    limit = highest_grade(material.brief)
    if grade > limit:
        reason = f"posts and e-mails read at school grade {grade:.1f}; this audience reads up to {limit:.0f}"
        yield warning(reason, max(prose, key=len))


def shouting(material: Material) -> Iterator[Finding]:
    """Find rows of exclamation marks, and runs of words in capitals; words that the client writes so don't count."""
    own = frozenset(_LOUD.findall("\n".join(texts_of(material.brief))))
    for passage in material.passages:
        if passage.is_published and (found := _SHOUTING.search(_without_own(passage.text, own))):
            yield Finding("the copy shouts", found[0], passage.place)


def highest_grade(brief: Brief) -> float:
    """Give the school grade up to which this brief's audience reads."""
    if brief.industry in _PROFESSIONAL or not _EXPERTS.isdisjoint(word_list(brief.target_audience)):
        return _GRADE_FOR_PROFESSIONALS
    return _GRADE_FOR_CONSUMERS


def _without_own(text: str, own: frozenset[str]) -> str:
    """Put a letter for each loud word of the client's, which ends a run; one more mark may close the sentence."""
    if not own:
        return text
    return _LOUD.sub(lambda loud: "x" if loud[0] in own or loud[0][:-1] in own else loud[0], text)


def _is_english(brief: Brief) -> bool:
    return not brief.languages or brief.languages[0].casefold().startswith("en")


def _syllables(word: str) -> int:
    return max(1, len(_SYLLABLE.findall(word.removesuffix("e"))))
