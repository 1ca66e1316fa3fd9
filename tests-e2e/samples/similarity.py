"""How alike texts are: five-word sequences that two share, and sentences that stand in several."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

GRAM = 5
LONG_SENTENCE = 8
"""Longer sentences than this, in words, may stand in MOST_TEXTS texts at most."""
MOST_TEXTS = 3

_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_MARKUP = re.compile(r"^(?:[-*>]\s+|\d+\.\s+|#+\s+)+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike the texts are in pairs, 0 to 1, and the pair that is most alike."""

    mean: float
    highest: float
    pair: tuple[str, str]


def words_of(text: str) -> list[str]:
    """Give the words of a text, in lower case."""
    return [word.casefold() for word in _WORD.findall(text)]


def likeness(texts: Mapping[str, str]) -> Likeness:
    """Compare each pair of texts by the Jaccard index of their five-word sequences: shared ones over all."""
    grams = {name: _grams(words_of(text)) for name, text in texts.items()}
    pairs = {pair: _jaccard(grams[pair[0]], grams[pair[1]]) for pair in combinations(sorted(grams), 2)}
    if not pairs:
        return Likeness(0.0, 0.0, ("", ""))
    nearest = max(pairs, key=lambda pair: pairs[pair])
    return Likeness(sum(pairs.values()) / len(pairs), pairs[nearest], nearest)


def repeated(texts: Mapping[str, str], legal: Sequence[str] = ()) -> dict[str, list[str]]:
    """Give the sentences of more than eight words that stand in more than three texts, with those; legal lines apart.

    A line ends a sentence, and so does a table's cell. `legal` are texts that a law or a client demands word for word.
    """
    standing = defaultdict(set)
    for name, text in texts.items():
        for sentence in sentences_of(text):
            if len(words_of(sentence)) > LONG_SENTENCE:
                standing[sentence].add(name)
    exempt = [" ".join(words_of(line)) for line in legal]
    found = {text: sorted(names) for text, names in standing.items() if len(names) > MOST_TEXTS}
    return {text: names for text, names in sorted(found.items()) if not _is_legal(text, exempt)}


def sentences_of(text: str) -> Iterator[str]:
    """Give the sentences of Markdown, line by line and cell by cell, without its marks."""
    for line in text.splitlines():
        pieces = line.strip().strip("|").split(" | ") if line.startswith("|") else [_MARKUP.sub("", line)]
        for piece in pieces:
            yield from (sentence.strip() for sentence in _SENTENCE_END.split(piece) if sentence.strip())


def _is_legal(sentence: str, exempt: Sequence[str]) -> bool:
    said = " ".join(words_of(sentence))
    return "unsubscribe" in said or any(said in line or line in said for line in exempt if line)


def _grams(words: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[start:] for start in range(GRAM)), strict=False))


def _jaccard(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
