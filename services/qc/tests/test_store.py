"""Quality control's tables keep every field, the latest report of a draft wins, and its issues go with it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from qc_builders import AT, a_check, a_report, a_run
from sqlalchemy import delete, select

from chassis.database import Database
from chassis.rows import delete_runs
from contracts.report import QcReport, Result, Severity
from qc import store

LATER = AT + timedelta(hours=1)


async def issue_ids(database: Database, report: QcReport) -> list[str]:
    async with database.transaction() as tx:
        return [check.check_id for check in await store.issues(tx, report.draft_id)]


async def test_save_and_find_keep_every_field_and_letter(database: Database) -> None:
    run, report = (
        a_run(),
        a_report(
            a_check(), a_check(section=None, result=Result.WARN, severity=Severity.MAJOR, evidence="{\"a\": [1, 'é']}")
        ),
    )
    async with database.transaction() as tx:
        await store.save(tx, run, report, AT)
        assert await store.find(tx, run) == store.StoredReport(run, report, AT, AT)
        assert await store.issues(tx, report.draft_id) == report.checks


async def test_an_unknown_run_is_none_and_an_unknown_draft_has_no_issues(database: Database) -> None:
    async with database.transaction() as tx:
        assert await store.find(tx, a_run()) is None
        assert await store.issues(tx, uuid4()) == ()


async def test_the_latest_report_of_a_draft_wins_and_its_issues_replace_the_earlier(database: Database) -> None:
    run, first, latest = (
        a_run(),
        a_report(a_check(check_id="a"), a_check(check_id="b")),
        a_report(a_check(check_id="c"), score=88, revision=2),
    )
    async with database.transaction() as tx:
        await store.save(tx, run, first, AT)
        await store.save(tx, run, latest, LATER)
        assert await store.find(tx, run) == store.StoredReport(run, latest, AT, LATER)
    assert await issue_ids(database, latest) == ["c"]


async def test_a_report_without_objections_leaves_no_issue(database: Database) -> None:
    run, clean = a_run(), a_report(a_check(result=Result.PASS))
    async with database.transaction() as tx:
        await store.save(tx, run, a_report(), AT)
        await store.save(tx, run, clean, LATER)
    assert await issue_ids(database, clean) == []


async def test_issues_keep_the_reports_order(database: Database) -> None:
    report = a_report(*(a_check(check_id=f"rule-{number}") for number in range(12)))
    async with database.transaction() as tx:
        await store.save(tx, a_run(), report, AT)
    assert await issue_ids(database, report) == [f"rule-{number}" for number in range(12)]


async def test_a_deleted_result_takes_its_issues_with_it(database: Database) -> None:
    report = a_report()
    async with database.transaction() as tx:
        await store.save(tx, a_run(), report, AT)
        await tx.execute(delete(store.QC_RESULT).where(store.QC_RESULT.c.draft_id == report.draft_id))
        assert await store.issues(tx, report.draft_id) == ()


async def test_undoing_a_run_leaves_another_runs_rows(database: Database) -> None:
    undone, kept = a_run(), a_run()
    mine, other = a_report(), a_report(draft_id=uuid4())
    async with database.transaction() as tx:
        await store.save(tx, undone, mine, AT)
        await store.save(tx, kept, other, AT)
        removed = await delete_runs(tx, store.TABLES, [undone])
        assert removed == {undone: {"qc_result": 1, "qc_issue": 1}}
        assert await delete_runs(tx, store.TABLES, [undone]) == {undone: {}}
        assert await store.find(tx, undone) is None and await store.find(tx, kept) is not None
    assert await issue_ids(database, mine) == [] and await issue_ids(database, other) == ["cliches"]


async def test_reading_does_not_touch_updated_at(database: Database) -> None:
    run = a_run()
    async with database.transaction() as tx:
        await store.save(tx, run, a_report(), AT)
    for _ in range(2):
        async with database.transaction() as tx:
            found = await store.find(tx, run)
            assert found is not None and found.updated_at == AT


async def test_a_rollback_leaves_nothing(database: Database) -> None:
    run, report = a_run(), a_report()
    with pytest.raises(LookupError):  # noqa: PT012 - the failure comes after the write
        async with database.transaction() as tx:
            await store.save(tx, run, report, AT)
            raise LookupError
    async with database.transaction() as tx:
        assert await store.find(tx, run) is None
        assert not await tx.execute(select(store.QC_ISSUE))
