"""Mends a text: leaves out the piece that is objected to, cuts what is too long, calms what shouts."""

import re
from collections.abc import Iterable, Sequence

from production.domain.wording import opened, sentence

_SENTENCE_END = re.compile(r"(?<=[.!?…。！？।])\s+")
_LIST_MARK = re.compile(r"^\s*(?:[-*+>]\s+|\d+[.)]\s+)+")
_WORD = re.compile(r"\w+")
_CUT = "…"
_JOINTS = ("; ", ", and ", ", but ", ", which ", ", ")
_SIGNS = re.compile(r"([!?])[!?]+")
_CAPITALS = re.compile(r"\b(?:[A-Z]{4,}\W+){3,}")


def without(text: str, evidence: str, kept: Sequence[str] = (), name: str = "") -> str:
    """Leave out of each line the sentences that have the evidence; a table's row and an emptied line go as a whole.

    A sentence that has one of the texts to be `kept` stays, whatever else it says. A full stop inside one of them, or
    inside the client's `name`, ends no sentence. The evidence may be cut short.
    """
    wanted = evidence.removesuffix(_CUT).strip()
    if not wanted or "\n" in wanted:
        return text
    needed = tuple(map(_words, kept))
    lines = [_line_without(line, wanted, needed, (*kept, name)) for line in text.split("\n")]
    return "\n".join(line for line in lines if line is not None)


def halved(text: str, evidence: str, kept: Sequence[str] = ()) -> str:
    """Make two sentences of one, at the joint nearest to its middle; unchanged where it has none.

    No text that is to be `kept` is cut in two.
    """
    wanted = evidence.removesuffix(_CUT).strip()
    start = text.find(wanted)
    if not wanted or start < 0:
        return text
    long = _SENTENCE_END.split(text[start:].split("\n", 1)[0])[0]
    joints = _outside(kept, long, [found for joint in _JOINTS for found in re.finditer(joint, long)])
    if not joints:
        return text
    joint = min(joints, key=lambda found: abs(found.start() - len(long) // 2))
    rest = long[joint.end() :]
    return text.replace(long, f"{sentence(long[: joint.start()])} {opened(rest)}", 1)


def calmed(text: str, kept: Iterable[str] = ()) -> str:
    """Keep one of several exclamation or question marks, and write runs of capitals as words.

    The texts to be `kept` stay as they are written.
    """
    own = "|".join(re.escape(each) for each in sorted(kept, key=len, reverse=True) if each)
    pieces = re.split(f"({own})", text) if own else [text]
    return "".join(piece if place % 2 else _calmed(piece) for place, piece in enumerate(pieces))


def _calmed(text: str) -> str:
    return _CAPITALS.sub(lambda found: found[0].capitalize(), _SIGNS.sub(r"\1", text))


def _line_without(line: str, wanted: str, needed: Iterable[str], whole: Iterable[str]) -> str | None:
    if wanted not in line:
        return line
    if line.lstrip().startswith("|"):
        return line if _says_any(line, needed) else None
    mark = _LIST_MARK.match(line)
    head = mark[0] if mark else ""
    pieces = _sentences(line[len(head) :], whole)
    holding = [wanted in piece for piece in pieces]
    if not any(holding):
        # Evidence with its surroundings: every sentence that it has a part of.
        holding = _overlapping(line[len(head) :], pieces, wanted)
    kept = [piece for piece, held in zip(pieces, holding, strict=True) if not held or _says_any(piece, needed)]
    return f"{head}{' '.join(kept)}" if kept else None


def _sentences(text: str, whole: Iterable[str]) -> list[str]:
    """Split a line into its sentences, none of which ends inside a text that is `whole`."""
    breaks = _outside(whole, text, _SENTENCE_END.finditer(text))
    starts = [0, *(found.end() for found in breaks)]
    return [text[start:stop] for start, stop in zip(starts, [*(found.start() for found in breaks), None], strict=True)]


def _outside(whole: Iterable[str], text: str, places: Iterable[re.Match[str]]) -> list[re.Match[str]]:
    """Give the places that stand inside none of the texts that are `whole`."""
    spans = [found.span() for each in whole if each for found in re.finditer(re.escape(each), text, re.IGNORECASE)]
    return [place for place in places if not any(start < place.start() < end for start, end in spans)]


def _overlapping(text: str, pieces: list[str], wanted: str) -> list[bool]:
    start = text.find(wanted)
    if start < 0:
        return [True] * len(pieces)
    ends, place = [], 0
    for piece in pieces:
        place = text.index(piece, place) + len(piece)
        ends.append(place)
    return [end > start and end - len(piece) < start + len(wanted) for piece, end in zip(pieces, ends, strict=True)]


def _says_any(text: str, needed: Iterable[str]) -> bool:
    said = f" {_words(text)} "
    return any(f" {words} " in said for words in needed if words)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
