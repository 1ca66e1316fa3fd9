"""Numbers stand with what they count, one of a thing in the singular.

Mutant: `counted` that leaves the plural as it is -> `1 members` in summary, milestones, KPIs and stop rules.
"""

import re

import pytest
from strategy_builders import a_brief, a_strategy

from contracts.brief import KpiTarget
from strategy.domain.wording import counted, target, weeks


@pytest.mark.parametrize(
    ("wanted", "written"),
    [
        (KpiTarget(metric="New members", target=1, unit="members"), "1 new member"),
        (KpiTarget(metric="New members", target=2, unit="members"), "2 new members"),
        (KpiTarget(metric="Sales", target=1, unit="starter passes sold"), "Sales 1 starter pass sold"),
        (KpiTarget(metric="Cost per lead", target=1, unit="USD"), "Cost per lead 1 USD"),
        (KpiTarget(metric="Rating", target=1, unit="% of customers"), "Rating 1 % of customers"),
    ],
)
def test_a_target_of_one_is_no_plural(wanted: KpiTarget, written: str) -> None:
    assert target(wanted) == written
    assert (counted(1, "enquiries"), counted(3, "enquiries"), weeks(1)) == ("1 enquiry", "3 enquiries", "1 week")


def test_a_strategy_for_one_result_counts_it_as_one() -> None:
    wanted = (KpiTarget(metric="New members", target=1, unit="members"),)
    text = a_strategy(a_brief(kpi_targets=wanted, duration_weeks=1)).model_dump_json()
    assert re.findall(r"\b1 (?:new )?(?:members|weeks|months|customers)\b", text) == []
    assert "1 of 1 member expected" in text
