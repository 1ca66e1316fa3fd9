"""Forbidden phrases in disguise: inflected, hyphenated or written together, spaced out, or with foreign look-alikes.

Patterns are for framed text (see `words`), in which hyphens, invisible characters and capitals are gone already. They
have no unbounded repetition, so their time grows with the text's length and no faster.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator

from qc.domain.words import word_list

_LOOKALIKES = str.maketrans("аеорсухіјѕԁһкмтвнαορετυνκιΙ", "aeopcyxijsdhkmtbhaopetuvkii")
"""Cyrillic and Greek letters that look Latin, after case folding."""

_FOREIGN_WORD = re.compile(r"[^\W_]*[^\W_\x00-\x7f][^\W_]*")
_SPELLINGS = (
    ("ise", "ize"),
    ("isation", "ization"),
    ("ising", "izing"),
    ("yse", "yze"),
    ("our", "or"),
    ("ageing", "aging"),
)
_NUMBER_WORDS = {
    "1": "one",
    "2": "two",
    "3": "three",
    "5": "five",
    "7": "seven",
    "10": "ten",
    "100": "(?:one |a )?hundred",
}
_DROPPED = {"ed": 3, "es": 2, "s": 1, "e": 1, "y": 1}
"""How many letters at a word's end other forms of it may lack."""

_SHORTEST_INFLECTED = 4
_LONGEST_INFLECTED = 30
_SHORTEST_SPLIT = 6
_NUMBER = r"\d+(?: \d+)*"


def unmasked(words: str) -> str:
    """Undo accents and look-alike letters in framed text; words wholly in another script stay as they are."""
    return words if words.isascii() else _FOREIGN_WORD.sub(lambda found: _plain(found[0]), words)


def may_be_said(phrase: str, run_together: str) -> bool:
    """Say whether the phrase can stand in a text at all, given the text unmasked and without its spaces; quick."""
    tokens = word_list(phrase)
    return bool(tokens) and all(core in run_together for token in tokens for core in _core(unmasked(token)))


def disguised(phrase: str) -> re.Pattern[str]:
    """Give what finds the phrase in any form; its group `derived` is set where a word grew by -er or -est alone."""
    tokens = [unmasked(token) for token in word_list(phrase)]
    forms = " ?".join(_any_of(_forms(token, alone=len(tokens) == 1)) for token in tokens)
    ways = [forms, *_spaced_out("".join(tokens))]
    if len(tokens) == 1 and _is_inflected(tokens[0]):
        ways += [*_split_once(tokens[0]), f"{re.escape(tokens[0].removesuffix('e'))}(?P<derived>e(?:r|rs|st))"]
    return re.compile(f"(?<= )(?:{'|'.join(ways)})(?= )")


def with_other_numbers(phrase: str) -> re.Pattern[str] | None:
    """Give what finds the phrase with any number in place of its own; None where it has no number."""
    tokens = [unmasked(token) for token in word_list(phrase)]
    if not any(token.isdigit() for token in tokens) or all(token.isdigit() for token in tokens):
        return None
    several = len(tokens) == 1
    parts = (_NUMBER if token.isdigit() else _any_of(_forms(token, alone=several)) for token in tokens)
    return re.compile(f"(?<= ){' ?'.join(parts)}(?= )")


def _plain(word: str) -> str:
    bare = "".join(part for part in unicodedata.normalize("NFKD", word) if not unicodedata.combining(part))
    latin = bare.translate(_LOOKALIKES)
    if latin.isascii():
        return latin
    return word


def _core(token: str) -> Iterator[str]:
    """Give the letters that every form of a word begins with; nothing for a number that may be spelt out."""
    if not _is_inflected(token):
        yield from () if token == "%" or token in _NUMBER_WORDS else (token,)
        return
    first, *others = _spellings(token)
    pairs = zip(first, *others, strict=False)
    shared = "".join(letters[0] for letters in itertools.takewhile(lambda letters: len(set(letters)) == 1, pairs))
    dropped = next((length for ending, length in _DROPPED.items() if shared.endswith(ending)), 0)
    yield shared[: len(shared) - dropped]


def _is_inflected(token: str) -> bool:
    return token.isascii() and token.isalpha() and _SHORTEST_INFLECTED <= len(token) <= _LONGEST_INFLECTED


def _forms(token: str, *, alone: bool) -> Iterator[str]:
    """Give a word's spellings and inflections; a participle's root only within a phrase, as "united" is no unit."""
    if token == "%":
        yield from ("%", "percent", "per cent")
    elif token in _NUMBER_WORDS:
        yield from (token, _NUMBER_WORDS[token])
    elif not _is_inflected(token):
        yield re.escape(token)
    else:
        for spelling in _spellings(token):
            yield from _inflections(spelling)
            if spelling.endswith("s") and not spelling.endswith("ss") and len(spelling) > _SHORTEST_INFLECTED:
                yield from _inflections(spelling.removesuffix("s"))
            if spelling.endswith("ed") and not alone:
                yield from (*_inflections(spelling[:-1]), *_inflections(spelling[:-2]))


def _spellings(token: str) -> set[str]:
    swaps = [(one, other) for pair in _SPELLINGS for one, other in (pair, pair[::-1])]
    return {token, *(token.replace(one, other) for one, other in swaps if one in token)}


def _inflections(word: str) -> Iterator[str]:
    yield from (word, f"{word}s", f"{word}es", f"{word}ed", f"{word}ing", f"{word}ly", f"{word}{word[-1]}(?:ed|ing)")
    if word.endswith("e"):
        yield from (f"{word}d", f"{word[:-1]}ing")
    if word.endswith("y"):
        yield f"{word[:-1]}(?:ies|ied|ily)"


def _spaced_out(letters: str) -> Iterator[str]:
    if _SHORTEST_INFLECTED <= len(letters) <= _LONGEST_INFLECTED:
        yield " ".join(map(re.escape, letters))


def _split_once(token: str) -> Iterator[str]:
    if len(token) >= _SHORTEST_SPLIT:
        yield from (f"{token[:place]} {token[place:]}" for place in range(2, len(token) - 1))


def _any_of(forms: Iterator[str]) -> str:
    return f"(?:{'|'.join(sorted(set(forms), key=lambda form: (-len(form), form)))})"
