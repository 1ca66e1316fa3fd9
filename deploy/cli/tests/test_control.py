"""`aicmo cancel` and `aicmo retry`."""

import json

from command_line import Command
from recorded_services import Recorded, RecordedServices, json_answer, problem
from recorded_states import OTHER_RUN, RUN


def test_a_cancelled_run_is_on_its_way_back(services: RecordedServices, aicmo: Command) -> None:
    answer = json_answer({"workflow_run_id": RUN, "status": "COMPENSATING"}, 202)
    services.record("POST", f"orchestrator/v1/runs/{RUN}/cancel", answer)
    outcome = aicmo("cancel", RUN)
    assert outcome.code == 0
    assert "COMPENSATING" in outcome.stderr
    assert json.loads(aicmo("cancel", RUN, "--json").stdout)["status"] == "COMPENSATING"


def test_a_delivered_run_cannot_be_cancelled(services: RecordedServices, aicmo: Command) -> None:
    refusal = problem(409, "Conflict", "the package is delivered")
    services.record("POST", f"orchestrator/v1/runs/{RUN}/cancel", refusal)
    outcome = aicmo("cancel", RUN)
    assert outcome.code == 3
    assert "the package is delivered" in outcome.stderr


def test_a_retry_prints_the_new_runs_id_alone(services: RecordedServices, aicmo_process: Command) -> None:
    answer = json_answer({"workflow_run_id": OTHER_RUN, "retry_of": RUN}, 202)
    services.record("POST", f"orchestrator/v1/runs/{RUN}/retry", answer)
    outcome = aicmo_process("retry", RUN)
    assert (outcome.code, outcome.stdout) == (0, f"{OTHER_RUN}\n")


def test_a_retry_whose_answer_was_lost_can_be_repeated_under_the_same_id(
    services: RecordedServices, aicmo: Command
) -> None:
    services.record("POST", f"orchestrator/v1/runs/{RUN}/retry", Recorded(202, b"{", promised=900))
    outcome = aicmo("retry", RUN)
    sent = services.requests[0].json()["workflow_run_id"]
    assert outcome.code == 1
    assert f"--run-id {sent}" in outcome.stderr
    aicmo("retry", RUN, "--run-id", sent)
    assert services.requests[1].json() == {"workflow_run_id": sent}


def test_the_reason_of_a_cancel_reaches_the_orchestrator(services: RecordedServices, aicmo: Command) -> None:
    services.record("POST", f"orchestrator/v1/runs/{RUN}/cancel", json_answer({"status": "COMPENSATING"}, 202))
    aicmo("cancel", RUN, "--reason", "the client changed their mind")
    assert services.requests[0].json() == {"reason": "the client changed their mind"}


def test_a_retry_that_the_state_does_not_allow_exits_3_and_an_unknown_run_7(
    services: RecordedServices, aicmo: Command
) -> None:
    services.record("POST", f"orchestrator/v1/runs/{RUN}/retry", problem(409, "Conflict", "the run is RUNNING"))
    assert aicmo("retry", RUN).code == 3
    assert aicmo("retry", OTHER_RUN).code == 7
