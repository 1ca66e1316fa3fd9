"""What holds growth back, as the package, the objections and the objective of the brief show it."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.brief import Brief, PackageName
from strategy.domain.angles import angles_of, objective_of
from strategy.domain.objectives import Bottleneck
from strategy.domain.stances import STANCES, Stance
from strategy.domain.wording import words

STRONGEST = 2
"""Objections come strongest first; doubt among so many of them outweighs the objective."""

_DOUBT = words(
    "trust work works proof prove scam security secure safe safer risk risky real really reliable sceptical skeptical "
    "newspaper disappears disappear"
)
_OF_PACKAGE: Mapping[PackageName, Bottleneck] = MappingProxyType(
    {
        PackageName.BRAND_TURNAROUND: "trust",
        PackageName.RETENTION_CRM: "retention",
        PackageName.LAUNCH_GTM: "awareness",
        PackageName.PERFORMANCE_AUDIT: "conversion",
    }
)
"""A client who orders one of these has named the bottleneck by ordering it."""


def bottleneck_of(brief: Brief) -> Bottleneck:
    """Name what holds growth back: what the package says, else trust where doubt is strong, else what the aim meets."""
    named = _OF_PACKAGE.get(brief.package)
    if named is not None:
        return named
    return objective_of(brief).bottleneck if _first_doubt(brief) is None else "trust"


def bottleneck_reason(brief: Brief) -> str:
    """Say what the bottleneck is and how the brief shows it."""
    turn = (_first_doubt(brief) or 0) if bottleneck_of(brief) == "trust" else 0
    return f"the bottleneck is {bottleneck_of(brief)}: {angles_of(brief, turn).fill(stance_of(brief).because)}"


def stance_of(brief: Brief) -> Stance:
    """Give how this campaign behaves towards its bottleneck."""
    return STANCES[bottleneck_of(brief)]


def _first_doubt(brief: Brief) -> int | None:
    doubtful = (place for place, text in enumerate(brief.objections[:STRONGEST]) if words(text) & _DOUBT)
    return next(doubtful, None)
