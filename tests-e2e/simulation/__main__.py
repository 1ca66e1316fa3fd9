"""The command line: play scenarios, tell a seed's story, show that a mutant is found."""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence

from simulation.campaign import Order, Totals, play
from simulation.loudness import quiet
from simulation.mutants import MUTANTS, mutated
from simulation.scenario import run_scenario
from simulation.shortcuts import shortcuts

MOST_STORIES = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Play what is asked for; gives 1 where an invariant was broken or, when required, something was never met."""
    wanted = _parser().parse_args(arguments)
    started = time.perf_counter()
    order = Order(wanted.seed, wanted.runs, wanted.jobs, wanted.mutant, wanted.stop)
    totals = play(order)
    failing = [result.seed for result in totals.failed][:MOST_STORIES]
    for seed in range(wanted.seed, wanted.seed + wanted.runs) if wanted.story else failing:
        _tell(seed, wanted.mutant)
    _explain(totals, coverage=wanted.require_coverage)
    seconds = time.perf_counter() - started
    print(json.dumps({**totals.summary(), "seconds": round(seconds, 1)}))
    return 1 if totals.failed or (wanted.require_coverage and totals.missing) else 0


def _tell(seed: int, mutant: str | None) -> None:
    """Write a scenario's timeline: virtual seconds, who, what."""
    with quiet(), shortcuts(), mutated(mutant):
        story = run_scenario(seed)
    print(f"--- seed {seed}", file=sys.stderr)
    print(*story.lines, sep="\n", file=sys.stderr)


def _explain(totals: Totals, *, coverage: bool) -> None:
    for result in totals.failed[:20]:
        print(f"seed {result.seed}: {'; '.join(result.violations)}"[:1000], file=sys.stderr)
    if coverage and totals.missing:
        print(f"never met: {', '.join(totals.missing)}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulation", description="Play scenarios on the services' own code.")
    parser.add_argument("--runs", type=int, default=2000, help="how many scenarios; each is of one seed")
    parser.add_argument("--seed", type=int, default=1, help="the first scenario's seed; the others follow")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="in how many processes")
    parser.add_argument("--story", action="store_true", help="tell every scenario's story")
    parser.add_argument("--require-coverage", action="store_true", help="fail where a fault or a state was never met")
    parser.add_argument("--mutant", choices=sorted(MUTANTS), help="take this guard away first")
    parser.add_argument("--stop", action="store_true", help="stop at the first violation")
    return parser


if __name__ == "__main__":
    sys.exit(main())
