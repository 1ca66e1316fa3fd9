"""The page of rules in the repository is what the table says."""

from pathlib import Path

from qc.domain.page import rules_page
from qc.domain.rules import RULES

PAGE = Path(__file__).parents[2] / "RULES.md"


def test_the_page_and_the_table_agree() -> None:
    """`python -m qc.domain.page > services/qc/RULES.md` writes it again."""
    assert PAGE.read_text(encoding="utf-8") == rules_page()


def test_the_page_explains_every_rule_on_one_row() -> None:
    rows = [line for line in rules_page().splitlines() if line.startswith("| `")]
    assert len(rows) == len(RULES) == len({rule.id for rule in RULES})
    assert all(cell.strip() for row in rows for cell in row.replace("\\|", "").strip("|").split("|"))
