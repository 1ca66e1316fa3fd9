"""The timeline: what is ready on which day and who sees to it, all within the weeks that the brief gives."""

from dataclasses import dataclass
from datetime import date, timedelta

from contracts.brief import Brief
from contracts.strategy import ChannelPlan, Milestone
from strategy.domain.angles import angles_of
from strategy.domain.catalogue import CATALOGUE
from strategy.domain.wording import listed

REVIEW_EVERY_WEEKS = 4
_LATEST_STOP_WEEK = 2 * REVIEW_EVERY_WEEKS


@dataclass(frozen=True, slots=True)
class _Planned:
    """A milestone at a fraction of the campaign, 0 its first day and 1 its last."""

    share: float
    title: str
    owner: str


def last_day(brief: Brief) -> date:
    """Give the campaign's last day."""
    return brief.start_date + timedelta(days=_days(brief) - 1)


def stop_week(brief: Brief) -> int:
    """Give the week whose review applies the stop rules first: half time, in a long campaign the second review."""
    return max(1, min(brief.duration_weeks // 2, _LATEST_STOP_WEEK))


def timeline(brief: Brief, channels: tuple[ChannelPlan, ...]) -> tuple[Milestone, ...]:
    """List the milestones in order of their day."""
    planned = sorted((*_fixed(brief, channels), *_reviews(brief)), key=lambda one: one.share)
    return tuple(_milestone(brief, one) for one in planned)


def _fixed(brief: Brief, channels: tuple[ChannelPlan, ...]) -> tuple[_Planned, ...]:
    client, first = angles_of(brief).client, CATALOGUE[channels[0].channel].name
    names = listed([CATALOGUE[plan.channel].name for plan in channels])
    return (
        _Planned(0, f"Kick-off with {client}; baselines of all KPIs written down", "Account manager"),
        _Planned(0.05, "Promise, rebuttals and guardrails approved", client),
        _Planned(0.09, f"First content for {first} ready, tracking tested", "Content lead"),
        _Planned(0.12, f"Launch on {names}", "Channel lead"),
        _Planned(0.5, "Half time: budget moved by the decision rules", "Strategist"),
        _Planned(1, "Final report against the definition of success", "Account manager"),
    )


def _reviews(brief: Brief) -> tuple[_Planned, ...]:
    weeks = range(REVIEW_EVERY_WEEKS, brief.duration_weeks, REVIEW_EVERY_WEEKS)
    return tuple(
        _Planned(week / brief.duration_weeks, f"Review {count}: stop rules applied, next content planned", "Strategist")
        for count, week in enumerate(weeks, start=1)
    )


def _milestone(brief: Brief, planned: _Planned) -> Milestone:
    offset = int(planned.share * (_days(brief) - 1))
    due = brief.start_date + timedelta(days=offset)
    return Milestone(due=due, title=planned.title, owner=planned.owner, week=offset // 7 + 1)


def _days(brief: Brief) -> int:
    return 7 * max(1, brief.duration_weeks)
