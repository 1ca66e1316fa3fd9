"""Reads the Markdown that sections are written in: headings, paragraphs, quotes, lists and tables.

Anything else, raw HTML included, is text and stays text.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from delivery.domain.blocks import Block, Heading, Item, Listing, Paragraph, Table, Text
from delivery.domain.inline import inline

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_ITEM = re.compile(r"(\s*)(?:[-*+]|(\d{1,4})[.)])\s+(.*)")
_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}")


def read(source: str) -> tuple[Block, ...]:
    """Read a Markdown text into blocks."""
    lines = source.replace("\t", "    ").splitlines()
    return tuple(_blocks([line.rstrip() for line in lines]))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    position = 0
    while position < len(lines):
        line, end = lines[position].strip(), position + 1
        if heading := _HEADING.fullmatch(line):
            yield Heading(inline(heading[2]), max(2, min(4, len(heading[1]))))
        elif _is_table(lines, position):
            end = _end(lines, position, lambda text: "|" in text)
            yield _table(lines[position:end])
        elif line and not _RULE.fullmatch(line):
            end = _end(lines, position, _continues(lines[position]))
            yield _written(lines[position:end])
        position = end


def _end(lines: Sequence[str], start: int, belongs: Callable[[str], bool]) -> int:
    end = start + 1
    while end < len(lines) and lines[end].strip() and belongs(lines[end]) and not _is_table(lines, end):
        end += 1
    return end


def _continues(first: str) -> Callable[[str], bool]:
    if _ITEM.fullmatch(first):
        numbered = _is_numbered(first)
        return lambda text: not _HEADING.fullmatch(text) and (_indented(text) or _is_numbered(text) == numbered)
    return lambda text: not _HEADING.fullmatch(text) and not _ITEM.fullmatch(text) and _quoted(text) == _quoted(first)


def _indented(text: str) -> bool:
    return text.startswith("  ")


def _is_numbered(text: str) -> bool:
    item = _ITEM.fullmatch(text)
    return bool(item and item[2])


def _quoted(text: str) -> bool:
    return text.lstrip().startswith(">")


def _written(lines: Sequence[str]) -> Block:
    if _ITEM.fullmatch(lines[0]):
        return _listing(lines)
    words = (
        " ".join(line.strip().removeprefix(">").strip() for line in lines) if _quoted(lines[0]) else _paragraph(lines)
    )
    return Paragraph(inline(words), quoted=_quoted(lines[0]))


def _paragraph(lines: Sequence[str]) -> str:
    return " ".join(line.strip() for line in lines)


def _listing(lines: Sequence[str]) -> Listing:
    entries: list[list[str]] = []
    for line in lines:
        if _ITEM.fullmatch(line):
            entries.append([line])
        else:
            entries[-1].append(line.strip())
    return Listing(tuple(_item(" ".join(parts)) for parts in entries))


def _item(line: str) -> Item:
    match = _ITEM.fullmatch(line)
    indent, number, words = match.groups() if match else ("", None, line)
    return Item(inline(words), min(len(indent) // 2, 3), int(number) if number else None)


def _is_table(lines: Sequence[str], position: int) -> bool:
    if "|" not in lines[position] or position + 1 >= len(lines):
        return False
    delimiter = lines[position + 1].strip()
    return bool(_DELIMITER.fullmatch(delimiter)) and len(_cells(delimiter)) == len(_cells(lines[position]))


def _table(lines: Sequence[str]) -> Table:
    header = _cells(lines[0])
    rows = (_cells(line) for line in lines[2:])
    return Table(
        header=tuple(inline(cell) for cell in header),
        rows=tuple(_row(cells, len(header)) for cells in rows),
    )


def _row(cells: Sequence[str], width: int) -> tuple[Text, ...]:
    kept = [*cells[: width - 1], " | ".join(cells[width - 1 :])] if len(cells) > width else cells
    return tuple(inline(cell) for cell in [*kept, *[""] * (width - len(kept))])


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip() for cell in _PIPE.split(inner)]
