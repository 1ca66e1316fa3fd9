"""The strategy step: an accepted brief in, a numbered strategy out; refused where the brief leaves no channel."""

from collections.abc import Mapping, Sequence

from chassis.database import Transaction
from chassis.step import Done, Outcome, Received, Refused, Step, never
from contracts.brief import Brief
from contracts.messages import BriefAccepted, StrategyDrafted, StrategyFailed
from contracts.payload import Payload, RunId
from contracts.topics import events_of
from strategy import store
from strategy.domain.channels import Selection, select_channels
from strategy.domain.strategist import Document, draft, strategy_id
from strategy.domain.versions import Previous, naming_changes, predecessors, version_after

NO_CHANNEL = "The brief avoids every channel, so there is none left to plan a campaign on."


async def draft_strategy(received: Received) -> Outcome:
    """Draft the strategy of an accepted brief, as the next version where the brief has strategies already.

    `received.loaded` maps run ids to the `Previous` strategy that theirs follows, as `load_previous` gives them; None
    where it was not asked.
    """
    accepted: BriefAccepted = received.message
    selection = select_channels(accepted.brief)
    if not selection.chosen:
        return Refused(event=_no_channel(received.run, accepted.brief))
    loaded: Mapping[RunId, Previous] = received.loaded or {}
    document = _document(accepted, selection, loaded.get(received.run))
    return Done(event=_drafted(document), rows=store.rows(document))


async def load_previous(tx: Transaction, batch: Sequence[Received]) -> Mapping[RunId, Previous]:
    """Read with one query which strategy each run of the batch follows."""
    messages: list[BriefAccepted] = [received.message for received in batch]
    stored = await store.latest(tx, [accepted.brief_id for accepted in messages])
    return predecessors(stored, messages)


def may_follow(received: Received) -> bool:
    """Whether its brief may have a strategy: not one that came with this very run, unless version 1 is taken."""
    accepted: BriefAccepted = received.message
    return accepted.brief_id != received.run or received.attempts > 0


def refuse(run: RunId, reason: str) -> Payload:
    """Word a refusal that isn't of the strategist's making."""
    return StrategyFailed(workflow_run_id=run, reason=reason)


def step() -> Step:
    """Declare the step.

    Two replicas that draft for one brief at once ask for the same version, and so may the run that a brief came with
    and one before it; the unique key on brief and version lets one through, and the chassis runs the other again,
    which then finds the first as its previous version.
    """
    return Step(
        service="strategy",
        topic=events_of("onboarding"),
        starts_on=BriefAccepted,
        perform=draft_strategy,
        refuse=refuse,
        tables=store.TABLES,
        looks_first=never,
        load=load_previous,
        needs_load=may_follow,
    )


def _document(accepted: BriefAccepted, selection: Selection, previous: Previous | None) -> Document:
    strategy = draft(accepted.brief, selection)
    return Document(
        strategy_id=strategy_id(accepted.run),
        run=accepted.run,
        brief_id=accepted.brief_id,
        version=version_after(previous),
        brief=accepted.brief,
        strategy=naming_changes(strategy, accepted.brief, previous),
    )


def _drafted(document: Document) -> StrategyDrafted:
    return StrategyDrafted(
        workflow_run_id=document.run,
        brief_id=document.brief_id,
        brief=document.brief,
        strategy_id=document.strategy_id,
        version=document.version,
        strategy=document.strategy,
    )


def _no_channel(run: RunId, brief: Brief) -> StrategyFailed:
    evidence = {
        "field": "avoid_platforms",
        "avoid_platforms": [str(channel) for channel in brief.avoid_platforms],
        "focus_platforms": [str(channel) for channel in brief.focus_platforms],
        "fix": "Take one channel at least out of avoid_platforms and submit the brief again.",
    }
    return StrategyFailed(workflow_run_id=run, reason=NO_CHANNEL, evidence=evidence)
