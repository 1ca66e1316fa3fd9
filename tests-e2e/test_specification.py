"""The protocol is right as it is specified, and wrong without any one of its guards, in every order of events.

Mutants: `specification/mutants.py`, one a guard; a mutant that lives, or that fails in another way, fails its test.
"""

import re
from pathlib import Path

import pytest
from specification.checker import HOLDS, MODULES, CheckFailed, check
from specification.configuration import Configuration, small
from specification.mutants import MUTANTS, Mutant


@pytest.mark.parametrize("configuration", small(3), ids=lambda each: each.name.replace(" ", "-"))
def test_the_protocol_keeps_its_promise_in_every_order_of_events(configuration: Configuration, tmp_path: Path) -> None:
    verdict = check(configuration, tmp_path)
    assert verdict.outcome == HOLDS, verdict.story
    assert verdict.distinct > 100


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.guard)
def test_without_this_guard_the_promise_is_broken(mutant: Mutant, tmp_path: Path) -> None:
    assert check(mutant.configuration, tmp_path, quick=True).outcome == mutant.violates


def test_every_guard_of_the_specification_has_its_mutant() -> None:
    source = "".join(module.read_text() for module in MODULES.glob("*.tla"))
    guards = {part.partition('"')[0] for part in source.split('Guard("')[1:]}
    assert guards == {mutant.guard for mutant in MUTANTS}


def test_the_pages_list_and_count_these_guards() -> None:
    rows = re.findall(r"^\| `(\w+)` \| .+ \| `(\w+)` \|$", (MODULES / "README.md").read_text(), re.MULTILINE)
    assert sorted(rows) == sorted((mutant.guard, mutant.violates) for mutant in MUTANTS)
    assert f"each of {len(MUTANTS)} guards" in (MODULES.parents[1] / "README.md").read_text()


def test_a_module_that_tlc_cannot_read_is_no_verdict(tmp_path: Path) -> None:
    unreadable = Configuration("a property that nobody wrote", 2, ("TypeOK", "NobodyWroteThis"))
    with pytest.raises(CheckFailed, match="NobodyWroteThis"):
        check(unreadable, tmp_path, quick=True)
