"""What changed between two briefs, in words that a client reads."""

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.brief import Brief, Budget, KpiTarget
from strategy.domain.wording import budget_range, listed, target


def changes(before: Brief, after: Brief, version: int) -> tuple[str, ...]:
    """Name each field that differs from the brief that `version` was made from; says so where none does."""
    named = tuple(_named(before, after))
    return named or (f"The brief is the same as for version {version}.",)


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
        case _ if hasattr(value, "model_dump"):
            stated = [f"{name} {kept}" for name, kept in value.model_dump(mode="json").items() if kept]
            return listed(stated) or "not stated"
        case _:
            return str(value)


def _label(field: str) -> str:
    return field.replace("_", " ").capitalize()
