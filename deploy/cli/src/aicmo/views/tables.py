"""Tables that fit: some columns appear only where the terminal is wide enough, and only flexible ones are cut."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text


@dataclass(frozen=True, slots=True)
class Column:
    """A column: it appears from a terminal of `from_width` on; a flexible one gives way to the others."""

    name: str
    from_width: int = 0
    flexible: bool = False
    right: bool = False


def fitted_table(columns: Sequence[Column], rows: Iterable[Sequence[RenderableType]], width: int) -> Table:
    """Lay out rows that have a cell for every column, whether or not the column fits into `width`."""
    table = empty_table()
    shown = [place for place, column in enumerate(columns) if width >= column.from_width]
    for place in shown:
        column = columns[place]
        # Rich takes room from columns that may wrap before any other; the cells themselves keep to one line.
        table.add_column(column.name, no_wrap=not column.flexible, justify="right" if column.right else "left")
    for row in rows:
        table.add_row(*(_on_one_line(row[place]) for place in shown))
    return table


def empty_table() -> Table:
    """Make a table in the look that all of them share."""
    return Table(box=box.SIMPLE_HEAD, header_style="bold", show_edge=False, pad_edge=False, collapse_padding=True)


def _on_one_line(cell: RenderableType) -> RenderableType:
    if isinstance(cell, Text):
        cell.no_wrap, cell.overflow = True, "ellipsis"
    return cell
