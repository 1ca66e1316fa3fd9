"""How success is defined and watched: indicators, the rules that move budget, and when they are looked at."""

from collections.abc import Iterator

from contracts.brief import Brief, KpiTarget
from contracts.strategy import ChannelPlan, Kpi, Measurement
from strategy.domain.angles import angles_of, objective_of
from strategy.domain.bottleneck import stance_of
from strategy.domain.catalogue import CATALOGUE
from strategy.domain.economics import cost_cap
from strategy.domain.pace import expected, waypoint
from strategy.domain.targets import leading_target
from strategy.domain.timeline import last_day, stop_day
from strategy.domain.wording import day, money, number, phrase, sentence, target, uncapped

_SHIFT_PERCENT = 10
_LEADING = ("awareness", "engagement")


def measurement(brief: Brief, channels: tuple[ChannelPlan, ...], kpis: tuple[Kpi, ...]) -> Measurement:
    """Say what success is, which numbers announce it, and what is decided when."""
    return Measurement(
        definition_of_success=definition_of_success(brief, kpis),
        leading_indicators=tuple(kpi.name for kpi in kpis if kpi.stage in _LEADING),
        lagging_indicators=tuple(kpi.name for kpi in kpis if kpi.stage not in _LEADING),
        decision_rules=tuple(_decision_rules(brief, channels)),
        review_cadence=review_cadence(brief),
    )


def definition_of_success(brief: Brief, kpis: tuple[Kpi, ...]) -> str:
    """State the target that counts most with its date, then the others; an assumed result where the brief has none."""
    until, first = f"by {day(last_day(brief))}", leading_target(brief)
    if first is not None:
        others = [target(wanted) for wanted in brief.kpi_targets if wanted != first]
        beside = f" Beside it: {'; '.join(others)}." if others else ""
        return f"{sentence(f'{target(first)} {until}')}{beside}"
    lagging = next(kpi for kpi in kpis if kpi.stage not in _LEADING)
    measure = f"{lagging.name} {number(lagging.target)} {lagging.unit} (assumed)"
    return sentence(f"More {objective_of(brief).result} for {angles_of(brief).client} {until}, measured as {measure}")


def review_cadence(brief: Brief) -> str:
    """Say when numbers are reviewed: as often as the brief wants reports."""
    if brief.report_frequency:
        return sentence(f"Report and review {phrase(brief.report_frequency)}")
    return "Report and review every 2 weeks (assumed: the brief names no frequency)."


def _decision_rules(brief: Brief, channels: tuple[ChannelPlan, ...]) -> Iterator[str]:
    names = [CATALOGUE[plan.channel].name for plan in channels]
    yield _pace_rule(brief, names[0])
    yield from (_waypoint_rule(brief, wanted) for wanted in _moving(brief)[:2])
    yield f"{sentence(_freed(brief))}{_approval(brief)}"
    if len(names) > 1:
        yield sentence(stance_of(brief).last_resort.format(weakest=names[-1], strongest=names[0]))


def _pace_rule(brief: Brief, first: str) -> str:
    when = stop_day(brief)
    share = ((when - brief.start_date).days + 1) / (7 * brief.duration_weeks)
    goal = expected(brief, share) or f"the first {objective_of(brief).result}"
    return f"{day(when)}: {goal} (even pace, assumed). {sentence(f'If not, {_missed(brief, first)}')}"


def _missed(brief: Brief, first: str) -> str:
    return stance_of(brief).missed.format(channel=first)


def _moving(brief: Brief) -> list[KpiTarget]:
    return [one for one in brief.kpi_targets[1:] if one.baseline not in (None, one.target)]


def _waypoint_rule(brief: Brief, wanted: KpiTarget) -> str:
    side = "under" if wanted.target > (wanted.baseline or 0) else "over"
    told = f"the next report to {phrase(brief.client_name)} names cause and remedy"
    return f"{phrase(wanted.metric)} {side} {waypoint(brief, wanted, 0.5)} at half time: {told}."


def _freed(brief: Brief) -> str:
    cap, decides = cost_cap(brief), stance_of(brief).freed
    by = f"the lowest {uncapped(cap.metric)} decides" if cap else decides
    step = brief.budget.maximum * _SHIFT_PERCENT // 100 if brief.budget else 0
    if not step:
        return f"a stopped channel's share moves {_SHIFT_PERCENT} points at a time; {by} where"
    return f"a stopped channel's money moves {money(step, brief)} at a time; {by} where"


def _approval(brief: Brief) -> str:
    return f" Approval: {phrase(brief.approval_frequency)}." if brief.approval_frequency else ""
