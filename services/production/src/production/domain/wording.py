"""Small rules of writing: one line, whole words, a capital and a full stop where they belong."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from contracts.english import unit_of

_DANGLING = (
    "a an and are as at but by for from in is it its not of on or so than that the their this to up was when with your"
)
DANGLING = frozenset(_DANGLING.split())
"""Words that a cut text may not end on."""

_NAMES = (
    "I Google Instagram Facebook English French German Spanish Christmas Easter Monday Tuesday Wednesday Thursday "
    "Friday Saturday Sunday January February March April May June July August September October November December"
)
NAMES = frozenset(_NAMES.split())
"""First words that keep their capital though the next word has none."""

ARTICLES = frozenset(["A", "An", "The"])

_PART_ENDS = re.compile(r"(?<=[.;!?]) ")
_CLAUSE_ENDS = re.compile(r"[,;:]? (?=(?:who|whom|whose|that|which)\b)|[,;:] ")
_REST_OF_LIST = re.compile(r"[, ]*(?:[^,;:]*,? )?(?:and|or) ")

LONGEST_BREATH = 30
"""Words that a sentence may have before it is split."""

_BREAKS = "and at by each for from in of on or that to which who whom whose with without"
BREAKS = frozenset(_BREAKS.split())
"""Words before which a phrase can be cut and still be whole."""


def plain(text: str) -> str:
    """Give the text as one line without control characters, which neither XML nor a calendar file allows."""
    if text.isprintable():
        return " ".join(text.split())
    visible = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text if _is_text(sign))
    return " ".join(visible.split())


def _is_text(sign: str) -> bool:
    return unicodedata.category(sign) != "Cs" and sign not in "\ufffe\uffff"


def clip(text: str, limit: int, mark: str = "…") -> str:
    """Shorten a text to `limit` characters at a whole word, ending in `mark` where something is missing."""
    if len(text) <= limit:
        return text
    room = max(limit - len(mark), 1)
    head = text[: room + 1].rsplit(" ", 1)[0] if " " in text[: room + 1] else text[:room]
    words = head.split()
    while len(words) > 1 and words[-1].lower().strip(",;:-–—") in DANGLING:
        words.pop()
    return " ".join(words).rstrip(" ,;:-–—(“\"'") + mark


def fitting(candidates: Iterable[str], limit: int) -> str:
    """Give the first candidate within `limit` characters, or the last one cut to it."""
    last = ""
    for last in candidates:
        if last and len(last) <= limit:
            return last
    return clip(last, limit, mark="")


def opened(text: str) -> str:
    """Give the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """Give the text as it stands in the middle of a sentence: no full stop, no capital unless its first word is a name.

    A first word counts as a name when it has another capital or a digit, or the next word is capitalised too; an
    article never does.
    """
    bare = bared(text)
    first, second = (*bare.split(" ")[:2], "", "")[:2]
    if first in ARTICLES:
        return bare[:1].lower() + bare[1:]
    spelled = len(first) > 1 and not first[1:].replace("-", "").islower()
    named = spelled or (second[:1].isupper() and not first.endswith(":")) or first in NAMES
    return bare if named else bare[:1].lower() + bare[1:]


def gist(text: str, limit: int) -> str:
    """Give the longest beginning of a phrase that is whole by itself and fits; empty where there is none.

    One that leaves a list unfinished is given only where there is no other.
    """
    words = text.split()
    pairs = [(place, words[place - 1], words[place]) for place in range(2, len(words))]
    breaks = [(place, last) for place, last, following in pairs if following.lower() in BREAKS or last[-1] in ",;:"]
    ends = [place for place, last in breaks if last != "%" and last.lower() not in DANGLING]
    wholes = [(bared(" ".join(words[:place])), " ".join(words[place:])) for place in (*ends, len(words))]
    fit = [(whole, rest) for whole, rest in wholes if len(whole) <= limit]
    finished = [whole for whole, rest in fit if not _is_unfinished(whole, rest)]
    return max(finished or [whole for whole, _ in fit], key=len, default="")


def _is_unfinished(beginning: str, rest: str) -> bool:
    """Whether a phrase was cut within a list: `runners, swimmers` of `runners, swimmers and rowers`."""
    _, comma, last = beginning.rpartition(", ")
    adds_a_clause = last.split(" ")[0].lower() in BREAKS | DANGLING
    return bool(comma) and not adds_a_clause and _REST_OF_LIST.match(rest) is not None


def clause(text: str, limit: int) -> str:
    """Give a beginning within `limit` characters that ends where a clause does; where none does, shorten the text."""
    if len(text) <= limit:
        return text
    ends = [end.start() for end in _CLAUSE_ENDS.finditer(text) if 0 < end.start() <= limit]
    finished = [text[:end] for end in ends if not _is_unfinished(text[:end], text[end:])]
    wholes = [head for head in finished if head.split()[-1].lower() not in DANGLING]
    return max(wholes, key=len, default="") or shortened(text, limit)


def shortened(text: str, limit: int) -> str:
    """Give a whole beginning of the phrase within `limit` characters; where there is none, all of it.

    For what has room: nobody reads a sentence that breaks off. Where `limit` is a platform's, `clip` comes after it.
    """
    return text if len(text) <= limit else gist(text, limit) or text


def leading(text: str, limit: int) -> str:
    """Give as many of the text's sentences, or parts between semicolons, as fit; where none does, shorten the first."""
    if len(text) <= limit:
        return text
    kept = ""
    for part in _PART_ENDS.split(text):
        if len(kept) + len(part) + 1 > limit:
            break
        kept = f"{kept} {part}".lstrip()
    return kept.rstrip(";:, ") or shortened(text, limit)


def bared(text: str) -> str:
    """Give the text without the punctuation at its end."""
    return text.rstrip(" .!?;:,")


def asked(text: str) -> str:
    """Give the text without the punctuation at its end, unless it asks."""
    return f"{bared(text)}?" if text.rstrip().endswith("?") else bared(text)


def sentence(text: str) -> str:
    """Give the text with a capital and closing punctuation; empty stays empty."""
    if not text:
        return ""
    return opened(text) if text.endswith((".", "!", "?", "…", ".”", "?”")) else f"{opened(bared(text))}."


def listed(items: Sequence[str]) -> str:
    """Join as "one, two and three"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def number(value: float) -> str:
    """Write a number with thousands separators and at most two decimals, none where it is whole."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def measured(value: float, unit: str) -> str:
    """Write a number with its unit, which may be a noun in the plural: `12 bookings`, `1 booking`."""
    written = number(value)
    return f"{written} {unit_of(float(written == '1'), unit)}".strip()


def multiple(amount: float, of: float) -> str:
    """Write how many times one amount is another, to stand before a pronoun: `2.5 times`, `about`."""
    times = number(round(amount / of, 1))
    return "about" if times == "1" else f"{times} times"


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Clean texts, leaving out empty ones and those that differ only in case or closing punctuation."""
    kept = {bared(text).casefold(): text for text in reversed([plain(text) for text in texts])}
    return tuple(text for key, text in reversed(kept.items()) if key)


def quoted(text: str) -> str:
    """Put the text between quotation marks, as what somebody says or reads; what stands between some stays as it is."""
    return f"“{opened(unquoted(text))}”"


def unquoted(text: str) -> str:
    """Give the text without quotation marks about the whole of it."""
    inner = text[1:-1]
    is_quoted = text[:1] + text[-1:] in ("“”", '""', "„“", "«»") and not set(inner) & set('“”"„«»')
    return inner if is_quoted else text


def closing(text: str) -> str:
    """Give the text as it ends a sentence that something else began."""
    return ended(inside(text))


def ended(text: str) -> str:
    """Give the text with a full stop, unless it is cut off."""
    return text if text.endswith(("…", "…”")) else f"{text}."


def paced(text: str) -> str:
    """Let a sentence end at a semicolon where the whole would be hard to read."""
    whole = len(text.split()) <= LONGEST_BREATH
    return text if whole else ". ".join(opened(part) for part in text.split("; "))
