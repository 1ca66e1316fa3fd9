"""Planning the chosen channels: what each is for, what it costs, what it does for this brief, and when it stops."""

from collections.abc import Iterator

from contracts.brief import Brief, Channel, RiskTolerance
from contracts.strategy import ChannelPlan
from strategy.domain.angles import angles_of
from strategy.domain.budget import apportion, shares
from strategy.domain.catalogue import CATALOGUE
from strategy.domain.channels import Choice, Selection
from strategy.domain.economics import cost_cap, planned_cost, rounded
from strategy.domain.targets import headline, measured_on
from strategy.domain.timeline import stop_day, stop_week
from strategy.domain.wording import counted, day, money, number, phrase, uncapped, words

_COST_TOLERANCE = 1.5
_MOVES = 2
_COMPETITORS = words("competitor competitors rival rivals dealers brands")


def plan_channels(brief: Brief, selection: Selection) -> tuple[ChannelPlan, ...]:
    """Plan every chosen channel; shares sum to 100 percent and amounts to the brief's maximum budget."""
    portions = shares([_weight(choice) for choice in selection.chosen])
    amounts = apportion(brief.budget.maximum, portions) if brief.budget else (None,) * len(portions)
    return tuple(
        _plan(brief, choice, turn).model_copy(
            update={"budget_share_percent": share, "budget_amount": amount, "kpi": _kpi(brief, choice, share)}
        )
        for turn, (choice, share, amount) in enumerate(zip(selection.chosen, portions, amounts, strict=True))
    )


def whole_budget_on(brief: Brief, choice: Choice) -> ChannelPlan:
    """Plan the one channel of a light package: no more than a plan must hold."""
    profile = CATALOGUE[choice.channel]
    return ChannelPlan(
        channel=choice.channel,
        role=choice.role,
        reason=choice.reasons[0],
        content_types=profile.content,
        kpi=profile.kpi,
        kill_criteria=f"Stop if {profile.stop} (assumed).",
        budget_share_percent=100,
        budget_amount=brief.budget.maximum if brief.budget else None,
    )


def _weight(choice: Choice) -> int:
    return CATALOGUE[choice.channel].cost * (2 if choice.role == "primary" else 1)


def _plan(brief: Brief, choice: Choice, turn: int) -> ChannelPlan:
    """Plan one channel but for its money; each takes another pain, objection and proof of the brief, by `turn`."""
    profile, angles = CATALOGUE[choice.channel], angles_of(brief, turn)
    return ChannelPlan(
        channel=choice.channel,
        role=choice.role,
        reason=" ".join(
            (*choice.reasons, *_measured(brief, choice), angles.fill(profile.strength), *_places(brief, choice))
        ),
        content_types=profile.content,
        kill_criteria=_kill_criteria(brief, profile.stop),
        budget_share_percent=0,
        tactics=tuple(angles.fill(tactic) for tactic in _moves(brief, profile.tactics)),
    )


def _moves(brief: Brief, tactics: tuple[str, ...]) -> tuple[str, ...]:
    """Choose two moves; where competitors may not be named, none that needs their names."""
    discreet = brief.risk_tolerance is RiskTolerance.LOW or _names_competitors_in(brief.must_avoid)
    allowed = tuple(tactic for tactic in tactics if not (discreet and "{rivals}" in tactic))
    return allowed[:_MOVES]


def _names_competitors_in(rules: tuple[str, ...]) -> bool:
    return any(words(rule) & _COMPETITORS for rule in rules)


def _measured(brief: Brief, choice: Choice) -> Iterator[str]:
    for wanted in brief.kpi_targets:
        if measured_on(choice.channel, wanted.metric):
            start = "" if wanted.baseline is None else f"from {number(wanted.baseline)} "
            yield f"The brief measures it: {phrase(wanted.metric)} {start}to {number(wanted.target)}."


def _places(brief: Brief, choice: Choice) -> Iterator[str]:
    if choice.channel is Channel.META_ADS and len(brief.meta_places) == 1:
        yield f"They are shown on {CATALOGUE[brief.meta_places[0]].name} alone, as the brief asks."


def _kpi(brief: Brief, choice: Choice, share: int) -> str:
    watched, wanted = CATALOGUE[choice.channel].kpi, headline(brief)
    if wanted is None:
        return watched
    part = max(1, round(wanted.target * share / 100))
    return f"{watched}; its share of the goal is {number(part)} of {counted(wanted.target, wanted.noun)}"


def _kill_criteria(brief: Brief, stop: str) -> str:
    when = f"{day(stop_day(brief))} (week {stop_week(brief)})"
    return f"Stop on {when} if {stop} (assumed){_cost_limit(brief)}."


def _cost_limit(brief: Brief) -> str:
    cap, wanted, planned = cost_cap(brief), headline(brief), planned_cost(brief)
    if cap is not None:
        limit, own = money(rounded(cap.amount * _COST_TOLERANCE), brief), money(cap.amount, brief)
        return f", or if its {uncapped(cap.metric)} passes {limit}, {_COST_TOLERANCE} times the brief's {own}"
    if wanted is None or planned is None:
        return ""
    limit, own = money(rounded(planned * _COST_TOLERANCE), brief), money(rounded(planned), brief)
    return f", or if a result ({wanted.noun}) costs over {limit} ({_COST_TOLERANCE} times the planned {own})"
