"""The page that people read the rules on, made from the table, so that the two can't disagree."""

from collections.abc import Iterable

from contracts.report import Severity
from qc.domain.review import MOST_FINDINGS, PENALTIES, WARNING_PENALTY
from qc.domain.rule import Rule
from qc.domain.rules import RULES

_HEAD = """# What a draft is held to

This page is made from the table of rules (`src/qc/domain/rules.py`) by `python -m qc.domain.page`, and a test holds
the two together.

Score: 100, less {blocker} for a failed BLOCKER, {major} for a MAJOR, {minor} for a MINOR and {warning} for a warning, \
never under 0.
Every finding counts, {most} of a rule at most. The last column says who can put it right: production by mending the
draft, or people, since the fault is the brief's or the strategy's, or the proof is the client's to bring. Rules
marked * judge the light package, too.

| rule | weight | holds when it passes | looks for | to mend it | mended by |
|---|---|---|---|---|---|
"""


def rules_page(rules: Iterable[Rule] = RULES) -> str:
    """Write the page, Markdown, the weightiest rules first."""
    listed = sorted(rules, key=lambda rule: list(Severity).index(rule.severity))
    head = _HEAD.format(
        blocker=PENALTIES[Severity.BLOCKER],
        major=PENALTIES[Severity.MAJOR],
        minor=PENALTIES[Severity.MINOR],
        warning=WARNING_PENALTY,
        most=MOST_FINDINGS,
    )
    rows = "\n".join(map(_row, listed))
    return f"{head}{rows}\n"


def _row(rule: Rule) -> str:
    sentence = " ".join((rule.search.__doc__ or "").split("\n\n")[0].split())
    name = f"`{rule.id}`{'*' if rule.for_light else ''}"
    cells = (name, rule.severity.value, rule.title, sentence, rule.fix, "production" if rule.fixable else "people")
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    print(rules_page(), end="")  # noqa: T201 - the page is the output
