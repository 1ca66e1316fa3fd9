"""What came of a campaign: one line of JSON for programs, one screen for people."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from chaos.campaign import Campaign
from chaos.journal import Answer
from chaos.recovery import LIMIT_SECONDS, Recovery
from chaos.schedule import Group, counted

MOST_LINES = 20
TARGET_SECONDS = 10.0


def summed_up(campaign: Campaign, groups: Sequence[Group], seed: int) -> dict[str, Any]:
    """The line of JSON."""
    findings, statuses = campaign.rest.findings, list(campaign.rest.books.statuses.values())
    return {
        "runs": len(campaign.journal.accepted),
        "submitted": len(campaign.journal.entries),
        "unanswered": len(campaign.journal.with_answer(Answer.UNKNOWN)),
        "completed": statuses.count("COMPLETED"),
        "compensated": statuses.count("COMPENSATED"),
        "faults": counted(groups),
        "violations": campaign.violations,
        "lost": len(findings.lost),
        "orphaned": len(findings.orphaned),
        "duplicated": len(findings.duplicated),
        "unfinished": len(findings.unfinished),
        "wrong_end": len(findings.wrong),
        "unsubmitted": len(findings.unsubmitted),
        "in_outboxes": len(findings.waiting),
        "dead_letters": len(findings.dead),
        "ended_by_themselves": len(campaign.chronicle.deaths),
        "not_recovered": campaign.chronicle.unrecovered,
        "files_left_to_reconciliation": campaign.rest.stray_files,
        "recovery_seconds": {kind: spread(found) for kind, found in sorted(campaign.chronicle.recoveries.items())},
        "seconds_to_rest": round(campaign.rest.seconds, 1),
        "seconds": round(campaign.seconds, 1),
        "seed": seed,
    }


def spread(found: Sequence[Recovery]) -> dict[str, float]:
    """How often, the median, the longest, and how many took longer than the target; one that failed has the limit."""
    seconds = [LIMIT_SECONDS if each.seconds is None else each.seconds for each in found]
    return {
        "count": len(seconds),
        "median": round(median(seconds), 1),
        "max": round(max(seconds), 1),
        "over_target": sum(each > TARGET_SECONDS for each in seconds),
    }


def show(summary: Mapping[str, Any], campaign: Campaign) -> None:
    """Write the screen to standard error."""
    console = Console(stderr=True, highlight=False)
    table = Table("kind of fault", "recoveries", "median s", "max s", "over 10 s", box=None, pad_edge=False)
    for kind, figures in summary["recovery_seconds"].items():
        table.add_row(kind, *(f"{value:g}" for value in figures.values()))
    console.print(table)
    console.print(", ".join(f"{name} {value}" for name, value in summary.items() if isinstance(value, (int, float))))
    lines = [*campaign.rest.findings.lines(), *(f"ended by itself: {name}" for name in campaign.chronicle.deaths)]
    for line in lines[:MOST_LINES]:
        console.print(f"  {line}", markup=False)
    if len(lines) > MOST_LINES:
        console.print(f"  and {len(lines) - MOST_LINES} more")
