"""Readers of the numbers a client wants to reach, as an object or as people write them ("ROAS from 1.8 to 3.5")."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from contracts.brief import KpiTarget
from onboarding.domain import limits
from onboarding.domain.field_names import with_canonical_names
from onboarding.domain.money import number
from onboarding.domain.readers import is_blank, read_parts, text
from onboarding.domain.unreadable import Unreadable, kind, problem, unreadable

_NAME = text(limits.NAME_CHARACTERS)
_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "name": "metric",
        "kpi_targets": "metric",
        "objective": "target",
        "value": "target",
        "from": "baseline",
        "current": "baseline",
    }
)
"""As `with_canonical_names` leaves them: `goal` has become `objective`, and `kpi` has become `kpi_targets`."""

_SUFFIX = re.compile(r"(?P<number>.*\d)\s*(?P<unit>%|percent|x)", re.IGNORECASE)
_NUMBER = r"\d[\d,.]*"
_FROM_TO = re.compile(
    rf"(?P<metric>.+?):?\s+from\s+(?P<baseline>{_NUMBER})\s*(?:%|x)?\s+to\s+(?P<target>{_NUMBER})\s*(?P<unit>\D.*)?"
)
_COLON = re.compile(rf"(?P<metric>[^:]+):\s*(?P<target>{_NUMBER})\s*(?P<unit>\D.*)?")
_COUNTED = re.compile(rf"(?P<target>{_NUMBER})\s+(?P<metric>\D.*)")


def kpi_target(field: str, value: Any) -> KpiTarget:
    """Read a number to reach: metric, target, unit, baseline; a text says at least what and how many."""
    parts = _spoken(field, value) if isinstance(value, str) else _named(field, value)
    missing = [problem(f"{field}.{name}", "is required", None) for name in ("metric", "target") if _lacks(parts, name)]
    if missing:
        raise Unreadable(*missing)
    units = {name: _unit_of(parts.get(name)) for name in ("target", "baseline")}
    bare = {name: _bare(parts[name]) for name in units if name in parts}
    readers = {"metric": _NAME, "target": number, "unit": _NAME, "baseline": number}
    found = read_parts(readers, field, {**parts, **bare})
    return KpiTarget(**{"unit": units["target"] or units["baseline"], **found})


def _named(field: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise unreadable(field, f"must be an object, not {kind(value)}", value)
    renamed = with_canonical_names(value)
    return {**{ours: renamed[other] for other, ours in _OTHER_NAMES.items() if other in renamed}, **renamed}


def _spoken(field: str, value: str) -> dict[str, Any]:
    written = text(limits.ITEM_CHARACTERS)(field, value)
    for pattern in (_FROM_TO, _COLON, _COUNTED):
        found = pattern.fullmatch(written)
        if found:
            return {name: part for name, part in found.groupdict().items() if part}
    raise unreadable(field, 'is no number to reach: write "ROAS from 1.8 to 3.5" or "New members: 200"', written)


def _lacks(parts: Mapping[str, Any], name: str) -> bool:
    return is_blank(parts.get(name))


def _unit_of(value: Any) -> str:
    found = _SUFFIX.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return ""
    return "x" if found["unit"].lower() == "x" else "%"


def _bare(value: Any) -> Any:
    found = _SUFFIX.fullmatch(value.strip()) if isinstance(value, str) else None
    return value if found is None else found["number"]
