"""`aicmo runs` and `aicmo show`."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from command_line import Command
from recorded_services import RecordedServices, json_answer, problem
from recorded_states import OTHER_RUN, RUN, a_qc_failure, a_run, a_step


def a_page(*runs: dict[str, object], cursor: str | None = None) -> dict[str, object]:
    return {"runs": list(runs), "next_cursor": cursor}


def test_runs_are_listed_with_their_state_client_and_failure(services: RecordedServices, aicmo: Command) -> None:
    failed = a_run("COMPENSATED", workflow_run_id=OTHER_RUN, client_name="Acme", failure=a_qc_failure())
    services.record("GET", "orchestrator/v1/runs", json_answer(a_page(a_run("RUNNING", ("done",)), failed)))
    outcome = aicmo("runs")
    first, second = outcome.lines[-2:]
    assert outcome.code == 0
    assert RUN in first
    assert "RUNNING" in first
    assert "Calm Skin" in first
    assert OTHER_RUN in second
    assert "qc: score 60 is under 70" in second
    assert "7.0 s" in second


def test_a_stalled_run_is_listed_with_what_it_waits_for(services: RecordedServices, aicmo: Command) -> None:
    what = f"strategy parked a record ({'long ' * 60}); dead letter dl-1"
    stalled, running = a_run("STALLED", waits_for=what), a_run(workflow_run_id=OTHER_RUN, waits_for="qc")
    services.record("GET", "orchestrator/v1/runs", json_answer(a_page(stalled, running)))
    told = [line for line in aicmo("runs", COLUMNS="80").lines if "waits for" in line]
    assert told == [f"{RUN} waits for: {' '.join(what.split())}"]


def test_the_filters_reach_the_orchestrator(services: RecordedServices, aicmo: Command) -> None:
    services.record("GET", "orchestrator/v1/runs", json_answer(a_page()))
    filters = ("--status", "stalled", "--step", "qc", "--client", "Acme & Co", "--since", "2026-03-01T09:00:00+01:00")
    outcome = aicmo("runs", *filters, "--limit", "7")
    assert (outcome.code, outcome.stdout, outcome.stderr) == (0, "", "no runs\n")
    assert parse_qs(urlsplit(services.requests[0].path).query) == {
        "status": ["STALLED"],
        "step": ["qc"],
        "client": ["Acme & Co"],
        "since": ["2026-03-01T08:00:00+00:00"],
        "limit": ["7"],
    }


def test_all_follows_every_page_and_json_holds_every_run(services: RecordedServices, aicmo: Command) -> None:
    services.record("GET", "orchestrator/v1/runs?limit=100", json_answer(a_page(a_run(), cursor="c=1")))
    second = json_answer(a_page(a_run(workflow_run_id=OTHER_RUN)))
    services.record("GET", "orchestrator/v1/runs?limit=100&cursor=c%3D1", second)
    body = json.loads(aicmo("runs", "--all", "--json").stdout)
    assert [run["workflow_run_id"] for run in body["runs"]] == [RUN, OTHER_RUN]
    assert body["next_cursor"] is None


def test_a_limit_above_a_page_takes_more_pages_and_says_that_there_are_more(
    services: RecordedServices, aicmo: Command
) -> None:
    full = a_page(*(a_run() for _ in range(100)), cursor="one")
    services.record("GET", "orchestrator/v1/runs?limit=100", json_answer(full))
    rest = a_page(*(a_run() for _ in range(20)), cursor="two")
    services.record("GET", "orchestrator/v1/runs?limit=20&cursor=one", json_answer(rest))
    outcome = aicmo("runs", "--limit", "120")
    assert outcome.stdout.count(RUN) == 120
    assert "there are more" in outcome.stderr


def test_a_list_that_never_ends_is_an_error(services: RecordedServices, aicmo: Command) -> None:
    services.record("GET", "orchestrator/v1/runs", json_answer(a_page(a_run(), cursor="same")))
    assert aicmo("runs", "--all").code == 1


def test_a_run_id_stays_whole_in_a_narrow_terminal(services: RecordedServices, aicmo: Command) -> None:
    services.record("GET", "orchestrator/v1/runs", json_answer(a_page(a_run(client_name="A very long client's name"))))
    assert RUN in aicmo("runs", COLUMNS="80").stdout


@pytest.mark.parametrize(
    "arguments", [("--status", "lost"), ("--step", "sales"), ("--since", "lately"), ("--limit", "0")]
)
def test_a_filter_that_does_not_exist_exits_2(aicmo: Command, arguments: tuple[str, str]) -> None:
    assert aicmo("runs", *arguments).code == 2


def test_a_failed_run_shows_the_evidence_and_how_to_fix_it(services: RecordedServices, aicmo: Command) -> None:
    run = a_run("COMPENSATED", ("compensated", "compensated", "compensated", "failed"), failure=a_qc_failure())
    services.record("GET", f"orchestrator/v1/runs/{RUN}", json_answer(run))
    outcome = aicmo("show", RUN)
    assert outcome.code == 0
    for expected in ("BLOCKER", "placeholders", "“Buy [BRAND] today”", "→ name the brand", "1 of 2 checks passed"):
        assert expected in outcome.stdout
    assert "brand_named" not in outcome.stdout


def test_a_rejected_briefs_problems_are_shown_by_field(services: RecordedServices, aicmo: Command) -> None:
    evidence = {"problems": [{"field": "website", "message": "is required", "value": None}]}
    failure = a_qc_failure(service="onboarding", kind="rejected", evidence=evidence)
    services.record("GET", f"orchestrator/v1/runs/{RUN}", json_answer(a_run("COMPENSATED", failure=failure)))
    assert any(line.split()[1:4] == ["website", "is", "required"] for line in aicmo("show", RUN).lines)


def test_evidence_of_a_shape_unknown_here_is_shown_all_the_same(services: RecordedServices, aicmo: Command) -> None:
    failure = a_qc_failure(evidence={"renderer": {"exit": 137}})
    services.record("GET", f"orchestrator/v1/runs/{RUN}", json_answer(a_run("STALLED", failure=failure)))
    assert "exit: 137" in aicmo("show", RUN).stdout


def test_show_tells_steps_times_tries_timeline_and_what_it_waits_for(
    services: RecordedServices, aicmo_process: Command
) -> None:
    steps = [a_step("onboarding", "done", attempts=6, commands=3)]
    services.record("GET", f"orchestrator/v1/runs/{RUN}", json_answer({**a_run(waits_for="strategy"), "steps": steps}))
    outcome = aicmo_process("show", RUN)
    onboarding = next(line for line in outcome.lines if line.startswith("onboarding"))
    assert onboarding.split()[1:3] == ["✔", "done"]
    assert "6" in onboarding.split()
    assert "1.4 s" in onboarding
    assert "09:00:00" in onboarding
    assert any(line.split()[:2] == ["waits", "for"] for line in outcome.lines)
    assert "completeness 82" in outcome.stdout


def test_json_is_what_the_orchestrator_said_unknown_fields_included(services: RecordedServices, aicmo: Command) -> None:
    run = a_run(colour="green")
    services.record("GET", f"orchestrator/v1/runs/{RUN}", json_answer(run))
    assert json.loads(aicmo("show", RUN, "--json").stdout) == run


def test_an_unknown_run_exits_7(services: RecordedServices, aicmo: Command) -> None:
    services.record("GET", f"orchestrator/v1/runs/{RUN}", problem(404, "Not Found", f"there is no run {RUN}"))
    outcome = aicmo("show", RUN)
    assert (outcome.code, outcome.stdout) == (7, "")
    assert f"there is no run {RUN}" in outcome.stderr


def test_what_is_no_run_id_exits_2_without_asking(services: RecordedServices, aicmo: Command) -> None:
    assert aicmo("show", "the-latest").code == 2
    assert services.requests == []


def test_a_clients_name_cannot_steer_the_terminal(services: RecordedServices, aicmo: Command) -> None:
    named = a_run(client_name="[red]Acme[/red]\x1b[2J\x07")
    services.record("GET", f"orchestrator/v1/runs/{RUN}", json_answer(named))
    outcome = aicmo("show", RUN)
    assert "[red]Acme[/red]" in outcome.stdout
    assert "\x1b" not in outcome.stdout
    assert "\x07" not in outcome.stdout
