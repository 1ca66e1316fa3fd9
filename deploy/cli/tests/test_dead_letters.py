"""`aicmo dead-letters`: over all services, and finding the one that holds an id."""

import json

import pytest
from command_line import Command
from recorded_services import SERVICES, Recorded, RecordedServices, json_answer, problem
from recorded_states import RUN, a_dead_letter

UNREACHABLE = "http://127.0.0.1:1"


@pytest.fixture
def parked(services: RecordedServices) -> RecordedServices:
    """Services of which qc holds the dead letter dl-1 and delivery the dead letter dl-2."""
    for service in SERVICES:
        services.record("GET", f"{service}/v1/dead-letters", json_answer({"dead_letters": [], "next_cursor": None}))
    for service, identity in (("qc", "dl-1"), ("delivery", "dl-2")):
        page = {"dead_letters": [a_dead_letter(identity)], "next_cursor": None}
        services.record("GET", f"{service}/v1/dead-letters", json_answer(page))
        services.record("GET", f"{service}/v1/dead-letters/{identity}", json_answer(a_shown(identity)))
    return services


def a_shown(identity: str) -> dict[str, object]:
    headers = [["ce_id", "m-1"], ["ce_subject", RUN], ["ce_broken", None]]
    return a_dead_letter(identity, headers=headers, body='{"bundle":null}')


def test_the_list_is_over_all_six_services_and_names_each_ones(parked: RecordedServices, aicmo: Command) -> None:
    outcome = aicmo("dead-letters", "list")
    assert outcome.code == 0
    assert [line.split()[:2] for line in outcome.lines[-2:]] == [["dl-1", "qc"], ["dl-2", "delivery"]]
    assert {request.path.split("/")[1] for request in parked.requests} == set(SERVICES)


def test_the_list_of_one_service_asks_only_that_one(parked: RecordedServices, aicmo: Command) -> None:
    outcome = aicmo("dead-letters", "list", "--service", "qc", "--status", "parked", "--json")
    assert [record["id"] for record in json.loads(outcome.stdout)["dead_letters"]] == ["dl-1"]
    assert [request.path for request in parked.requests] == ["/qc/v1/dead-letters?status=parked&limit=50"]


def test_the_list_follows_a_services_pages_up_to_the_limit(parked: RecordedServices, aicmo: Command) -> None:
    first = {"dead_letters": [a_dead_letter("a"), a_dead_letter("b")], "next_cursor": "b"}
    second = {"dead_letters": [a_dead_letter("c"), a_dead_letter("d")], "next_cursor": "d"}
    parked.record("GET", "qc/v1/dead-letters?limit=3", json_answer(first))
    parked.record("GET", "qc/v1/dead-letters?cursor=b&limit=1", json_answer(second))
    outcome = aicmo("dead-letters", "list", "--service", "qc", "--limit", "3", "--json")
    assert [record["id"] for record in json.loads(outcome.stdout)["dead_letters"]] == ["a", "b", "c"]


def test_a_service_that_is_away_does_not_hide_the_others(parked: RecordedServices, aicmo: Command) -> None:
    outcome = aicmo("dead-letters", "list", STRATEGY_HTTP_URL=UNREACHABLE)
    assert outcome.code == 1
    assert "dl-1" in outcome.stdout
    assert "dl-2" in outcome.stdout
    assert f"cannot reach strategy at {UNREACHABLE}" in outcome.stderr


def test_show_finds_the_service_and_shows_headers_and_body(parked: RecordedServices, aicmo: Command) -> None:
    outcome = aicmo("dead-letters", "show", "dl-2")
    assert outcome.code == 0
    for expected in ("delivery", "production.events[2]@41", "ce_subject", '"bundle": null', "bundle: field required"):
        assert expected in outcome.stdout
    assert json.loads(aicmo("dead-letters", "show", "dl-2", "--json").stdout)["service"] == "delivery"


def test_a_body_that_is_no_text_is_said_to_be_encoded(parked: RecordedServices, aicmo: Command) -> None:
    shown = {**a_shown("dl-1"), "body": "/w==", "body_encoding": "base64"}
    parked.record("GET", "qc/v1/dead-letters/dl-1", json_answer(shown))
    assert "body (base64)" in aicmo("dead-letters", "show", "dl-1").stdout


@pytest.mark.parametrize("action", ["replay", "discard"])
def test_replay_and_discard_reach_the_service_that_holds_it(
    parked: RecordedServices, aicmo: Command, action: str
) -> None:
    parked.record("POST", f"qc/v1/dead-letters/dl-1/{action}", json_answer({"id": "dl-1"}, 202))
    outcome = aicmo("dead-letters", action, "dl-1")
    assert outcome.code == 0
    assert f"qc took the {action} of dl-1" in outcome.stderr
    assert [request.path for request in parked.asked("POST")] == [f"/qc/v1/dead-letters/dl-1/{action}"]


def test_an_accepted_order_without_a_body_is_a_success(parked: RecordedServices, aicmo: Command) -> None:
    parked.record("POST", "qc/v1/dead-letters/dl-1/replay", Recorded(202, b""))
    assert aicmo("dead-letters", "replay", "dl-1").code == 0


def test_a_replay_that_is_too_late_exits_3(parked: RecordedServices, aicmo: Command) -> None:
    parked.record("POST", "qc/v1/dead-letters/dl-1/replay", problem(409, "Conflict", "the run is compensated"))
    outcome = aicmo("dead-letters", "replay", "dl-1")
    assert outcome.code == 3
    assert "the run is compensated" in outcome.stderr


def test_an_id_that_nobody_holds_exits_7_even_where_a_service_cannot_read_it(
    parked: RecordedServices, aicmo: Command
) -> None:
    parked.record("GET", "strategy/v1/dead-letters/dl-9", problem(422, "Invalid", "no UUID"))
    assert aicmo("dead-letters", "show", "dl-9").code == 7
    assert aicmo("dead-letters", "discard", "dl-9", "--service", "qc").code == 7


def test_an_id_that_may_be_with_a_service_that_is_away_is_not_called_missing(
    parked: RecordedServices, aicmo: Command
) -> None:
    outcome = aicmo("dead-letters", "show", "dl-9", ORCHESTRATOR_HTTP_URL=UNREACHABLE)
    assert outcome.code == 1
    assert "orchestrator could not be asked" in outcome.stderr


def test_an_id_that_two_services_hold_is_never_guessed(parked: RecordedServices, aicmo: Command) -> None:
    parked.record("GET", "delivery/v1/dead-letters/dl-1", json_answer(a_shown("dl-1")))
    parked.record("POST", "qc/v1/dead-letters/dl-1/discard", json_answer({}, 202))
    outcome = aicmo("dead-letters", "discard", "dl-1")
    assert outcome.code == 2
    assert "qc and delivery each hold dl-1" in outcome.stderr
    assert parked.asked("POST") == []
    assert aicmo("dead-letters", "discard", "dl-1", "--service", "qc").code == 0


def test_an_id_cannot_lead_to_another_path(parked: RecordedServices, aicmo: Command) -> None:
    aicmo("dead-letters", "show", "../packages", "--service", "qc")
    assert [request.path for request in parked.requests] == ["/qc/v1/dead-letters/..%2Fpackages"]
