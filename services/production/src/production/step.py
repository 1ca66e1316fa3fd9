"""The step of production: a strategy in, a draft with its files out; once more where quality control sends it back."""

from datetime import datetime
from functools import partial

from chassis.objects import Objects, run_prefix
from chassis.step import Done, Offload, Outcome, Received, Refused, Step, at_once
from contracts.brief import PackageName
from contracts.messages import DraftProduced, DraftRevisionRequested, ProductionFailed, StrategyDrafted
from contracts.payload import Payload, RunId
from contracts.topics import events_of
from production import store
from production.domain.drafting import objection
from production.domain.files import Production, produce
from production.domain.revision import revised

SERVICE = "production"

Start = StrategyDrafted | DraftRevisionRequested
"""What production writes a draft on."""


async def produce_draft(received: Received, *, objects: Objects, offload: Offload) -> Outcome:
    """Write draft and files of a strategy, or of what quality control sends back.

    The files are stored under the run's prefix before the outcome is given.
    """
    event: Start = received.message
    reason = objection(event)
    if reason:
        return Refused(_failed(event, reason))
    work = partial(_made, event, received.at)
    perform = offload if is_costly(event) else at_once
    production = await perform(work)
    await _store_files(objects, file_prefix(event), production)
    return Done(_produced(event, production), store.rows(_record(event, production)))


def is_costly(event: Start) -> bool:
    """Whether a draft takes longer to write than asking the ledger first whether it is needed, or leaves files."""
    return event.brief.package != PackageName.LIGHT


def revision_of(event: Start) -> int:
    """Which revision of its run's draft a message asks for."""
    return event.revision if isinstance(event, DraftRevisionRequested) else 1


def file_prefix(event: Start) -> str:
    """Where the files of a draft go: a later revision's into a folder of its own.

    A first draft that is written again meanwhile, on a replica that lost its partition, must not replace them.
    """
    prefix, revision = run_prefix(SERVICE, event.run), revision_of(event)
    return prefix if revision == 1 else f"{prefix}revision-{revision}/"


def refuse(run: RunId, reason: str) -> Payload:
    """Word a refusal of a strategy that was not read."""
    return ProductionFailed(workflow_run_id=run, reason=reason)


async def remove_files(run: RunId, *, objects: Objects) -> None:
    """Remove every file of the run; repeating it changes nothing."""
    await objects.delete_prefix(run_prefix(SERVICE, run))


def step(*, objects: Objects, offload: Offload) -> Step:
    """Declare the step; undoing it also removes the run's files."""
    return Step(
        service=SERVICE,
        topic=events_of("strategy"),
        starts_on=StrategyDrafted,
        perform=partial(produce_draft, objects=objects, offload=offload),
        refuse=refuse,
        tables=store.TABLES,
        undo=partial(remove_files, objects=objects),
        revised_on={DraftRevisionRequested: events_of("qc")},
        looks_first=is_costly,
        revision_of=revision_of,
    )


def _made(event: Start, at: datetime) -> Production:
    revision = revised(event) if isinstance(event, DraftRevisionRequested) else None
    return produce(event, at, file_prefix(event), revision)


async def _store_files(objects: Objects, prefix: str, production: Production) -> None:
    for file in production.files:
        await objects.put(f"{prefix}{file.name}", file.content)


def _record(event: Start, production: Production) -> store.DraftRecord:
    return store.DraftRecord(
        run=event.run,
        brief_id=event.brief_id,
        strategy_id=event.strategy_id,
        draft=production.draft,
        bundle=production.bundle,
    )


def _produced(event: Start, production: Production) -> DraftProduced:
    return DraftProduced(
        workflow_run_id=event.workflow_run_id,
        brief_id=event.brief_id,
        brief=event.brief,
        strategy_id=event.strategy_id,
        version=event.version,
        strategy=event.strategy,
        draft=production.draft,
        bundle=production.bundle,
    )


def _failed(event: Start, reason: str) -> ProductionFailed:
    evidence = {
        "package": event.brief.package.value,
        "languages": list(event.brief.languages),
        "channels": [plan.channel.value for plan in event.strategy.channels],
    }
    return ProductionFailed(workflow_run_id=event.workflow_run_id, reason=reason, evidence=evidence)
