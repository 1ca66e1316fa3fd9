"""What quality control shows over HTTP: the report of a run, what it objects to, and the rules it judges by."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter

from chassis.database import Database
from chassis.problems import not_found
from contracts.payload import RunId, Value
from contracts.report import Check, QcReport, Severity
from qc import store
from qc.domain.rule import Rule
from qc.domain.rules import RULES


class ShownReport(QcReport):
    """The report of one run."""

    workflow_run_id: UUID
    created_at: datetime
    updated_at: datetime


class ShownIssues(Value):
    """The checks of one run that did not pass, in the report's order."""

    workflow_run_id: UUID
    draft_id: UUID
    passed: bool
    issues: tuple[Check, ...]


class ShownRule(Value):
    """A rule: what holds when it passes, what its failure weighs, how to mend what it finds.

    `fixable`: whether production can mend it by writing the draft again.
    """

    check_id: str
    severity: Severity
    title: str
    fix: str
    fixable: bool
    for_light: bool


def routes(database: Database) -> APIRouter:
    """Give the routes that read this database."""
    router = APIRouter(prefix="/v1", tags=["quality control"])

    @router.get("/qc-reports/{workflow_run_id}", summary="The report of a run")
    async def report_of(workflow_run_id: UUID) -> ShownReport:
        async with database.transaction() as tx:
            stored = await store.find(tx, RunId(workflow_run_id))
        if stored is None:
            raise not_found("QC report", workflow_run_id)
        return _shown(stored)

    @router.get("/qc-reports/{workflow_run_id}/issues", summary="What the report of a run objects to")
    async def issues_of(workflow_run_id: UUID) -> ShownIssues:
        async with database.transaction() as tx:
            stored = await store.find(tx, RunId(workflow_run_id))
            if stored is None:
                raise not_found("QC report", workflow_run_id)
            issues = await store.issues(tx, stored.report.draft_id)
        report = stored.report
        return ShownIssues(
            workflow_run_id=workflow_run_id, draft_id=report.draft_id, passed=report.passed, issues=issues
        )

    @router.get("/qc-rules", summary="The rules that drafts are judged by")
    async def rules() -> tuple[ShownRule, ...]:
        return tuple(map(_shown_rule, RULES))

    return router


def _shown_rule(rule: Rule) -> ShownRule:
    return ShownRule(
        check_id=rule.id,
        severity=rule.severity,
        title=rule.title,
        fix=rule.fix,
        fixable=rule.fixable,
        for_light=rule.for_light,
    )


def _shown(stored: store.StoredReport) -> ShownReport:
    fields = stored.report.model_dump()
    return ShownReport(**fields, workflow_run_id=stored.run, created_at=stored.created_at, updated_at=stored.updated_at)
