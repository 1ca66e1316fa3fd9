"""Over HTTP one sees a run's report, what it objects to, and the rules."""

import httpx
import pytest
from fastapi import FastAPI
from qc_builders import AT, a_report, a_run

from chassis.database import Database
from chassis.problems import ProblemDetail
from qc import store
from qc.api import routes
from qc.domain.rules import RULES


def client(database: Database) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(routes(database))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://qc")


async def test_the_report_of_a_run_is_shown_with_its_checks(database: Database) -> None:
    run, report = a_run(), a_report()
    async with database.transaction() as tx:
        await store.save(tx, run, report, AT)
    shown = (await client(database).get(f"/v1/qc-reports/{run}")).json()
    assert shown["workflow_run_id"] == str(run)
    assert shown["checks"] == report.model_dump(mode="json")["checks"]


async def test_the_issues_of_a_run_leave_out_what_passed(database: Database) -> None:
    run, report = a_run(), a_report()
    async with database.transaction() as tx:
        await store.save(tx, run, report, AT)
    shown = (await client(database).get(f"/v1/qc-reports/{run}/issues")).json()
    assert [issue["check_id"] for issue in shown["issues"]] == ["cliches"]


@pytest.mark.parametrize("path", ["", "/issues"])
async def test_an_unknown_run_is_not_found(database: Database, path: str) -> None:
    with pytest.raises(ProblemDetail) as raised:
        await client(database).get(f"/v1/qc-reports/{a_run()}{path}")
    assert raised.value.status == 404


async def test_the_rules_are_listed_with_weight_and_fix(database: Database) -> None:
    shown = (await client(database).get("/v1/qc-rules")).json()
    assert [rule["check_id"] for rule in shown] == [rule.id for rule in RULES]
    assert all(rule["title"] and rule["fix"] for rule in shown)
