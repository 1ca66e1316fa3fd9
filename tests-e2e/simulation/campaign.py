"""Many scenarios, one seed each: what they met, what they broke, and how long recovery took."""

import gc
import multiprocessing
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from statistics import mean
from typing import Any

from simulation.kinds import STATES, Fault
from simulation.loudness import quiet
from simulation.mutants import mutated
from simulation.scenario import run_scenario
from simulation.shortcuts import shortcuts


@dataclass(frozen=True, slots=True)
class Order:
    """Which scenarios to play, and how; `mutant` is what to break in the product first."""

    first: int
    runs: int
    jobs: int = 1
    mutant: str | None = None
    stop_at_violation: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What is kept of a scenario."""

    seed: int
    fingerprint: str
    faults: Counter[str]
    states: Counter[str]
    recoveries: dict[str, float]
    violations: Sequence[str]


@dataclass(slots=True)
class Totals:
    """The sum of all scenarios."""

    seed: int
    runs: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    recoveries: dict[str, list[float]] = field(default_factory=dict)
    failed: list[Result] = field(default_factory=list)
    fingerprints: list[str] = field(default_factory=list)

    def add(self, result: Result) -> None:
        """Count a scenario."""
        self.runs += 1
        self.faults.update(result.faults)
        self.states.update(result.states)
        self.fingerprints.append(result.fingerprint)
        for kind, seconds in result.recoveries.items():
            self.recoveries.setdefault(kind, []).append(seconds)
        if result.violations:
            self.failed.append(result)

    @property
    def missing(self) -> list[str]:
        """The kinds of faults and the states that no scenario met."""
        return [kind for kind in (*Fault, *STATES) if not self.faults[kind] + self.states[kind]]

    def summary(self) -> dict[str, Any]:
        """The totals as JSON; recovery is in virtual seconds from a scenario's last fault of the kind to its rest."""
        texts = [text for result in self.failed for text in result.violations]
        return {
            "seed": self.seed,
            "runs": self.runs,
            "violations": len(self.failed),
            "failing_seeds": [result.seed for result in self.failed][:20],
            "lost": _count(texts, "unpublished", "is unknown"),
            "orphaned": _count(texts, "has rows", "; files", "undid"),
            "duplicated": _count(texts, "announced", "went from"),
            "unfinished": _count(texts, "is reached", "is RUNNING", "is COMPENSATING"),
            "faults": {kind.value: self.faults[kind] for kind in Fault},
            "states": {state: self.states[state] for state in STATES},
            "recovery_seconds": {kind: round(mean(each), 2) for kind, each in sorted(self.recoveries.items())},
            "fingerprint": sha256("".join(self.fingerprints).encode()).hexdigest(),
            "missing": self.missing,
        }


def play(order: Order) -> Totals:
    """Play all scenarios of an order; several processes give the same totals as one."""
    totals = Totals(order.first)
    for result in _results(order):
        totals.add(result)
        if result.violations and order.stop_at_violation:
            break
    return totals


def play_one(seed: int) -> Result:
    """Play one scenario."""
    story = run_scenario(seed)
    violations = tuple(story.violations)
    return Result(seed, story.fingerprint, story.faults, story.states, story.recoveries, violations)


def _results(order: Order) -> Iterator[Result]:
    seeds = range(order.first, order.first + order.runs)
    with quiet(), shortcuts(), mutated(order.mutant):
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        if order.jobs == 1:
            yield from map(play_one, seeds)
        else:
            yield from _in_processes(order.jobs, seeds)


def _in_processes(jobs: int, seeds: Iterable[int]) -> Iterator[Result]:
    # A forked process has what this one has put in the place of the product's parts.
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        yield from pool.imap(play_one, seeds, chunksize=8)


def _count(texts: Sequence[str], *marks: str) -> int:
    return sum(any(mark in text for mark in marks) for text in texts)
