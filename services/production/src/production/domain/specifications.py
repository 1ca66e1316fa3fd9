"""What a section lacks of what its package promises."""

import re
from collections.abc import Sequence

from contracts.draft import Section
from contracts.packages.specification import Specification

_PIECE = re.compile(r"\w+|[%&+=<>#@$€£₹₽₩₺₦₪]")
_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")


def words_in(text: str) -> int:
    """Count words so that no reader finds more: parts of compounds and numbers apart, signs such as % as words."""
    return len(_PIECE.findall(text))


def fitted(lines: Sequence[tuple[int, str]], room: int) -> list[str]:
    """Keep the lines that fit into so many words, those of the lowest rank first; they stay in their order."""
    kept = set[int]()
    for place, (_, text) in sorted(enumerate(lines), key=lambda one: one[1][0]):
        needed = words_in(text)
        if needed <= room:
            kept.add(place)
            room -= needed
    return [text for place, (_, text) in enumerate(lines) if place in kept]


def shortfalls(section: Section, specification: Specification) -> tuple[str, ...]:
    """Name everything in which a section falls short of its specification; nothing where it meets it."""
    body, words = section.body, len(_WORD.findall(section.body))
    missing = [f"no heading “{title}”" for title in specification.headings if f"### {title}" not in body.splitlines()]
    checks = {
        f"{words} words, at least {specification.minimum_words} wanted": words < specification.minimum_words,
        f"{words} words, at most {specification.maximum_words} wanted": words > specification.maximum_words,
        f"fewer than {specification.minimum_bullets} bullets": _bullets(body) < specification.minimum_bullets,
        f"fewer than {specification.minimum_rows} rows": _rows(body) < specification.minimum_rows,
        f"form {section.form}, not {specification.form}": section.form != specification.form,
    }
    missing += [f"nowhere “{phrase}”" for phrase in specification.phrases if not _says(body, phrase)]
    missing += [f"“{phrase}” may not be said" for phrase in specification.forbidden if _says(body, phrase)]
    return (*missing, *(problem for problem, found in checks.items() if found))


def _says(body: str, phrase: str) -> bool:
    return re.search(rf"\b{re.escape(phrase)}\b", body, re.IGNORECASE) is not None


def _bullets(body: str) -> int:
    return len(re.findall(r"^(?:- |\d+\. )", body, re.MULTILINE))


def _rows(body: str) -> int:
    lines = [line for line in body.splitlines() if line.startswith("| ")]
    headers = [line for line in body.splitlines() if line.startswith("|--")]
    return len(lines) - len(headers)
