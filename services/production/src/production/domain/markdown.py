"""The few forms of Markdown that sections are written in."""

from collections.abc import Iterable, Sequence

from production.domain.material import Material


def body(*blocks: str) -> str:
    """Join blocks with an empty line between; empty blocks vanish."""
    return "\n\n".join(block for block in blocks if block)


def heading(title: str) -> str:
    """A third-level heading, the highest that a section's body uses."""
    return f"### {title}"


def bullets(material: Material, items: Iterable[str]) -> str:
    """A list of the items that this client may say."""
    return "\n".join(f"- {item}" for item in material.guard.allowed(items))


def steps(material: Material, items: Iterable[str]) -> str:
    """A numbered list of the items that this client may say."""
    return "\n".join(f"{place}. {item}" for place, item in enumerate(material.guard.allowed(items), start=1))


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; pipes inside a cell are escaped."""
    divider = "|" + "|".join("---" for _ in header) + "|"
    return "\n".join((_row(header), divider, *(_row(row) for row in rows)))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def sayable(material: Material, rows: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """Keep the rows of a table whose every cell this client may say."""
    return [row for row in rows if all(material.guard.allows(cell) for cell in row)]
