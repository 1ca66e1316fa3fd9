"""The evidence of a failure: a QC report's checks and a brief's problems as tables, anything else as an outline."""

from collections.abc import Mapping
from typing import Any, Final

import yaml
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from aicmo.fields import JsonObject, nested, objects, text
from aicmo.views.screen import shortened, words
from aicmo.views.statuses import SEVERITIES
from aicmo.views.tables import empty_table

ORDER: Final = ("BLOCKER", "MAJOR", "MINOR")


def evidence_view(evidence: object) -> RenderableType:
    """Show what a failure rests on; checks that passed are only counted."""
    if not isinstance(evidence, Mapping):
        return words(str(evidence))
    report = nested(evidence, "report") or dict(evidence)
    if checks := objects(report, "checks"):
        return _report(report, checks)
    if problems := objects(evidence, "problems"):
        return _problem_table(problems)
    return words(yaml.safe_dump(dict(evidence), allow_unicode=True, sort_keys=False).rstrip())


def _report(report: Mapping[str, Any], checks: list[JsonObject]) -> RenderableType:
    failing = [check for check in checks if text(check, "result") != "PASS"]
    passed = f"{len(checks) - len(failing)} of {len(checks)} checks passed"
    score = f"score {text(report, 'score')} of 100" if "score" in report else ""
    mark = f"pass mark {text(report, 'pass_mark')}" if "pass_mark" in report else ""
    summary = ", ".join(part for part in (score, mark, passed) if part)
    return Group(words(summary), _check_table(sorted(failing, key=_weight)))


def _weight(check: Mapping[str, Any]) -> int:
    severity = text(check, "severity")
    return ORDER.index(severity) if severity in ORDER else len(ORDER)


def _check_table(checks: list[JsonObject]) -> Table:
    table = empty_table()
    table.add_column("severity", no_wrap=True)
    table.add_column("check and section", ratio=2)
    table.add_column("reason, evidence and fix", ratio=5)
    for check in checks:
        severity = text(check, "severity")
        table.add_row(words(severity, SEVERITIES.get(severity, "")), _place(check), _finding(check))
    return table


def _place(check: Mapping[str, Any]) -> Text:
    section = text(check, "section")
    return Text.assemble(
        words(text(check, "check_id") or text(check, "id")), words(f"\n{section}" if section else "", "dim")
    )


def _finding(check: Mapping[str, Any]) -> Text:
    lines = [words(text(check, "reason"))]
    if quoted := text(check, "evidence"):
        lines.append(words(f"“{quoted}”", "italic"))
    if fix := text(check, "fix"):
        lines.append(words(f"→ {fix}", "green"))
    return Text("\n").join(line for line in lines if line)


def _problem_table(problems: list[JsonObject]) -> Table:
    table = empty_table()
    table.add_column("field", no_wrap=True)
    table.add_column("problem")
    table.add_column("it says")
    for problem in problems:
        value = problem.get("value")
        said = "" if value is None else shortened(value)
        table.add_row(words(text(problem, "field"), "bold yellow"), words(text(problem, "message")), words(said, "dim"))
    return table
