"""`aicmo dead-letters edit|replay|discard`: what an edit sends, many at once, and who is said to have done it.

Mutants: the headers that stay left out of an edit -> the header; one service's failure ending the round -> the service
that is away; `_is_one` always true -> what is not said.
"""

import json
from pathlib import Path

import pytest
from command_line import Command
from recorded_services import SERVICES, RecordedServices, json_answer, problem
from recorded_states import RUN, STARTED, a_dead_letter

UNREACHABLE = "http://127.0.0.1:1"
HEADERS = [["ce_id", "m-1"], ["ce_type", "wrong"], ["x", {"base64": "/w=="}]]


@pytest.fixture
def held(services: RecordedServices) -> RecordedServices:
    """Services of which qc holds the dead letter dl-1; every one of them takes orders for many."""
    shown = a_dead_letter("dl-1", headers=HEADERS, body='{"bundle":null}', body_encoding="text")
    services.record("GET", "qc/v1/dead-letters/dl-1", json_answer(shown))
    services.record("POST", "qc/v1/dead-letters/dl-1/edit", json_answer(shown))
    services.record("POST", "qc/v1/dead-letters/dl-1/replay", json_answer({"id": "dl-1"}, 202))
    for service in SERVICES:
        for action in ("replay", "discard"):
            count = {f"{action}ed": 3 if service == "qc" else 0}
            services.record("POST", f"{service}/v1/dead-letters/{action}", json_answer(count, 202))
    return services


def test_an_edit_sends_the_file_as_the_new_body(held: RecordedServices, aicmo: Command, tmp_path: Path) -> None:
    file = tmp_path / "body.json"
    file.write_text('{"bundle": "ü"}')
    outcome = aicmo("dead-letters", "edit", "dl-1", "--body", str(file), "--json")
    assert (outcome.code, json.loads(outcome.stdout)["service"]) == (0, "qc")
    [asked] = held.asked("POST")
    assert (asked.path, asked.json()) == ("/qc/v1/dead-letters/dl-1/edit", {"body": '{"bundle": "ü"}'})


def test_a_body_comes_from_stdin_and_bytes_that_are_no_text_travel_as_base64(
    held: RecordedServices, aicmo: Command, tmp_path: Path
) -> None:
    file = tmp_path / "body.bin"
    file.write_bytes(b"\xff")
    assert aicmo("dead-letters", "edit", "dl-1", "--body", str(file)).code == 0
    assert aicmo("dead-letters", "edit", "dl-1", "--body", "-", stdin="{}").code == 0
    assert [asked.json() for asked in held.asked("POST")] == [
        {"body": "/w==", "body_encoding": "base64"},
        {"body": "{}"},
    ]


def test_a_header_is_set_or_dropped_and_the_others_stay(held: RecordedServices, aicmo: Command) -> None:
    outcome = aicmo("dead-letters", "edit", "dl-1", "--header", "ce_type=a=b", "--drop-header", "x")
    assert outcome.code == 0
    assert held.asked("POST")[0].json() == {"headers": [["ce_id", "m-1"], ["ce_type", "a=b"]]}
    aicmo("dead-letters", "edit", "dl-1", "--header", "new=1")
    assert held.asked("POST")[1].json() == {"headers": [*HEADERS, ["new", "1"]]}


def test_an_edit_that_is_no_message_exits_2_and_shows_every_problem(held: RecordedServices, aicmo: Command) -> None:
    problems = [{"field": "bundle", "message": "field required"}, {"field": "draft", "message": "field required"}]
    refusal = problem(422, "Unprocessable Content", "no message of its topic", problems=problems)
    held.record("POST", "qc/v1/dead-letters/dl-1/edit", refusal)
    outcome = aicmo("dead-letters", "edit", "dl-1", "--header", "x=1")
    assert outcome.code == 2
    assert all(each["field"] in outcome.stderr for each in problems)


@pytest.mark.parametrize(
    "words",
    [
        ("edit", "dl-1"),
        ("edit", "dl-1", "--header", "nothing"),
        ("edit", "dl-1", "--drop-header", "absent"),
        ("edit", "dl-1", "--body", "/nowhere/at/all"),
        ("replay",),
        ("replay", "dl-1", "--all"),
        ("replay", "--run", "seven"),
        ("discard",),
        ("discard", "dl-1", "--reason", "invalid_body"),
        ("discard", "--run", RUN),
    ],
    ids=" ".join,
)
def test_what_is_not_said_clearly_exits_2_and_changes_nothing(
    held: RecordedServices, aicmo: Command, words: tuple[str, ...]
) -> None:
    assert aicmo("dead-letters", *words).code == 2
    assert held.asked("POST") == []


def test_all_of_a_reason_are_replayed_in_every_service(held: RecordedServices, aicmo: Command) -> None:
    outcome = aicmo("dead-letters", "replay", "--reason", "step_failed", "--run", RUN)
    assert (outcome.code, "qc replayed 3" in outcome.stderr) == (0, True)
    paths = [asked.path for asked in held.asked("POST")]
    assert paths == [f"/{service}/v1/dead-letters/replay?reason=step_failed&run={RUN}" for service in SERVICES]


def test_all_are_replayed_in_one_service_and_the_numbers_are_given_to_machines(
    held: RecordedServices, aicmo: Command
) -> None:
    outcome = aicmo("dead-letters", "replay", "--all", "--service", "qc", "--json")
    assert json.loads(outcome.stdout) == {"replayed": {"qc": 3}, "unanswered": {}}
    assert [asked.path for asked in held.asked("POST")] == ["/qc/v1/dead-letters/replay"]


def test_a_service_that_is_away_does_not_keep_the_others_from_discarding(
    held: RecordedServices, aicmo: Command
) -> None:
    outcome = aicmo("dead-letters", "discard", "--reason", "invalid_body", STRATEGY_HTTP_URL=UNREACHABLE)
    assert outcome.code == 1
    assert "qc discarded 3" in outcome.stderr
    assert "cannot reach strategy" in outcome.stderr
    assert len(held.asked("POST")) == 5


def test_the_services_are_told_who_asks(held: RecordedServices, aicmo: Command, aicmo_process: Command) -> None:
    aicmo("dead-letters", "replay", "dl-1", AICMO_ACTOR="Łucja\n")
    assert held.asked("POST")[0].actor == "Łucja"
    aicmo_process("dead-letters", "replay", "dl-1", AICMO_ACTOR="", LOGNAME="ann", **held.environment())
    assert held.asked("POST")[1].actor == "ann"


def test_show_tells_what_was_edited_and_who_did_what(held: RecordedServices, aicmo: Command) -> None:
    audit = [{"at": STARTED, "actor": "ann", "action": "edit", "status_before": "parked", "detail": "body"}]
    original = {"headers": HEADERS, "body": '{"bundle":1}', "body_encoding": "text"}
    shown = a_dead_letter("dl-1", headers=HEADERS, body='{"bundle":2}', original=original, audit=audit)
    held.record("GET", "qc/v1/dead-letters/dl-1", json_answer(shown))
    outcome = aicmo("dead-letters", "show", "dl-1")
    for expected in ('"bundle": 2', "body, as edited", '"bundle": 1', "body, as it came", "ann", "edit of what was"):
        assert expected in outcome.stdout


def test_the_list_is_filtered_by_reason_type_and_run(services: RecordedServices, aicmo: Command) -> None:
    services.record("GET", "qc/v1/dead-letters", json_answer({"dead_letters": [], "next_cursor": None}))
    words = ("--service", "qc", "--reason", "step_failed", "--type", "aicmo.qc.passed.v1", "--run", RUN)
    assert aicmo("dead-letters", "list", *words).code == 0
    query = f"reason=step_failed&type=aicmo.qc.passed.v1&run={RUN}&limit=50"
    assert [asked.path for asked in services.requests] == [f"/qc/v1/dead-letters?{query}"]
