"""Whatever goes wrong, every run ends COMPLETED with everything or COMPENSATED with nothing: two thousand scenarios.

Mutants: see test_simulation_mutants.py. That the simulation itself is deterministic is shown here by the fingerprint.
"""

from simulation_process import simulate

RUNS = 2000


def test_two_thousand_scenarios_break_no_invariant_and_meet_every_fault_and_state() -> None:
    played = simulate("--runs", RUNS, "--seed", 1, "--require-coverage", "--jobs", 2)
    assert played.totals["violations"] == 0, played.told[-5000:]
    assert played.totals["missing"] == []
    assert played.code == 0
    assert played.totals["runs"] == RUNS
    for what in ("lost", "orphaned", "duplicated", "unfinished"):
        assert played.totals[what] == 0


def test_a_seed_gives_the_same_story_in_another_process_and_with_another_hash_seed() -> None:
    one = simulate("--runs", 25, "--seed", 500, hash_seed="1")
    other = simulate("--runs", 25, "--seed", 500, hash_seed="2")
    assert one.totals["fingerprint"] == other.totals["fingerprint"]
    assert one.totals["faults"] == other.totals["faults"]


def test_another_seed_gives_another_story() -> None:
    prints = {simulate("--runs", 1, "--seed", seed).totals["fingerprint"] for seed in (7, 8)}
    assert len(prints) == 2


def test_several_processes_give_the_same_totals_as_one() -> None:
    one, several = (simulate("--runs", 32, "--seed", 40, "--jobs", jobs).totals for jobs in (1, 2))
    assert {**one, "seconds": 0} == {**several, "seconds": 0}


def test_a_story_tells_who_did_what_and_when() -> None:
    told = simulate("--runs", 1, "--seed", 6, "--story").told
    lines = told.splitlines()
    assert lines[0] == "--- seed 6"
    for what in ("submits", "fetched intake.briefs", "committed:", "published:", "offsets committed", "faults stop"):
        assert any(what in line for line in lines), what
    times = [float(line.split()[0]) for line in lines[1:]]
    assert times == sorted(times)
    assert any(line.split()[1].startswith("orchestrator-") for line in lines[1:])


def test_a_violation_is_told_with_its_story_and_gives_exit_code_one() -> None:
    played = simulate("--runs", 50, "--seed", 1, "--mutant", "rows stay", "--stop")
    assert played.code == 1
    assert played.totals["violations"] == 1
    seed = played.totals["failing_seeds"][0]
    assert f"--- seed {seed}" in played.told
    assert "VIOLATION" in played.told


def test_what_was_never_met_fails_a_campaign_that_requires_it() -> None:
    played = simulate("--runs", 1, "--seed", 1, "--require-coverage")
    assert played.code == 1
    assert played.totals["violations"] == 0
    assert played.totals["missing"]
    assert "never met: " in played.told
