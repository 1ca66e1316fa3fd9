"""Text as words, so that phrases are found whole, whatever their case, punctuation, script or quotation marks.

Two texts are compared by their words joined with single spaces and framed by spaces: " never used a harsh acid ".
Symbols that carry meaning (%, $, #, +) are words of their own. Marks of combining scripts stay inside their word, which
`\\w` would split.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

_SYMBOLS = "#$%&+@£¥€₹"
_BETWEEN = (
    r"\s!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf"
    r"\u0964\u0965\u2010-\u205e\u3000-\u303f\uff01-\uff0f\uff1a-\uff20€₹"
)
_WORD = re.compile(f"[{_SYMBOLS}]|[^{_BETWEEN}]+")
_INVISIBLE = {
    point: None
    for points in ((0xAD,), (0x34F,), (0x180E,), range(0x200B, 0x2010), range(0x202A, 0x202F), range(0x2060, 0x2070))
    for point in points
} | {0xFEFF: None}
"""Characters without a shape that may hide inside a word: soft hyphen, joiners, zero-width spaces, direction marks."""

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？।])\s+")
_NAME = "\x00"
_MARKUP = re.compile(r"^\s*(?:[-*+>]\s+|\d+[.)]\s+|#{1,6}\s+)+|\*\*|__|`")
_LINK = re.compile(r"https?://\S+")
_QUOTED = re.compile(r"[\"“«„]([^\"“”«»„]+)[\"”»“]")


def word_list(text: str) -> list[str]:
    """Give the case-folded words of a text, in order."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return _WORD.findall(plain.casefold())


def framed(text: str) -> str:
    """Give the text's words joined and framed by single spaces: the form in which phrases are looked for."""
    return f" {' '.join(word_list(text))} "


def search_key(phrase: str) -> str:
    """Give what to look for in a framed text; empty where the phrase has no words ("!!!").

    Scripts that put no spaces between words (Chinese, Japanese, Thai, …) are looked for inside longer runs.
    """
    key = framed(phrase)
    if key.isspace():
        return ""
    return key.strip() if _UNSPACED.search(phrase) else key


def wordings(entry: str) -> tuple[str, ...]:
    """Give the phrases that an entry of a brief means: what it puts in double quotes, else the entry itself."""
    quoted = tuple(found.strip() for found in _QUOTED.findall(entry))
    return quoted or (entry.strip(),)


def count_words(text: str) -> int:
    """Count words; a script without spaces counts two characters a word."""
    return len(word_list(text)) + len(_UNSPACED.findall(text)) // 2


def prose_lines(text: str) -> list[str]:
    """Give the lines that are neither empty, nor a table's, nor a heading, without Markdown marks."""
    lines = (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith(("|", "#")))
    return [_MARKUP.sub("", line).strip() for line in lines]


def sentences(text: str, name: str = "") -> list[str]:
    """Split prose into sentences; a line's end ends one too, and links are left out.

    A full stop of the `name` given ("Hope St. Mary's", "Yoga!") ends none.
    """
    veil = _NAME if name else ""
    lines = (_LINK.sub("", line).replace(name, veil) for line in prose_lines(text))
    found = (sentence.replace(veil, name) for line in lines for sentence in _SENTENCE_END.split(line))
    return [sentence for sentence in found if sentence.strip()]


def excerpts(text: str) -> Iterator[str]:
    """Give ever larger pieces of a text to quote from: its sentences, then its lines, then all of it."""
    lines = text.splitlines()
    yield from (sentence.strip() for line in lines for sentence in _SENTENCE_END.split(line))
    yield from (line.strip() for line in lines)
    yield text


def follows_closely(wanted: Sequence[str], words: Sequence[str], gap: int = 2) -> bool:
    """Say whether `words` has all the wanted words in order, at most `gap` others between one and the next."""
    starts = (place for place, word in enumerate(words) if word == wanted[0])
    return any(_reaches(wanted[1:], words, start + 1, gap) for start in starts)


def _reaches(wanted: Sequence[str], words: Sequence[str], start: int, gap: int) -> bool:
    for word in wanted:
        window = words[start : start + gap + 1]
        if word not in window:
            return False
        start += list(window).index(word) + 1
    return True
