"""How success is defined and watched: indicators, the rules that move budget, and when they are looked at."""

from contracts.brief import Brief
from contracts.strategy import ChannelPlan, Kpi, Measurement
from strategy.domain.angles import objective_of
from strategy.domain.catalogue import CATALOGUE
from strategy.domain.timeline import last_day
from strategy.domain.wording import day, listed, number, phrase, sentence, target

_SHIFT_PERCENT = 10
_LEADING = ("awareness", "engagement")


def measurement(brief: Brief, channels: tuple[ChannelPlan, ...], kpis: tuple[Kpi, ...]) -> Measurement:
    """Say what success is, which numbers announce it, and what is decided when."""
    return Measurement(
        definition_of_success=definition_of_success(brief, kpis),
        leading_indicators=tuple(kpi.name for kpi in kpis if kpi.stage in _LEADING),
        lagging_indicators=tuple(kpi.name for kpi in kpis if kpi.stage not in _LEADING),
        decision_rules=_decision_rules(brief, channels),
        review_cadence=review_cadence(brief),
    )


def definition_of_success(brief: Brief, kpis: tuple[Kpi, ...]) -> str:
    """State the brief's targets with their date; the first assumed result where the brief has none."""
    until = f"by {day(last_day(brief))}"
    if brief.kpi_targets:
        return sentence(f"{listed([target(wanted) for wanted in brief.kpi_targets])} {until}")
    result = objective_of(brief).result
    lagging = next(kpi for kpi in kpis if kpi.stage not in _LEADING)
    return sentence(
        f"More {result} {until}, measured as {lagging.name} {number(lagging.target)} {lagging.unit} (assumed)"
    )


def review_cadence(brief: Brief) -> str:
    """Say when numbers are reviewed: as often as the brief wants reports."""
    if brief.report_frequency:
        return sentence(f"Report and review {phrase(brief.report_frequency)}")
    return "Report and review every 2 weeks (assumed: the brief names no frequency)."


def _decision_rules(brief: Brief, channels: tuple[ChannelPlan, ...]) -> tuple[str, ...]:
    first = CATALOGUE[channels[0].channel].name
    approval = f" Approval by the client: {phrase(brief.approval_frequency)}." if brief.approval_frequency else ""
    return (
        "A channel that meets its stop rule loses its remaining budget at the same review.",
        f"Freed budget goes to the channel with the lowest cost per result, {_SHIFT_PERCENT} points a time.{approval}",
        f"If {first} is behind at half time, its openings are replaced before the budget is cut.",
    )
