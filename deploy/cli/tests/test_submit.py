"""`aicmo submit`: what is sent, what is printed, and what a person is told where it fails."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from command_line import Command
from recorded_services import Recorded, RecordedServices, json_answer, problem
from recorded_states import RUN, a_run

ACCEPTED = json_answer({"workflow_run_id": RUN, "status": "accepted"}, 202)


@pytest.fixture
def brief_file(tmp_path: Path) -> Path:
    """A brief in YAML, with the words that YAML 1.1 misreads."""
    file = tmp_path / "brief.yaml"
    file.write_text("client_name: Café Zürich\nlanguages: [no, de]\nstart_date: 2026-03-01\nopening: 9:30\nweeks: 12\n")
    return file


def test_a_submitted_brief_prints_its_run_id_alone_on_the_last_line(
    services: RecordedServices, aicmo_process: Command, brief_file: Path
) -> None:
    services.record("POST", "onboarding/v1/briefs", ACCEPTED)
    outcome = aicmo_process("submit", str(brief_file))
    assert (outcome.code, outcome.stdout) == (0, f"{RUN}\n")
    assert "accepted" in outcome.stderr


def test_yaml_keeps_the_words_that_a_person_wrote(services: RecordedServices, aicmo: Command, brief_file: Path) -> None:
    services.record("POST", "onboarding/v1/briefs", ACCEPTED)
    aicmo("submit", str(brief_file))
    assert services.requests[0].json()["brief"] == {
        "client_name": "Café Zürich",
        "languages": ["no", "de"],
        "start_date": "2026-03-01",
        "opening": "9:30",
        "weeks": 12,
    }


def test_a_submission_always_carries_a_run_id_so_that_it_can_be_repeated(
    services: RecordedServices, aicmo: Command, brief_file: Path
) -> None:
    services.record("POST", "onboarding/v1/briefs", ACCEPTED)
    aicmo("submit", str(brief_file))
    assert UUID(services.requests[0].json()["workflow_run_id"])


def test_the_file_may_choose_the_run_id_and_the_option_wins(
    services: RecordedServices, aicmo: Command, tmp_path: Path
) -> None:
    services.record("POST", "onboarding/v1/briefs", ACCEPTED)
    file = tmp_path / "brief.json"
    file.write_text(json.dumps({"workflow_run_id": RUN, "brief": {"client_name": "Acme"}}))
    option = "0193a1b2-0000-7000-8000-0000000000ff"
    aicmo("submit", str(file))
    aicmo("submit", str(file), "--run-id", option)
    assert [request.json()["workflow_run_id"] for request in services.requests] == [RUN, option]
    assert services.requests[0].json()["brief"] == {"client_name": "Acme"}


def test_the_brief_may_come_from_stdin(services: RecordedServices, aicmo: Command) -> None:
    services.record("POST", "onboarding/v1/briefs", ACCEPTED)
    assert aicmo("submit", "-", stdin="client_name: Acme").code == 0
    assert services.requests[0].json()["brief"] == {"client_name": "Acme"}


def test_what_is_not_sent_is_said(services: RecordedServices, aicmo: Command) -> None:
    services.record("POST", "onboarding/v1/briefs", ACCEPTED)
    outcome = aicmo("submit", "-", stdin="brief: {client_name: Acme}\npriority: high")
    assert outcome.code == 0
    assert "ignored: priority" in outcome.stderr


def test_the_same_brief_again_is_no_error_and_says_so(services: RecordedServices, aicmo: Command) -> None:
    services.record("POST", "onboarding/v1/briefs", json_answer({"workflow_run_id": RUN}, 200))
    outcome = aicmo("submit", "-", stdin="client_name: Acme")
    assert (outcome.code, outcome.stdout) == (0, f"{RUN}\n")
    assert "already submitted" in outcome.stderr


def test_a_rejected_brief_lists_every_problem_by_field_and_exits_2(
    services: RecordedServices, aicmo_process: Command, brief_file: Path
) -> None:
    problems = [
        {"field": "website", "message": "is required", "value": None},
        {"field": "objective", "message": "must be awareness, leads or sales", "value": "fame"},
    ]
    refusal = problem(422, "Brief rejected", "2 fields need attention", problems=problems)
    services.record("POST", "onboarding/v1/briefs", refusal)
    outcome = aicmo_process("submit", str(brief_file))
    assert (outcome.code, outcome.stdout) == (2, "")
    assert "Brief rejected: 2 fields need attention" in outcome.stderr
    website, objective = outcome.stderr.splitlines()[1:]
    assert website.split() == ["website", "is", "required"]
    assert "objective" in objective
    assert '"fame"' in objective


def test_another_brief_under_a_taken_run_id_exits_3(services: RecordedServices, aicmo: Command) -> None:
    services.record("POST", "onboarding/v1/briefs", problem(409, "Conflict", "the run has another brief"))
    outcome = aicmo("submit", "-", "--run-id", RUN, stdin="client_name: Acme")
    assert outcome.code == 3
    assert "the run has another brief" in outcome.stderr


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "holds no brief"),
        ("- a list", "holds no brief"),
        ("brief: words", "must be a mapping"),
        ("a: [1", "neither YAML nor JSON"),
        ("a: !!python/object/apply:os.getcwd []", "neither YAML nor JSON"),
        ("a: &a [*a]", "cannot be sent as JSON"),
        ("a: !!timestamp 2026-03-01", "cannot be sent as JSON"),
        ("workflow_run_id: five\nbrief: {a: 1}", "is no run id"),
    ],
)
def test_a_file_without_a_usable_brief_exits_2_and_sends_nothing(
    services: RecordedServices, aicmo: Command, content: str, complaint: str
) -> None:
    outcome = aicmo("submit", "-", stdin=content)
    assert outcome.code == 2
    assert complaint in outcome.stderr
    assert services.requests == []


def test_a_broken_json_file_is_not_taken_for_yaml(aicmo: Command, tmp_path: Path) -> None:
    file = tmp_path / "brief.json"
    file.write_text('{"a": NaN}')
    outcome = aicmo("submit", str(file))
    assert outcome.code == 2
    assert "is not JSON" in outcome.stderr


def test_a_missing_file_exits_2(aicmo: Command, tmp_path: Path) -> None:
    assert aicmo("submit", str(tmp_path / "none.yaml")).code == 2


def test_an_unanswered_submission_says_how_to_repeat_it_safely(services: RecordedServices, aicmo: Command) -> None:
    services.record("POST", "onboarding/v1/briefs", Recorded(202, b"{}", promised=900))
    outcome = aicmo("submit", "-", "--run-id", RUN, stdin="client_name: Acme")
    assert outcome.code == 1
    assert f"--run-id {RUN}" in outcome.stderr


def test_watching_a_submission_leaves_only_the_run_id_on_stdout(services: RecordedServices, aicmo: Command) -> None:
    services.record("POST", "onboarding/v1/briefs", ACCEPTED)
    services.record("GET", f"orchestrator/v1/runs/{RUN}", json_answer(a_run("COMPENSATED", ("compensated",))))
    outcome = aicmo("submit", "-", "--watch", stdin="client_name: Acme")
    assert (outcome.code, outcome.stdout) == (4, f"{RUN}\n")
    assert "COMPENSATED" in outcome.stderr
