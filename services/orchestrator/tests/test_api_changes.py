"""Over HTTP people cancel and retry runs, and services ask which of theirs are settled.

Mutants: `except NotAllowed` removed -> …is_a_conflict_that_says_why; `new in before` in `Observer.retry` removed ->
the_same_retry_again_changes_nothing; `_same_retry` without its check -> the_id_of_another_run_is_no_retry;
`json_invalid` not told apart in `chassis.http` -> …_no_json_is_named_once.
"""

from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient
from orchestrator_api import hear, problem
from orchestrator_builders import (
    OTHER_RUN,
    RUN,
    all_done,
    all_undone,
    done,
    failed,
)
from orchestrator_shell import SetClock, sent, stored

from chassis.database import Database
from contracts.messages import BriefSubmitted
from contracts.topics import INTAKE
from orchestrator.domain.run import State
from orchestrator.observer import Observer

UNUSABLE: list[tuple[str, dict[str, Any], str]] = [
    (f"/v1/runs/{RUN}/cancel", {"reason": "x" * 501}, "reason"),
    (f"/v1/runs/{RUN}/cancel", {"reason": "a\0b"}, "reason"),
    (f"/v1/runs/{RUN}/retry", {"workflow_run_id": "again"}, "workflow_run_id"),
    ("/v1/reconciliations", {"service": "orchestrator", "workflow_run_ids": []}, "service"),
    ("/v1/reconciliations", {"service": "qc", "workflow_run_ids": [str(RUN)] * 1001}, "workflow_run_ids"),
    ("/v1/reconciliations", {}, "service"),
]


async def test_a_cancel_may_give_a_reason_of_500_characters(
    client: AsyncClient, observer: Observer, clock: SetClock
) -> None:
    await hear(observer, clock, done("onboarding"))
    answer = await client.post(f"/v1/runs/{RUN}/cancel", json={"reason": "x" * 500})
    assert answer.status_code == 202
    assert (await client.get(f"/v1/runs/{RUN}")).json()["failure"]["reason"] == "x" * 500


async def test_a_cancel_begins_to_undo_the_run(
    client: AsyncClient, observer: Observer, clock: SetClock, database: Database
) -> None:
    await hear(observer, clock, done("onboarding"))
    answer = await client.post(f"/v1/runs/{RUN}/cancel", json={"reason": "the client has left"})
    assert answer.status_code == 202
    assert answer.json() == {"workflow_run_id": str(RUN), "status": "COMPENSATING"}
    shown = (await client.get(f"/v1/runs/{RUN}")).json()
    assert (shown["failure"]["kind"], shown["failure"]["reason"]) == ("cancelled", "the client has left")
    assert "cancel requested" in [entry["event"] for entry in shown["timeline"]]
    assert (await client.post(f"/v1/runs/{RUN}/cancel")).status_code == 202
    assert [payload.type for _, payload in await sent(database, clock)].count("aicmo.step.compensate.v1") == 1


@pytest.mark.parametrize("ending", ["COMPLETED", "COMPENSATED"])
async def test_cancelling_a_run_that_has_ended_is_a_conflict_that_says_why(
    client: AsyncClient, observer: Observer, clock: SetClock, ending: str
) -> None:
    await hear(observer, clock, *(all_done() if ending == "COMPLETED" else [failed("onboarding"), *all_undone()]))
    assert ending in problem(await client.post(f"/v1/runs/{RUN}/cancel"), 409)["detail"]


async def test_an_unknown_run_is_not_found(client: AsyncClient) -> None:
    for method, path in (("GET", ""), ("POST", "/cancel"), ("POST", "/retry")):
        answer = await client.request(method, f"/v1/runs/{RUN}{path}")
        assert str(RUN) in problem(answer, 404)["detail"]


async def a_failed_run(observer: Observer, clock: SetClock) -> None:
    await hear(observer, clock, done("onboarding"), failed("strategy"), *all_undone())


async def test_a_retry_submits_the_brief_again_as_a_run_of_its_own(
    client: AsyncClient, observer: Observer, clock: SetClock, database: Database
) -> None:
    await a_failed_run(observer, clock)
    answer = await client.post(f"/v1/runs/{RUN}/retry")
    new = answer.json()["workflow_run_id"]
    assert answer.status_code == 202
    assert answer.json() == {"workflow_run_id": new, "status": "RUNNING", "retry_of": str(RUN)}
    topic, submitted = (await sent(database, clock))[-1]
    assert isinstance(submitted, BriefSubmitted)
    assert (topic, str(submitted.workflow_run_id), submitted.retry_of) == (INTAKE, new, RUN)
    assert submitted.brief["client_name"] == "Morning Roast Club"
    assert (await client.get(f"/v1/runs/{RUN}")).json()["retried_as"] == [new]
    assert (await client.get(f"/v1/runs/{new}")).json()["retry_of"] == str(RUN)
    assert (await stored(database, RUN)).state is State.COMPENSATED


async def test_the_same_retry_again_changes_nothing(
    client: AsyncClient, observer: Observer, clock: SetClock, database: Database
) -> None:
    await a_failed_run(observer, clock)
    wanted = {"workflow_run_id": str(OTHER_RUN)}
    first = await client.post(f"/v1/runs/{RUN}/retry", json=wanted)
    letters = await sent(database, clock)
    again = await client.post(f"/v1/runs/{RUN}/retry", json=wanted)
    assert (again.status_code, again.json()) == (202, first.json())
    assert await sent(database, clock) == letters


async def test_the_id_of_another_run_is_no_retry(client: AsyncClient, observer: Observer, clock: SetClock) -> None:
    await a_failed_run(observer, clock)
    await hear(observer, clock, done("onboarding", OTHER_RUN))
    for taken in (OTHER_RUN, RUN):
        answer = await client.post(f"/v1/runs/{RUN}/retry", json={"workflow_run_id": str(taken)})
        assert str(taken) in problem(answer, 409)["detail"]


async def test_a_run_that_has_not_failed_can_not_be_retried(
    client: AsyncClient, observer: Observer, clock: SetClock
) -> None:
    await hear(observer, clock, done("onboarding"))
    assert "RUNNING" in problem(await client.post(f"/v1/runs/{RUN}/retry"), 409)["detail"]


async def test_a_run_whose_brief_was_never_accepted_asks_for_a_corrected_brief(
    client: AsyncClient, observer: Observer, clock: SetClock
) -> None:
    await hear(observer, clock, failed("onboarding"), *all_undone())
    assert "corrected brief" in problem(await client.post(f"/v1/runs/{RUN}/retry"), 409)["detail"]


async def test_a_service_learns_which_of_its_runs_are_settled(
    client: AsyncClient, observer: Observer, clock: SetClock
) -> None:
    await hear(observer, clock, *all_done(), done("onboarding", OTHER_RUN))
    asked = {"service": "qc", "workflow_run_ids": [str(RUN), str(OTHER_RUN), str(uuid4())]}
    answer = await client.post("/v1/reconciliations", json=asked)
    assert (answer.status_code, answer.json()) == (200, {"settled": [str(RUN)]})


async def test_a_body_that_can_not_be_used_is_named(client: AsyncClient, observer: Observer, clock: SetClock) -> None:
    await hear(observer, clock, done("onboarding"))
    for path, body, field in UNUSABLE:
        problems = problem(await client.post(path, json=body), 422)["problems"]
        assert field in [each["field"] for each in problems], path


async def test_a_body_that_is_no_json_is_named_once(client: AsyncClient, observer: Observer, clock: SetClock) -> None:
    await hear(observer, clock, done("onboarding"))
    for path in (f"/v1/runs/{RUN}/cancel", f"/v1/runs/{RUN}/retry", "/v1/reconciliations"):
        answer = await client.post(path, content=b"stop it", headers={"content-type": "application/json"})
        assert [each["field"] for each in problem(answer, 422)["problems"]] == ["body"], path
    assert (await client.get(f"/v1/runs/{RUN}")).json()["status"] == "RUNNING"
