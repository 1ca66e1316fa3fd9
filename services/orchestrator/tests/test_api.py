"""Over HTTP people see every run with its story, its evidence, and what it waits for.

Mutants: `_aware` taking the machine's zone -> a_time_without_a_zone_is_utc (where the machine is not on UTC);
`next_cursor` left out -> the_cursor_leads_through_all_pages; `STORABLE` removed -> what_can_not_be_read_is_named_once;
`waits_for` left out of a list -> stalled_runs_are_listed; an unknown cursor let pass, or `AwareDatetime | datetime` ->
…_named_once; every empty page refused -> …_leads_to_an_empty_page.
"""

from httpx import AsyncClient
from orchestrator_api import hear, problem
from orchestrator_builders import (
    OTHER_RUN,
    RUN,
    a_run,
    accepted,
    all_done,
    all_undone,
    compensated,
    done,
    failed,
    later,
    parked,
    qc_failed,
)
from orchestrator_shell import SetClock, a_record

from contracts.topics import STEP_SERVICES
from orchestrator.observer import Observer

SUMMARY = {
    "workflow_run_id",
    "status",
    "client_name",
    "package",
    "current_step",
    "started_at",
    "updated_at",
    "ended_at",
    "failure",
    "retry_of",
    "waits_for",
}
STEP = {
    "service",
    "status",
    "started_at",
    "finished_at",
    "parked_at",
    "compensated_at",
    "seconds",
    "attempts",
    "commands",
    "deadline_at",
}

UNREADABLE = [
    ("/v1/runs?status=LOST", "status"),
    ("/v1/runs?step=printing", "step"),
    ("/v1/runs?since=yesterday", "since"),
    ("/v1/runs?since=0001-01-01T00:00:00%2B14:00", "since"),
    ("/v1/runs?client=a%00b", "client"),
    ("/v1/runs?limit=0", "limit"),
    ("/v1/runs?limit=501", "limit"),
    ("/v1/runs?cursor=next", "cursor"),
    (f"/v1/runs?cursor={RUN}", "cursor"),
    ("/v1/runs/17", "run_id"),
]


async def test_a_list_shows_each_run_in_the_agreed_fields(
    client: AsyncClient, observer: Observer, clock: SetClock
) -> None:
    await hear(observer, clock, done("onboarding"), qc_failed(OTHER_RUN))
    page = (await client.get("/v1/runs")).json()
    assert set(page) == {"runs", "next_cursor"}
    assert page["next_cursor"] is None
    failing, running = page["runs"]
    assert set(failing) == set(running) == SUMMARY
    assert failing["failure"] == {"kind": "refused", "service": "qc", "reason": "1 blocker"}
    assert (running["workflow_run_id"], running["status"]) == (str(RUN), "RUNNING")
    assert (running["client_name"], running["package"]) == ("Morning Roast Club", "quick_social")
    assert (running["current_step"], running["failure"], running["ended_at"]) == ("strategy", None, None)
    assert (running["waits_for"], failing["waits_for"]) == ("strategy: its event", "delivery: its compensation")
    assert running["started_at"] == later(1).isoformat().replace("+00:00", "Z")


async def test_a_list_is_filtered_by_each_parameter(client: AsyncClient, observer: Observer, clock: SetClock) -> None:
    await hear(observer, clock, done("onboarding"), qc_failed(OTHER_RUN))
    for parameters, expected in (
        ({"status": "COMPENSATING"}, [OTHER_RUN]),
        ({"step": "strategy"}, [RUN]),
        ({"client": "Morning Roast Club"}, [RUN]),
        ({"since": later(2).isoformat()}, [OTHER_RUN]),
        ({"status": "COMPLETED"}, []),
    ):
        found = (await client.get("/v1/runs", params=parameters)).json()["runs"]
        assert [each["workflow_run_id"] for each in found] == [str(run) for run in expected], parameters


async def test_a_time_without_a_zone_is_utc(client: AsyncClient, observer: Observer, clock: SetClock) -> None:
    await hear(observer, clock, done("onboarding"), qc_failed(OTHER_RUN))
    found = await client.get("/v1/runs", params={"since": later(2).replace(tzinfo=None).isoformat()})
    assert [each["workflow_run_id"] for each in found.json()["runs"]] == [str(OTHER_RUN)]


async def test_the_cursor_leads_through_all_pages(client: AsyncClient, observer: Observer) -> None:
    await observer.handle([a_record(done("onboarding", a_run(number))) for number in range(7)])
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await client.get("/v1/runs", params={"limit": 3, **cursor})).json()
        seen += [each["workflow_run_id"] for each in page["runs"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert len(seen) == 7
    assert set(seen) == {str(a_run(number)) for number in range(7)}


async def test_a_running_run_is_shown_with_its_steps_and_what_it_waits_for(
    client: AsyncClient, observer: Observer, clock: SetClock
) -> None:
    await hear(observer, clock, accepted(retry_of=OTHER_RUN), done("strategy"))
    shown = (await client.get(f"/v1/runs/{RUN}")).json()
    assert set(shown) >= SUMMARY | {"steps", "timeline", "waits_for", "links"}
    assert [step["service"] for step in shown["steps"]] == list(STEP_SERVICES)
    assert all(set(step) >= STEP for step in shown["steps"])
    assert [step["status"] for step in shown["steps"]] == ["done", "done", "running", "waiting", "waiting"]
    assert shown["steps"][1]["seconds"] == 1
    assert shown["steps"][2]["deadline_at"] == later(202).isoformat().replace("+00:00", "Z")
    assert (shown["waits_for"], shown["failure"]) == ("production: its event", None)
    assert shown["links"] == {
        "self": f"/v1/runs/{RUN}",
        "cancel": f"/v1/runs/{RUN}/cancel",
        "retry_of": f"/v1/runs/{OTHER_RUN}",
    }


async def test_a_stalled_run_says_what_for(client: AsyncClient, observer: Observer, clock: SetClock) -> None:
    await hear(observer, clock, done("onboarding"), parked("strategy"))
    shown = (await client.get(f"/v1/runs/{RUN}")).json()
    assert (shown["status"], shown["steps"][1]["status"]) == ("STALLED", "parked")
    assert "TimeoutError: no answer" in shown["waits_for"]
    assert shown["steps"][1]["attempts"] == 5


async def test_a_run_that_was_stalled_still_tells_of_it_when_it_is_completed(
    client: AsyncClient, observer: Observer, clock: SetClock
) -> None:
    onboarding, strategy, *others = all_done()
    await hear(observer, clock, onboarding, parked("strategy"), strategy, *others)
    shown = (await client.get(f"/v1/runs/{RUN}")).json()
    assert shown["status"] == "COMPLETED"
    assert [step["attempts"] for step in shown["steps"]] == [1, 6, 1, 1, 1]
    assert shown["steps"][1]["parked_at"] == later(2).isoformat().replace("+00:00", "Z")
    told = [(entry["event"], entry["service"], entry["detail"]) for entry in shown["timeline"]]
    assert ("step parked", "strategy", "attempt 5") in told


async def test_the_commands_to_undo_a_step_are_counted_apart_from_its_tries(
    client: AsyncClient, observer: Observer, clock: SetClock
) -> None:
    await hear(observer, clock, failed("onboarding"))
    clock.advance(60)
    await observer.wake_due()
    steps = (await client.get(f"/v1/runs/{RUN}")).json()["steps"]
    assert [(step["attempts"], step["commands"]) for step in (steps[0], steps[4])] == [(1, 0), (0, 2)]


async def test_stalled_runs_are_listed_with_what_they_wait_for(
    client: AsyncClient, observer: Observer, clock: SetClock
) -> None:
    await hear(observer, clock, done("onboarding"), parked("strategy"), *all_done(OTHER_RUN))
    [listed] = (await client.get("/v1/runs", params={"status": "STALLED"})).json()["runs"]
    shown = (await client.get(f"/v1/runs/{RUN}")).json()
    assert (listed["workflow_run_id"], listed["waits_for"]) == (str(RUN), shown["waits_for"])
    assert "dead letter" in listed["waits_for"]


async def test_a_failed_run_is_shown_with_its_evidence_and_its_story(
    client: AsyncClient, observer: Observer, clock: SetClock
) -> None:
    undone = [compensated("delivery"), compensated("qc", qc_result=1, qc_issue=3), *all_undone()[2:]]
    await hear(observer, clock, *all_done()[:3], qc_failed(), *undone)
    shown = (await client.get(f"/v1/runs/{RUN}")).json()
    assert shown["failure"]["evidence"]["report"]["checks"][0]["evidence"] == "Hello [BRAND]"
    assert [step["status"] for step in shown["steps"]] == ["compensated"] * 5
    assert shown["steps"][3]["removed"] == {"qc_result": 1, "qc_issue": 3}
    assert shown["links"]["retry"] == f"/v1/runs/{RUN}/retry"
    assert (shown["waits_for"], shown["current_step"]) == (None, None)
    story = [(entry["event"], entry["service"], entry["detail"]) for entry in shown["timeline"]]
    assert story[0] == ("run started", None, None)
    assert story[-1] == ("run compensated", None, "1 blocker")
    assert ("step failed", "qc", "1 blocker") in story
    assert ("step compensated", "qc", "removed 3 from qc_issue, 1 from qc_result") in story
    assert ("step compensated", "delivery", "nothing to remove") in story
    assert [entry["at"] for entry in shown["timeline"]] == sorted(entry["at"] for entry in shown["timeline"])


async def test_a_completed_run_links_to_its_package(client: AsyncClient, observer: Observer, clock: SetClock) -> None:
    await hear(observer, clock, *all_done())
    links = (await client.get(f"/v1/runs/{RUN}")).json()["links"]
    assert links["archive"] == f"/v1/packages/{RUN}/archive"
    assert "cancel" not in links
    assert "retry" not in links


async def test_what_can_not_be_read_is_named_once(client: AsyncClient) -> None:
    for path, field in UNREADABLE:
        (unreadable,) = problem(await client.get(path), 422)["problems"]
        assert unreadable["field"] == field, path
        assert unreadable["message"], path


async def test_the_cursor_of_the_last_run_leads_to_an_empty_page(client: AsyncClient, observer: Observer) -> None:
    await observer.handle([a_record(done("onboarding"))])
    page = (await client.get("/v1/runs", params={"cursor": str(RUN)})).json()
    assert page == {"runs": [], "next_cursor": None}
