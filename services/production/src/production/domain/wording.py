"""Small rules of writing: one line, whole words, a capital and a full stop where they belong."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

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

ARTICLED = ("United ", "Netherlands", "Philippines", "UK", "US", "EU", "Bay Area")

_PART_ENDS = re.compile(r"(?<=[.;!?]) ")

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
    if first in ("A", "An", "The"):
        return bare[:1].lower() + bare[1:]
    spelled = len(first) > 1 and not first[1:].replace("-", "").islower()
    named = spelled or second[:1].isupper() or first in NAMES
    return bare if named else bare[:1].lower() + bare[1:]


def gist(text: str, limit: int) -> str:
    """Give the longest beginning of a phrase that is whole by itself and fits; empty where there is none."""
    words = text.split()
    pairs = [(place, words[place - 1], words[place]) for place in range(2, len(words))]
    breaks = [(place, last) for place, last, following in pairs if following.lower() in BREAKS or last[-1] in ",;:"]
    ends = [place for place, last in breaks if last.lower() not in DANGLING]
    wholes = [bared(" ".join(words[:place])) for place in (*ends, len(words))]
    return max((whole for whole in wholes if len(whole) <= limit), key=len, default="")


def shortened(text: str, limit: int) -> str:
    """Give a whole beginning of the phrase within `limit` characters, or where there is none a cut one."""
    return text if len(text) <= limit else gist(text, limit) or clip(text, limit)


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


def located(place: str) -> str:
    """Give a place with the article that it takes in English."""
    return f"the {place}" if place.startswith(ARTICLED) else place


def bared(text: str) -> str:
    """Give the text without the punctuation at its end."""
    return text.rstrip(" .!?;:,")


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
    """Write a number with its unit."""
    return f"{number(value)} {unit}".strip()


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Clean texts, leaving out empty ones and those that differ only in case or closing punctuation."""
    kept = {bared(text).casefold(): text for text in reversed([plain(text) for text in texts])}
    return tuple(text for key, text in reversed(kept.items()) if key)


def quoted(text: str) -> str:
    """Put the text between quotation marks, as what somebody says or reads."""
    return f"“{opened(text)}”"


def closing(text: str) -> str:
    """Give the text as it ends a sentence that something else began."""
    end = inside(text)
    return end if end.endswith(("…", "…”")) else f"{end}."


def paced(text: str) -> str:
    """Let a sentence end at a semicolon where the whole would be hard to read."""
    whole = len(text.split()) <= LONGEST_BREATH
    return text if whole else ". ".join(opened(part) for part in text.split("; "))
