"""The parts of a section's Markdown that specifications count: headings, bullets, and the rows of tables."""

import re

_HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*)$", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+(\S.*)$", re.MULTILINE)
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_RULE_CELL = re.compile(r":?-{3,}:?")


def headings(text: str) -> list[str]:
    """Give the headings of any level, without their marks."""
    return [found.rstrip("# \t") for found in _HEADING.findall(text)]


def bullets(text: str) -> list[str]:
    """Give the items of bulleted and numbered lists."""
    return _BULLET.findall(text)


def tables(text: str) -> list[list[list[str]]]:
    """Give the tables, each as its head and its rows, each row as its cells; the rule under the head is left out."""
    found: list[list[list[str]]] = []
    block: list[list[str]] = []
    for line in (*text.splitlines(), ""):
        if line.lstrip().startswith("|"):
            block.append(_cells(line))
            continue
        if len(block) > 1 and _is_rule(block[1]):
            found.append([block[0], *block[2:]])
        block = []
    return found


def row_count(text: str) -> int:
    """Count the rows of all tables, their heads not among them."""
    return sum(len(table) - 1 for table in tables(text))


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip() for cell in _CELL_BORDER.split(inner)]


def _is_rule(cells: list[str]) -> bool:
    return all(_RULE_CELL.fullmatch(cell) for cell in cells)
