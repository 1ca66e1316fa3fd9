"""Each guard of the product, taken away, is missed by the simulation within 2,000 scenarios.

Mutants: those of `simulation/mutants.py`, one test each; each is a substitution in the process that plays it.
"""

import pytest
from simulation.mutants import MUTANTS
from simulation_process import simulate


@pytest.mark.parametrize("mutant", sorted(MUTANTS))
def test_a_missing_guard_is_found(mutant: str) -> None:
    played = simulate("--runs", 2000, "--seed", 1, "--mutant", mutant, "--stop")
    assert played.code == 1, f"{mutant}: not found"
    assert played.totals["violations"] == 1
    assert "VIOLATION" in played.told
