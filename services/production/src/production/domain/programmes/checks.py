"""A check of the audit: what is looked at, with which figure of the brief, at which threshold, and what follows."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from production.domain.calendar_csv import safe
from production.domain.markdown import sayable, table
from production.domain.material import Material

HEADER = ("Check", "Figure", "Threshold", "What follows")


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the audit, each part short enough for a cell."""

    what: str
    figure: str
    threshold: str
    follows: str


def checks_table(material: Material, checks: Iterable[Check]) -> str:
    """Show the checks that this client's words allow."""
    return table(HEADER, sayable(material, (_cells(check) for check in checks)))


def checks_csv(material: Material, parts: Iterable[tuple[str, Sequence[Check]]]) -> bytes:
    """Write all checks that may be shown as a work list for a spreadsheet, with empty columns for result and date."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("Part", *HEADER, "Result", "Checked on"))
    for part, checks in parts:
        rows = sayable(material, (_cells(check) for check in checks))
        writer.writerows((part, *map(safe, row), "", "") for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cells(check: Check) -> tuple[str, ...]:
    return (check.what, check.figure, check.threshold, check.follows)
