"""How the strategies of one brief are numbered: from 1, each naming what changed since the one before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from contracts.brief import Brief
from contracts.messages import BriefAccepted
from contracts.payload import RunId
from contracts.strategy import Strategy
from strategy.domain.changes import changes, consequences
from strategy.domain.channels import select_channels
from strategy.domain.strategist import draft


@dataclass(frozen=True, slots=True)
class Previous:
    """The strategy of a brief that the next one follows: its version and the brief it was made from."""

    version: int
    brief: Brief


def predecessors(stored: Mapping[UUID, Previous], batch: Iterable[BriefAccepted]) -> dict[RunId, Previous]:
    """Give for each run the strategy that its own follows; a run whose strategy is the first of its brief is left out.

    Runs of one brief in the same batch follow one another, so that they don't ask for the same version.
    """
    latest = dict(stored)
    followed: dict[RunId, Previous] = {}
    for accepted in batch:
        before = latest.get(accepted.brief_id)
        if before is not None:
            followed[accepted.run] = before
        latest[accepted.brief_id] = Previous(version_after(before), accepted.brief)
    return followed


def version_after(previous: Previous | None) -> int:
    """Give the next version."""
    return 1 if previous is None else previous.version + 1


def naming_changes(strategy: Strategy, brief: Brief, previous: Previous | None) -> Strategy:
    """Give the strategy with what changed in the brief since the previous one, and what follows from it."""
    if previous is None:
        return strategy
    named = changes(previous.brief, brief, previous.version)
    selection = select_channels(previous.brief)
    followed = consequences(draft(previous.brief, selection), strategy) if selection.chosen else ()
    return strategy.model_copy(update={"changes": (*named, *followed)})
