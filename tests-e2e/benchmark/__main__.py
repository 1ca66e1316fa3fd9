"""Measures the running system and its peers; prints a table, then a line of JSON, which also lies beside the state.

`make bench`, or `make bench ARGS="--quick"`. Wall-clock figures depend on the machine; ratios within one run less so.
"""

import argparse
import asyncio
import json
import os
import sys
from dataclasses import replace

from e2e_system import System
from rich.console import Console

from benchmark.line import Sizes
from benchmark.measuring import Chosen, bench
from benchmark.table import table_of
from local_stack.state import State, state_directory

QUICK = Sizes(idle=100, load=2000, full=30, at_once=1000, seconds=10)
THOROUGH = Sizes(idle=500, load=10_000, full=120, at_once=1000, seconds=30)


def main() -> None:
    """Measure, show, write down."""
    state = State(state_directory())
    found = asyncio.run(bench(System(state, os.environ), _chosen(sys.argv[1:])))
    Console(stderr=True).print(table_of(found))
    (state.root / "bench.json").write_text(json.dumps(found, indent=2))
    sys.stdout.write(f"{json.dumps(found)}\n")


def _chosen(words: list[str]) -> Chosen:
    given = _options().parse_args(words)
    sizes = QUICK if given.quick else THOROUGH
    sizes = replace(sizes, idle=given.idle or sizes.idle, load=given.load or sizes.load)
    sizes = replace(sizes, seconds=given.seconds or sizes.seconds)
    return Chosen(sizes, not given.no_peers, not given.no_restarts, given.history, given.replicas, given.endurance)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="benchmark", description=__doc__)
    options.add_argument("--quick", action="store_true", help="minutes in place of a quarter of an hour")
    options.add_argument("--idle", type=int, help="runs, one at a time")
    options.add_argument("--load", type=int, help="runs under load")
    options.add_argument("--seconds", type=float, help="how long the steady rate is kept up")
    options.add_argument("--no-peers", action="store_true", help="the line alone, without twin, plain program and DBOS")
    options.add_argument("--no-restarts", action="store_true", help="nothing that restarts services or PostgreSQL")
    options.add_argument(
        "--history", type=int, nargs="+", default=[], help="measure beside so many finished runs, e.g. 1000 1000000"
    )
    options.add_argument("--replicas", type=int, choices=(1, 2), default=1, help="measure with so many replicas too")
    options.add_argument("--endurance", type=float, metavar="SECONDS", help="only this: memory under a load of so long")
    return options


if __name__ == "__main__":
    main()
