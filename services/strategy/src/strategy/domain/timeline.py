"""The timeline: what is ready on which day and who sees to it, all within the weeks that the brief gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.brief import Brief
from contracts.strategy import ChannelPlan, Milestone, MilestoneKind
from strategy.domain.angles import angles_of
from strategy.domain.bottleneck import stance_of
from strategy.domain.calendar_days import named_days
from strategy.domain.catalogue import CATALOGUE
from strategy.domain.pace import expected, launch_day
from strategy.domain.phrasing import clause
from strategy.domain.targets import leading_target
from strategy.domain.wording import listed, target, uncapped

REVIEW_EVERY_WEEKS = 4
_LATEST_STOP_WEEK = 2 * REVIEW_EVERY_WEEKS
_NEAR_DAYS = 10
_TITLE_CHARACTERS = 110
_MANAGER, _STRATEGIST = "Account manager", "Strategist"


@dataclass(frozen=True, slots=True)
class _Planned:
    """Something that is due on a day of the campaign, counted from 0."""

    offset: int
    title: str
    owner: str
    kind: MilestoneKind | None = None


def last_day(brief: Brief) -> date:
    """Give the campaign's last day."""
    return brief.start_date + timedelta(days=_days(brief) - 1)


def stop_week(brief: Brief) -> int:
    """Give the week whose review applies the stop rules first: half time, in a long campaign the second review."""
    return _stop_offset(brief) // 7 + 1


def stop_day(brief: Brief) -> date:
    """Give the day of the review that applies the stop rules first."""
    return _day_of(brief, _stop_offset(brief))


def first_review(brief: Brief) -> date:
    """Give the day by which assumptions are replaced by measured numbers."""
    return _day_of(brief, 7 * min(REVIEW_EVERY_WEEKS, max(1, brief.duration_weeks // 2)) - 1)


def timeline(brief: Brief, channels: tuple[ChannelPlan, ...]) -> tuple[Milestone, ...]:
    """List the milestones in order of their day, the days that the brief names among them."""
    planned = (*_fixed(brief, channels), *_reviews(brief), *_from_brief(brief))
    return tuple(_milestone(brief, one) for one in sorted(planned, key=lambda one: one.offset))


def _fixed(brief: Brief, channels: tuple[ChannelPlan, ...]) -> Iterator[_Planned]:
    angles, first, last = angles_of(brief), CATALOGUE[channels[0].channel], _days(brief) - 1
    names = listed([CATALOGUE[plan.channel].name for plan in channels])
    unmeasured = [uncapped(one.metric) for one in brief.kpi_targets if one.baseline is None]
    baselines = f"starting point of {listed(unmeasured)} measured" if unmeasured else "baselines confirmed"
    yield _Planned(0, f"Kick-off with {angles.client}; {baselines}", _MANAGER)
    launch = launch_day(brief)
    yield _Planned(launch * 2 // 5, stance_of(brief).approved.format(answers=_answers(brief)), angles.client)
    yield _Planned(launch * 3 // 4, f"First {first.content[0]} for {first.name} ready; tracking tested", "Content lead")
    yield _Planned(launch, f"Launch on {names}", "Channel lead", "launch")
    goal = leading_target(brief)
    result = target(goal) if goal else "all KPIs against their targets"
    yield _Planned(last, f"Final report to {angles.client}: {result}", _MANAGER, "final_report")


def _answers(brief: Brief) -> str:
    count = len(brief.objections)
    return f"{count} answers" if count > 1 else "proof"


def _reviews(brief: Brief) -> Iterator[_Planned]:
    turn = _half_time(brief)
    for count, offset in enumerate(sorted({*_review_days(brief), turn}), start=1):
        name = "Half time" if offset == turn else f"Review {count}"
        what = expected(brief, (offset + 1) / _days(brief))
        kind: MilestoneKind = "half_time" if offset == turn else "review"
        yield _Planned(offset, f"{name}: {what or 'stop rules applied, budget moved'}", _STRATEGIST, kind)


def _review_days(brief: Brief) -> list[int]:
    return [7 * week - 1 for week in range(REVIEW_EVERY_WEEKS, brief.duration_weeks, REVIEW_EVERY_WEEKS)]


def _half_time(brief: Brief) -> int:
    """Give the review next to the middle of the campaign; the middle itself where no review is near."""
    half = (_days(brief) - 1) // 2
    nearest = min(_review_days(brief), key=lambda offset: abs(offset - half), default=half)
    return nearest if abs(nearest - half) <= _NEAR_DAYS else half


def _stop_offset(brief: Brief) -> int:
    return min(_half_time(brief), 7 * _LATEST_STOP_WEEK - 1)


def _from_brief(brief: Brief) -> Iterator[_Planned]:
    for named in named_days(brief, last_day(brief)):
        title = named.text if len(named.text) <= _TITLE_CHARACTERS else clause(named.text)
        yield _Planned((named.day - brief.start_date).days, title, angles_of(brief).client)


def _milestone(brief: Brief, planned: _Planned) -> Milestone:
    offset = min(planned.offset, _days(brief) - 1)
    due, week = _day_of(brief, offset), offset // 7 + 1
    return Milestone(due=due, title=planned.title, owner=planned.owner, week=week, kind=planned.kind)


def _day_of(brief: Brief, offset: int) -> date:
    return brief.start_date + timedelta(days=offset)


def _days(brief: Brief) -> int:
    return 7 * max(1, brief.duration_weeks)
