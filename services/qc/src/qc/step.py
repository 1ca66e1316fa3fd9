"""The step of quality control: a produced draft in, a verdict with its report out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from chassis.step import Done, Offload, Outcome, Received, Refused, Step, at_once
from contracts.brief import PackageName
from contracts.messages import DraftProduced, DraftRevisionRequested, QcFailed, QcPassed
from contracts.payload import RunId
from contracts.report import QcReport
from contracts.topics import events_of
from qc import store
from qc.domain.review import PASS_MARK, REVISIONS, is_fixable, review, verdict_of


@dataclass(frozen=True, slots=True)
class PassMarks:
    """The least score, 0 to 1, that passes: the default, and those of single packages.

    `revisions` is how often a draft that could be mended is sent back before its run fails.
    """

    default: float = PASS_MARK
    by_package: Mapping[PackageName, float] = field(default_factory=dict)
    revisions: int = REVISIONS

    def of(self, package: PackageName) -> float:
        """The mark that drafts of this package are held to."""
        return self.by_package.get(package, self.default)


async def review_draft(received: Received, *, pass_marks: PassMarks, offload: Offload) -> Outcome:
    """Judge a produced draft: pass it on with its report, send it back, or refuse it with the report as evidence."""
    event: DraftProduced = received.message
    judge = partial(review, event, pass_mark=pass_marks.of(event.brief.package))
    perform = offload if is_costly(event) else at_once
    report = await perform(judge)
    stored = store.rows(received.run, report)
    if report.passed:
        return Done(_passed(event, report), stored)
    if event.draft.revision <= pass_marks.revisions and is_fixable(report):
        return Done(_sent_back(event, report), stored)
    return Refused(_failed(event, report), stored)


def is_costly(event: DraftProduced) -> bool:
    """Whether reading a draft takes longer than asking the ledger first whether it is needed."""
    return event.brief.package != PackageName.LIGHT


def revision_of(event: DraftProduced) -> int:
    """Which revision of its run a draft is."""
    return event.draft.revision


def refuse(run: RunId, reason: str) -> QcFailed:
    """Word a refusal of a draft that was not read."""
    return QcFailed(workflow_run_id=run, reason=reason)


def step(*, pass_marks: PassMarks = PassMarks(), offload: Offload = at_once) -> Step:
    """Declare the step. `offload` takes reading a full draft, 20 to 100 ms of pure Python, off the event loop."""
    return Step(
        service="qc",
        topic=events_of("production"),
        starts_on=DraftProduced,
        perform=partial(review_draft, pass_marks=pass_marks, offload=offload),
        refuse=refuse,
        tables=store.TABLES,
        looks_first=is_costly,
        revision_of=revision_of,
    )


def _passed(event: DraftProduced, report: QcReport) -> QcPassed:
    return QcPassed(
        workflow_run_id=event.workflow_run_id,
        brief_id=event.brief_id,
        brief=event.brief,
        strategy_id=event.strategy_id,
        version=event.version,
        strategy=event.strategy,
        draft=event.draft,
        bundle=event.bundle,
        report=report,
    )


def _sent_back(event: DraftProduced, report: QcReport) -> DraftRevisionRequested:
    return DraftRevisionRequested(
        workflow_run_id=event.workflow_run_id,
        revision=event.draft.revision + 1,
        brief_id=event.brief_id,
        brief=event.brief,
        strategy_id=event.strategy_id,
        version=event.version,
        strategy=event.strategy,
        draft=event.draft,
        report=report,
    )


def _failed(event: DraftProduced, report: QcReport) -> QcFailed:
    evidence = {"report": report.model_dump(mode="json")}
    return QcFailed(workflow_run_id=event.workflow_run_id, reason=verdict_of(report), evidence=evidence, report=report)
