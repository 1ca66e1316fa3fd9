"""Measures the running system and its peers; prints a table, then a line of JSON, which also lies beside the state.

`make bench`, or `make bench ARGS="--quick"`. Wall-clock figures depend on the machine; ratios within one run less so.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path
from uuid import UUID

from e2e_briefs import light_brief
from rich.console import Console
from rich.table import Table

from benchmark import line, machine
from benchmark.line import Figures, Sizes
from benchmark.load import Load, measure
from benchmark.peers import compare
from benchmark.template import learn
from contracts.topics import SERVICES
from local_stack.env_file import read_env_file
from local_stack.postgres import PostgresServer
from local_stack.state import State, state_directory

QUICK = Sizes(idle=100, load=2000, full=30, at_once=1000)
THOROUGH = Sizes(idle=500, load=10_000, full=120, at_once=1000)
TARGETS = {"idle_p50_ms": "<= 20", "idle_p99_ms": "<= 50", "failing_to_good_ratio": ">= 0.5", "twin_ratio": ">= 0.6"}


async def bench(state: State, sizes: Sizes, *, peers: bool) -> dict[str, object]:
    """Measure everything, the line first."""
    environment = read_env_file(state.environment_file)
    servers = environment["KAFKA_BOOTSTRAP_SERVERS"]
    urls = {service: environment[f"{service.upper()}_MIGRATION_DATABASE_URL"] for service in SERVICES}
    about = await machine.described(servers, urls["orchestrator"])
    found: Figures = await line.idle(servers, sizes)
    found |= await line.at_the_limit(servers, sizes)
    found |= await line.with_failures(servers, sizes, found["runs_per_s"])
    found |= await line.full_packages(servers, sizes)
    if peers:
        found |= await _compared(state, servers, urls, sizes)
        found |= _ratios(found)
    memory = machine.resident_megabytes(state)
    return {**found, "peak_rss_mb": round(sum(memory.values()), 1), "peak_rss_mb_by_process": memory, "machine": about}


async def _compared(state: State, servers: str, urls: dict[str, str], sizes: Sizes) -> Figures:
    light = line.course(servers, line.always(light_brief()))
    run = next(iter((await measure(light, Load(1, 1))).ended))
    template = await learn(servers, urls, UUID(run))
    with tempfile.TemporaryDirectory() as folder:
        return await compare(servers, _admin_url(state, urls), template, Path(folder), sizes)


def _ratios(found: Figures) -> Figures:
    return {
        "twin_ratio": round(found["runs_per_s"] / found["twin_runs_per_s"], 2),
        "idle_to_twin_ratio": round(found["idle_p50_ms"] / found["twin_idle_p50_ms"], 2),
        "dbos_ratio": round(found["runs_per_s"] / found["dbos_runs_per_s"], 1),
    }


def _admin_url(state: State, urls: dict[str, str]) -> str:
    port = int(urls["orchestrator"].rpartition(":")[2].partition("/")[0])
    return PostgresServer(state.root / "postgres", port).admin_url


def _show(found: dict[str, object]) -> None:
    table = Table("figure", "measured", "target")
    for name, value in found.items():
        if isinstance(value, (int, float)):
            table.add_row(name, f"{value:g}", TARGETS.get(name, ""))
    Console(stderr=True).print(table)


def main() -> None:
    """Measure, show, write down."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a minute or two in place of ten")
    options.add_argument("--idle", type=int, help="runs, one at a time")
    options.add_argument("--load", type=int, help="runs under load")
    options.add_argument("--no-peers", action="store_true", help="the line alone, without twin, plain program and DBOS")
    chosen = options.parse_args()
    sizes = QUICK if chosen.quick else THOROUGH
    sizes = Sizes(chosen.idle or sizes.idle, chosen.load or sizes.load, sizes.full, sizes.at_once)
    state = State(state_directory())
    found = asyncio.run(bench(state, sizes, peers=not chosen.no_peers))
    _show(found)
    (state.root / "bench.json").write_text(json.dumps(found, indent=2))
    sys.stdout.write(f"{json.dumps(found)}\n")


if __name__ == "__main__":
    main()
