"""Mends a text: leaves out the piece that is objected to, cuts what is too long, calms what shouts."""

import re
from collections.abc import Iterable

from production.domain.wording import opened, sentence

_SENTENCE_END = re.compile(r"(?<=[.!?…。！？।])\s+")
_LIST_MARK = re.compile(r"^\s*(?:[-*+>]\s+|\d+[.)]\s+)+")
_WORD = re.compile(r"\w+")
_CUT = "…"
_JOINTS = ("; ", ", and ", ", but ", ", which ", ", ")
_SIGNS = re.compile(r"([!?])[!?]+")
_CAPITALS = re.compile(r"\b(?:[A-Z]{4,}\W+){3,}")


def without(text: str, evidence: str, kept: Iterable[str] = ()) -> str:
    """Leave out of each line the sentences that have the evidence; a table's row and an emptied line go as a whole.

    A sentence that has one of the texts to be `kept` stays, whatever else it says. The evidence may be cut short.
    """
    wanted = evidence.removesuffix(_CUT).strip()
    if not wanted or "\n" in wanted:
        return text
    needed = tuple(map(_words, kept))
    lines = [_line_without(line, wanted, needed) for line in text.split("\n")]
    return "\n".join(line for line in lines if line is not None)


def halved(text: str, evidence: str) -> str:
    """Make two sentences of one, at the joint nearest to its middle; unchanged where it has none."""
    wanted = evidence.removesuffix(_CUT).strip()
    start = text.find(wanted)
    if not wanted or start < 0:
        return text
    long = _SENTENCE_END.split(text[start:].split("\n", 1)[0])[0]
    joints = [(abs(found.start() - len(long) // 2), found) for joint in _JOINTS for found in re.finditer(joint, long)]
    if not joints:
        return text
    _, joint = min(joints, key=lambda each: each[0])
    rest = long[joint.end() :]
    return text.replace(long, f"{sentence(long[: joint.start()])} {opened(rest)}", 1)


def calmed(text: str) -> str:
    """Keep one of several exclamation or question marks, and write runs of capitals as words."""
    return _CAPITALS.sub(lambda found: found[0].capitalize(), _SIGNS.sub(r"\1", text))


def _line_without(line: str, wanted: str, needed: tuple[str, ...]) -> str | None:
    if wanted not in line:
        return line
    if line.lstrip().startswith("|"):
        return line if _says_any(line, needed) else None
    mark = _LIST_MARK.match(line)
    head = mark[0] if mark else ""
    pieces = _SENTENCE_END.split(line[len(head) :])
    holding = [wanted in piece for piece in pieces]
    if not any(holding):
        # Evidence with its surroundings: every sentence that it has a part of.
        holding = _overlapping(line[len(head) :], pieces, wanted)
    kept = [piece for piece, held in zip(pieces, holding, strict=True) if not held or _says_any(piece, needed)]
    return f"{head}{' '.join(kept)}" if kept else None


def _overlapping(text: str, pieces: list[str], wanted: str) -> list[bool]:
    start = text.find(wanted)
    if start < 0:
        return [True] * len(pieces)
    ends, place = [], 0
    for piece in pieces:
        place = text.index(piece, place) + len(piece)
        ends.append(place)
    return [end > start and end - len(piece) < start + len(wanted) for piece, end in zip(pieces, ends, strict=True)]


def _says_any(text: str, needed: tuple[str, ...]) -> bool:
    said = f" {_words(text)} "
    return any(f" {words} " in said for words in needed if words)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
