"""Reading the client's own targets: which stage each belongs to, and which one counts results that money buys."""

from dataclasses import dataclass
from typing import Literal

from contracts.brief import Brief, KpiTarget
from strategy.domain.wording import phrase, words

Stage = Literal["awareness", "engagement", "conversion", "retention"]

_STAGES: tuple[tuple[Stage, frozenset[str]], ...] = (
    ("retention", words("churn retention repeat renewal renewals ltv lifetime loyalty referrals reviews rating nps")),
    (
        "engagement",
        words("engagement click clicks click-through ctr comments shares saves likes open opens watch session"),
    ),
    ("awareness", words("reach impressions awareness recall views followers traffic visibility mentions visitors")),
)
_RATIOS = frozenset({"%"}) | words("percent x ratio rate times points stars")
_RATIO_METRICS = words("roas roi cac cpa cpl aov ltv rate cost value price rating nps churn revenue turnover")


@dataclass(frozen=True, slots=True)
class Headline:
    """A count of results that the campaign is paid to bring: 200 members."""

    target: float
    noun: str


def stage_of(metric: str) -> Stage:
    """Give the stage that a metric measures by its words; what names no other stage is a conversion."""
    said = words(metric)
    return next((stage for stage, marks in _STAGES if said & marks), "conversion")


def headline(brief: Brief) -> Headline | None:
    """Give the first target that counts results (no rate, price or ratio), as additions to its baseline."""
    for wanted in brief.kpi_targets:
        added = wanted.target - (wanted.baseline or 0)
        if added > 0 and _counts(wanted, brief):
            return Headline(added, phrase(wanted.unit) or phrase(wanted.metric))
    return None


def _counts(wanted: KpiTarget, brief: Brief) -> bool:
    currency = {brief.budget.currency.casefold()} if brief.budget else set()
    measured_in = {wanted.unit.strip().casefold(), *words(wanted.unit)}
    if measured_in & (_RATIOS | currency) or words(wanted.metric) & _RATIO_METRICS:
        return False
    return stage_of(wanted.metric) == "conversion"
