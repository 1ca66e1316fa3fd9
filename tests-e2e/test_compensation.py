"""Compensation in the real databases: nothing of a failed run is left in any of them, and everything of the others.

Mutants: `rows.delete_runs` without the children, or `Compensation._undo` without its undoing -> the QC failure; or
without its condition -> the run beside one that fails; another undoing order -> a refusal at any step;
`irrevocable` ignored -> the delivered package; no answer where nothing is removed -> repeated by hand; the ledger's
look-up and its claim both letting known runs pass -> the late forward event (either alone is enough to refuse it);
`failure_of` without the report -> the report of a failed QC.
"""

import asyncio
from uuid import UUID

import pytest
from e2e_briefs import (
    brief_that_strategy_refuses,
    full_brief,
    light_brief,
    run_refused_by,
)
from e2e_line import Line
from e2e_polling import eventually
from e2e_stories import files_of, nothing_is_left, paused, refused_by_delivery, refused_by_qc, undone_in_order
from e2e_tables import LIGHT, NOTHING

from contracts.messages import StepCompensate
from contracts.topics import STEP_SERVICES, WORKFLOW_EVENTS, commands_of, events_of


async def test_after_a_qc_failure_nothing_is_left_in_nine_tables_and_the_order_was_kept(line: Line) -> None:
    run, _ = await refused_by_qc(line)
    await nothing_is_left(line, [run])
    await undone_in_order(line, run)
    removed = await _removed(line, run)
    assert removed["production"]["content_draft"] == 1
    assert removed["production"]["bundle_asset"] >= 5
    assert removed["qc"]["qc_result"] == 1
    assert removed["qc"]["qc_issue"] >= 1
    assert removed["strategy"] == {"strategy_document": 1}
    assert removed["onboarding"] == {"onboarding_forms": 1}


async def test_after_a_delivery_failure_nothing_is_left_in_nine_tables_and_the_order_was_kept(line: Line) -> None:
    run, shown = await refused_by_delivery(line)
    await nothing_is_left(line, [run])
    await undone_in_order(line, run)
    assert shown["failure"]["service"] == "delivery"
    assert shown["failure"]["evidence"]["problems"]
    assert (await _removed(line, run))["qc"]["qc_result"] == 1
    assert (await line.get("delivery", f"/v1/packages/{run}")).status_code == 404


async def test_after_a_real_strategy_failure_the_brief_is_gone_and_the_reason_is_kept(line: Line) -> None:
    run = await line.submit(brief_that_strategy_refuses())
    shown = await line.reaches(run, "COMPENSATED")
    await nothing_is_left(line, [run])
    assert (shown["failure"]["service"], shown["failure"]["kind"]) == ("strategy", "refused")
    assert "avoids every channel" in shown["failure"]["reason"]


async def test_the_report_of_a_failed_qc_outlives_its_rows(line: Line) -> None:
    run, shown = await refused_by_qc(line)
    assert (await line.get("qc", f"/v1/qc-reports/{run}")).status_code == 404
    report = shown["failure"]["evidence"]["report"]
    assert report["passed"] is False
    failed = [check for check in report["checks"] if check["result"] == "FAIL"]
    assert failed
    assert all(check["reason"] and check["fix"] for check in failed)
    assert any("miracle" in check["evidence"].lower() for check in failed)


async def test_the_world_is_told_that_a_run_is_being_undone_and_when_it_is(line: Line) -> None:
    run, _ = await refused_by_qc(line)
    await line.at_rest()
    told = await line.topics.of_run(run, WORKFLOW_EVENTS)
    assert [seen.short_type.partition(".")[2] for seen in told] == ["started", "compensating", "compensated"]
    assert told[1].data["failure"]["service"] == "qc"


async def test_a_run_that_succeeds_beside_one_that_fails_is_untouched(line: Line) -> None:
    good = await line.delivered(full_brief())
    before = await line.databases.content_of(good)
    files = {
        path: path.read_bytes() for service in ("production", "delivery") for path in files_of(line, service, good)
    }
    (bad, _), other = await asyncio.gather(refused_by_qc(line), line.delivered(full_brief()))
    await nothing_is_left(line, [bad])
    assert await line.databases.content_of(good) == before
    assert {path: path.read_bytes() for path in files} == files
    assert (await line.databases.rows_of(other))["delivery_package"] == 1


async def test_a_delivered_brief_that_runs_again_and_fails_leaves_the_delivered_run_whole(line: Line) -> None:
    first = await line.delivered(full_brief())
    before = await line.databases.content_of(first)
    archive = (await line.get("delivery", f"/v1/packages/{first}/archive")).content
    second, _ = await refused_by_qc(line, brief_id=first)
    await nothing_is_left(line, [second])
    versions = [
        seen.data["version"]
        for seen in await line.topics.of_run(second, events_of("strategy"))
        if seen.short_type == "strategy.drafted"
    ]
    assert versions == [2]
    assert await line.databases.content_of(first) == before
    assert (await line.get("delivery", f"/v1/packages/{first}/archive")).content == archive


async def test_three_retries_that_fail_leave_zero_rows(line: Line) -> None:
    run, shown = await refused_by_qc(line)
    runs = [run]
    for _ in range(3):
        answer = await line.post(
            "orchestrator", f"/v1/runs/{runs[-1]}/retry", {"workflow_run_id": str(run_refused_by(None))}
        )
        assert answer.status_code == 202, answer.text
        runs.append(UUID(answer.json()["workflow_run_id"]))
        shown = await line.reaches(runs[-1], "COMPENSATED")
        assert shown["retry_of"] == str(runs[-2])
        assert shown["failure"]["service"] == "qc"
    await nothing_is_left(line, runs)


async def test_a_compensation_repeated_by_hand_changes_nothing_and_is_answered_each_time(line: Line) -> None:
    run, _ = await refused_by_qc(line)
    shown = await line.show(run)
    for service in STEP_SERVICES:
        again = StepCompensate(workflow_run_id=run, service=service, cause="by hand", attempt=2)
        await line.topics.send(commands_of(service), again, again, again)

    async def probe() -> bool:
        answers = await _answers(line, run)
        return all(len(answers[service]) >= 2 for service in STEP_SERVICES)

    await eventually(probe, "every service has answered again")
    for service, removals in (await _answers(line, run)).items():
        assert all(not any(removed.values()) for removed in removals[1:]), service
    await nothing_is_left(line, [run])
    assert await line.show(run) == shown


async def test_a_compensation_of_a_delivered_package_is_refused_and_removes_nothing(line: Line) -> None:
    run = await line.delivered(light_brief())
    await line.topics.send(commands_of("delivery"), StepCompensate(workflow_run_id=run, service="delivery", cause="-"))

    async def probe() -> list[str]:
        events = await line.topics.of_run(run, events_of("delivery"))
        return [seen.short_type for seen in events if seen.short_type != "package.delivered"]

    assert await eventually(probe, "delivery answers") == ["step.compensation_refused"]
    assert await line.databases.rows_of(run) == LIGHT
    assert await line.ends(run) == "COMPLETED"
    assert files_of(line, "delivery", run)


async def test_a_cancelled_run_that_has_not_been_delivered_is_undone_everywhere(line: Line) -> None:
    async with paused(line, "qc"):
        run = await line.submit(full_brief(), run_refused_by(None))
        await line.step_done(run, "production")
        answer = await line.post(
            "orchestrator", f"/v1/runs/{run}/cancel", {"reason": "the client has changed its mind"}
        )
        assert answer.status_code == 202, answer.text
    shown = await line.reaches(run, "COMPENSATED")
    assert (shown["failure"]["kind"], shown["failure"]["reason"]) == ("cancelled", "the client has changed its mind")
    await nothing_is_left(line, [run])


async def test_a_run_cancelled_right_after_it_was_submitted_ends_whole_or_not_at_all(line: Line) -> None:
    runs = [await line.submit(light_brief()) for _ in range(5)]

    async def cancelled(run: UUID) -> int:
        async def probe() -> int:
            code = (await line.post("orchestrator", f"/v1/runs/{run}/cancel")).status_code
            return 0 if code == 404 else code

        return await eventually(probe, "the orchestrator knows the run")

    codes = await asyncio.gather(*map(cancelled, runs))
    assert set(codes) <= {202, 409}
    ended = await line.all_end(runs)
    expected = {run: LIGHT if status == "COMPLETED" else NOTHING for run, status in ended.items()}
    assert await line.databases.rows(runs) == expected


async def test_a_cancel_after_delivery_is_a_conflict_and_the_run_keeps_all_its_rows(line: Line) -> None:
    run = await line.delivered(light_brief())
    answer = await line.post("orchestrator", f"/v1/runs/{run}/cancel")
    assert answer.status_code == 409
    assert "COMPLETED" in answer.json()["detail"]
    assert await line.databases.rows_of(run) == LIGHT


async def test_a_late_forward_event_of_an_undone_run_is_refused_by_every_service(line: Line) -> None:
    run, _ = await refused_by_qc(line)
    late = [
        seen for seen in await line.topics.of_run(run, *map(events_of, STEP_SERVICES[:3])) if "step." not in seen.type
    ]
    before = await line.records("tombstoned", *STEP_SERVICES)
    for seen in late:
        await line.topics.publish(seen.topic, [(seen.key, list(seen.headers.items()), seen.body)])

    async def probe() -> bool:
        return await line.records("tombstoned", *STEP_SERVICES) >= before + len(late)

    await eventually(probe, "every service has refused its late event")
    await nothing_is_left(line, [run])
    assert [seen.short_type for seen in late] == ["brief.accepted", "strategy.drafted", "draft.produced"]


@pytest.mark.parametrize("step", ["strategy", "production", "qc", "delivery"])
async def test_a_refusal_at_any_step_undoes_the_run(line: Line, step: str) -> None:
    run = await line.submit(light_brief(), run_refused_by(step))
    shown = await line.reaches(run, "COMPENSATED")
    assert shown["failure"]["service"] == step
    await nothing_is_left(line, [run])
    await undone_in_order(line, run)


async def _answers(line: Line, run: UUID) -> dict[str, list[dict[str, int]]]:
    events = await line.topics.of_run(run, *map(events_of, STEP_SERVICES))
    answers = [seen.data for seen in events if seen.short_type == "step.compensated"]
    return {service: [each["removed"] for each in answers if each["service"] == service] for service in STEP_SERVICES}


async def _removed(line: Line, run: UUID) -> dict[str, dict[str, int]]:
    """The rows that each service said it has removed."""
    answers = await _answers(line, run)
    return {
        service: {table: rows for table, rows in removals[0].items() if rows} for service, removals in answers.items()
    }
