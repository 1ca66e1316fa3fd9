"""Dead letters: the list, and one with its headers and body."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from aicmo.dead_letters import DeadLetter
from aicmo.moments import age, date_and_time
from aicmo.views.screen import words
from aicmo.views.statuses import badge
from aicmo.views.tables import Column, fitted_table

COLUMNS: Final = (
    Column("id"),
    Column("service"),
    Column("status"),
    Column("reason", flexible=True),
    Column("tries", from_width=100, right=True),
    Column("age", from_width=100, right=True),
    Column("type", from_width=150, flexible=True),
    Column("error", from_width=120, flexible=True),
)


def dead_letter_table(letters: Sequence[DeadLetter], now: datetime, width: int) -> Table:
    """Show dead letters, one a line; types and errors only where the terminal is `width` enough for them."""
    return fitted_table(COLUMNS, (_cells(letter, now) for letter in letters), width)


def _cells(letter: DeadLetter, now: datetime) -> tuple[RenderableType, ...]:
    return (
        words(letter.id),
        words(letter.service),
        badge(letter.status),
        words(letter.reason),
        str(letter.attempts),
        age(letter.created_at, now),
        words(letter.type),
        words(" ".join(letter.error.split()), "dim"),
    )


def dead_letter_view(letter: DeadLetter) -> Group:
    """Show one dead letter: where it came from, why it is here, its headers and its body."""
    parts: list[RenderableType] = [_facts(letter)]
    if letter.headers:
        parts += [Text("\nheaders", style="bold"), _headers(letter)]
    if letter.body:
        encoding = f" ({letter.body_encoding})" if letter.body_encoding not in ("", "text") else ""
        edited = ", as edited" if letter.original_body is not None else ""
        parts += [words(f"\nbody{encoding}{edited}", "bold"), words(_outlined(letter.body))]
    if letter.original_body is not None:
        parts += [Text("\nbody, as it came", style="bold"), words(_outlined(letter.original_body), "dim")]
    if letter.audit:
        parts += [Text("\naudit", style="bold"), _audit(letter)]
    return Group(*parts)


def _audit(letter: DeadLetter) -> Table:
    table = Table.grid(padding=(0, 2))
    for line in letter.audit:
        what = f"{line.action} of what was {line.status_before}"
        table.add_row(Text(date_and_time(line.at), style="dim"), words(line.actor), words(what), words(line.detail))
    return table


def _facts(letter: DeadLetter) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_row(Text("status", style="dim"), badge(letter.status))
    rows = {
        "id": letter.id,
        "service": letter.service,
        "run": letter.run_id,
        "type": letter.type,
        "from": letter.origin,
        "reason": letter.reason,
        "error": letter.error,
        "tries": str(letter.attempts),
        "parked": date_and_time(letter.created_at),
    }
    for name, value in rows.items():
        if value:
            table.add_row(Text(name, style="dim"), words(value))
    return table


def _headers(letter: DeadLetter) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, value in letter.headers:
        table.add_row(words(name, "dim"), words(value))
    return table


def _outlined(body: str) -> str:
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return body
