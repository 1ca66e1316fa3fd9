"""What changed between two briefs, in words that a client reads."""

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.brief import Attachment, Brief, Budget, KpiTarget
from contracts.strategy import ChannelPlan, Strategy
from strategy.domain.catalogue import CATALOGUE
from strategy.domain.wording import budget_range, day, listed, number, target


def changes(before: Brief, after: Brief, version: int) -> tuple[str, ...]:
    """Name each field that differs from the brief that `version` was made from; says so where none does."""
    named = tuple(_named(before, after))
    return named or (f"The brief is the same as for version {version}.",)


def consequences(before: Strategy, after: Strategy) -> tuple[str, ...]:
    """Name what follows in the strategy: its bottleneck, promise and end, and the channels and their money."""
    return tuple(f"Follows from it: {text}." for text in _followed(before, after))


def _followed(before: Strategy, after: Strategy) -> Iterator[str]:
    if before.business.bottleneck != after.business.bottleneck:
        yield f"the bottleneck is {after.business.bottleneck}, no longer {before.business.bottleneck}"
    if before.value.core_promise != after.value.core_promise:
        yield f"the promise is “{after.value.core_promise}”"
    if before.timeline[-1:] and after.timeline[-1:] and before.timeline[-1].due != after.timeline[-1].due:
        yield f"the campaign ends on {day(after.timeline[-1].due)}, not on {day(before.timeline[-1].due)}"
    yield from _channel_changes(before, after)


def _channel_changes(before: Strategy, after: Strategy) -> Iterator[str]:
    old, new = ({plan.channel: plan for plan in one.channels} for one in (before, after))
    for channel, plan in new.items():
        name = CATALOGUE[channel].name
        if channel not in old:
            yield f"{name} is added with {_money_of(plan)}"
        elif _money_of(old[channel]) != _money_of(plan):
            yield f"{name} gets {_money_of(plan)} instead of {_money_of(old[channel])}"
    yield from (f"{CATALOGUE[channel].name} is dropped" for channel in old if channel not in new)


def _money_of(plan: ChannelPlan) -> str:
    amount = "" if plan.budget_amount is None else f" ({number(plan.budget_amount)})"
    return f"{plan.budget_share_percent} %{amount}"


def _named(before: Brief, after: Brief) -> Iterator[str]:
    for field in Brief.model_fields:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield f"{_label(field)}: {_difference(old, new)}"


def _difference(old: Any, new: Any) -> str:
    if isinstance(old, tuple) and isinstance(new, tuple):
        return _listed_difference([_written(one) for one in old], [_written(one) for one in new])
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return _listed_difference(_entries(old), _entries(new))
    return f"{_written(old)} → {_written(new)}"


def _listed_difference(old: list[str], new: list[str]) -> str:
    added = [f"“{text}”" for text in new if text not in old]
    removed = [f"“{text}”" for text in old if text not in new]
    parts = [f"added {listed(added)}"] if added else []
    parts += [f"removed {listed(removed)}"] if removed else []
    return "; ".join(parts) or "in another order"


def _entries(mapping: Mapping[Any, Any]) -> list[str]:
    return [f"{name}: {_written(value)}" for name, value in mapping.items()]


def _written(value: Any) -> str:
    match value:
        case None:
            return "not stated"
        case Budget():
            return budget_range(value)
        case KpiTarget():
            return target(value)
        case Attachment():
            return f"{value.name} ({value.url})"
        case Mapping():
            return listed([f"{name} {_written(part)}" for name, part in value.items()]).replace("_", " ")
        case list() | tuple():
            return listed([_written(part) for part in value])
        case _ if hasattr(value, "model_dump"):
            stated = [f"{name} {_written(kept)}" for name, kept in value.model_dump(mode="json").items() if kept]
            return listed(stated) or "not stated"
        case _:
            return str(value)


def _label(field: str) -> str:
    return field.replace("_", " ").capitalize().replace("Kpi", "KPI")
