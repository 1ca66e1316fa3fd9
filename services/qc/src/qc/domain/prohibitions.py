"""Rules on what may not be said: banned words, forbidden claims, messages to avoid, the strategy's guardrails."""

from collections.abc import Iterable, Iterator

from qc.domain.disguises import disguised, may_be_said, unmasked, with_other_numbers
from qc.domain.material import Material, Passage
from qc.domain.rule import Finding, warning
from qc.domain.words import excerpts, follows_closely, framed, search_key, sentences, word_list, wordings

_LISTED_SMALL_WORDS = """
    a an and are as at be by for from in is it never no not of on or our say that the this to we with you your
"""

_SMALL_WORDS = frozenset(_LISTED_SMALL_WORDS.split())


def banned_words(material: Material) -> Iterator[Finding]:
    """Find words that the client has banned, in any inflection, spelling or disguise."""
    return _forbidden(material, material.brief.banned_words, "the client has banned “{}”")


def forbidden_language(material: Material) -> Iterator[Finding]:
    """Find language that the strategy's guardrails rule out, beyond what the brief itself bans."""
    brief = material.brief
    judged = {entry.casefold() for entry in (*brief.banned_words, *brief.forbidden_claims, *brief.must_avoid)}
    entries = (entry for entry in material.strategy.guardrails.forbidden_language if entry.casefold() not in judged)
    return _forbidden(material, entries, "the strategy rules out “{}”")


def must_avoid(material: Material) -> Iterator[Finding]:
    """Find messages that the client wants avoided; their words with a few others between them are a warning."""
    entries = material.brief.must_avoid
    yield from _forbidden(material, entries, "the client wants “{}” avoided")
    if not material.is_light:
        yield from _hinted(material, entries)


def forbidden_claims(material: Material) -> Iterator[Finding]:
    """Find claims that the client must not make; one with another number, or with words between, is a warning."""
    entries = material.brief.forbidden_claims
    yield from _forbidden(material, entries, "the client must not claim “{}”")
    if not material.is_light:
        yield from _hinted(material, entries)


def _forbidden(material: Material, entries: Iterable[str], reason: str) -> Iterator[Finding]:
    run_together = "" if material.is_light else unmasked(material.all_words).replace(" ", "")
    for entry in entries:
        for phrase in wordings(entry):
            for passage in material.saying(phrase):
                yield Finding(reason.format(phrase), passage.quoting(phrase), passage.place)
            if run_together and may_be_said(phrase, run_together):
                yield from _disguised(material, phrase, reason.format(phrase))


def _disguised(material: Material, phrase: str, reason: str) -> Iterator[Finding]:
    key, pattern = search_key(phrase), disguised(phrase)
    for passage in material.passages:
        if key in passage.own_words or not (found := pattern.search(unmasked(passage.own_words))):
            continue
        evidence = next((text for text in excerpts(passage.text) if pattern.search(unmasked(framed(text)))), found[0])
        if found.groupdict().get("derived"):
            yield warning(f"{reason}; “{found[0]}” is made of it", evidence, passage.place)
        else:
            yield Finding(f"{reason}; “{found[0]}” is that in another form", evidence, passage.place)


def _hinted(material: Material, entries: Iterable[str]) -> Iterator[Finding]:
    for entry in entries:
        for phrase in wordings(entry):
            yield from _other_numbers(material, phrase)
            yield from _paraphrased(material, phrase)


def _other_numbers(material: Material, phrase: str) -> Iterator[Finding]:
    pattern = with_other_numbers(phrase)
    if pattern is None:
        return
    for passage in material.passages:
        if search_key(phrase) not in passage.own_words and pattern.search(passage.own_words):
            evidence = next((text for text in excerpts(passage.text) if pattern.search(framed(text))), passage.text)
            yield warning(f"this is the forbidden “{phrase}” with another number", evidence, passage.place)


def _paraphrased(material: Material, phrase: str) -> Iterator[Finding]:
    wanted = [word for word in word_list(phrase) if word not in _SMALL_WORDS]
    if len(wanted) < 2 or not all(f" {word} " in material.all_words for word in wanted):
        return
    for passage in material.passages:
        if _holds(passage, wanted) and search_key(phrase) not in passage.own_words:
            for sentence in sentences(passage.text):
                if follows_closely(wanted, word_list(sentence)):
                    yield warning(f"this comes close to the forbidden “{phrase}”", sentence, passage.place)


def _holds(passage: Passage, wanted: Iterable[str]) -> bool:
    return all(f" {word} " in passage.own_words for word in wanted)
