"""All measurements of one call, in their order: the line first, its peers, then what restarts parts of the system."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from e2e_briefs import light_brief
from e2e_system import System

from benchmark import line, machine
from benchmark.capacity import used_under_load
from benchmark.costs import costs_at_high_load
from benchmark.endurance import endurance
from benchmark.history import cost_of_history
from benchmark.line import Figures, Sizes
from benchmark.load import Load, measure
from benchmark.peers import compare
from benchmark.processes import scale_down, scale_up, stack_of
from benchmark.sustained import sustained
from benchmark.template import learn
from benchmark.three_runs import db_to_inmemory
from contracts.topics import PARTITIONS, SERVICES

Found = dict[str, object]


@dataclass(frozen=True, slots=True)
class Chosen:
    """How much to measure: with peers or without, beside which histories, with how many replicas as well.

    `endurance` is in seconds, and is then all that is measured.
    """

    sizes: Sizes
    peers: bool
    restarts: bool
    history: Sequence[int]
    replicas: int
    endurance: float | None = None


async def bench(system: System, chosen: Chosen) -> Found:
    """Measure what was chosen; keys of what wasn't are absent."""
    servers, sizes = system.bootstrap_servers, chosen.sizes
    about = await machine.described(servers, _urls(system)["orchestrator"])
    if chosen.endurance:
        return {**await endurance(system, chosen.endurance), "machine": about}
    figures = await _line(servers, sizes)
    found: Found = {**figures, **await _under_load(system, sizes)}
    if chosen.peers:
        peers = await _compared(system, sizes)
        found |= {**peers, **_ratios(figures, peers)}
    if chosen.history:
        found |= await cost_of_history(system, sizes, chosen.history)
    if chosen.replicas > system.replicas:
        found |= await _scaled(system, sizes, chosen.replicas)
    if chosen.restarts:
        found |= await _restarted(system, sizes)
    return {**found, "machine": about}


async def _line(servers: str, sizes: Sizes) -> Figures:
    found: Figures = await line.at_the_limit(servers, sizes)
    found |= await sustained(servers, found["runs_per_s"], sizes.seconds)
    found |= await line.with_failures(servers, sizes, found["runs_per_s"])
    found |= await line.full_packages(servers, sizes)
    return found | await line.idle(servers, sizes)


async def _under_load(system: System, sizes: Sizes) -> Found:
    used = await used_under_load(system, sizes)
    return {
        **used.figures(system.replicas),
        "peak_rss_mb": round(sum(used.peak.values()), 1),
        "peak_rss_mb_by_process": used.peak,
        "cpu_ms_per_run_by_process": used.milliseconds,
    }


async def _compared(system: System, sizes: Sizes) -> Figures:
    run = await line.one_delivered(system.bootstrap_servers)
    template = await learn(system.bootstrap_servers, _urls(system), run)
    with tempfile.TemporaryDirectory() as folder:
        return await compare(system.bootstrap_servers, system.postgres_admin_url, template, Path(folder), sizes)


async def _scaled(system: System, sizes: Sizes, replicas: int) -> Figures:
    """The same load with one replica of each service and with more, one directly after the other."""
    fewer = await used_under_load(system, sizes)
    try:
        more = await used_under_load(scale_up(system, replicas), sizes)
    finally:
        await asyncio.to_thread(scale_down, system, replicas)
        await _all_partitions_read(system)
    return {
        f"replicas_{replicas}_runs_per_s": more.runs_per_s,
        f"replicas_{replicas}_to_{system.replicas}_ratio": round(more.runs_per_s / fewer.runs_per_s, 2),
        f"replicas_{replicas}_model_runs_per_s": more.figures(replicas)["model_runs_per_s"],
    }


async def _all_partitions_read(system: System) -> None:
    """A static member that has ended keeps its partitions until its session ends: wait for runs on all of them."""
    light = line.course(system.bootstrap_servers, line.always(light_brief()))
    await measure(light, Load(20 * PARTITIONS, 20 * PARTITIONS))


async def _restarted(system: System, sizes: Sizes) -> Found:
    found: Found = {**await db_to_inmemory(system)}
    if stack_of(system).configuration.our_databases:
        costs = await costs_at_high_load(system, sizes)
        found |= {**costs.figures(), **costs.by_service()}
    return found


def _ratios(found: Figures, peers: Figures) -> Figures:
    return {
        "twin_ratio": round(found["runs_per_s"] / peers["twin_runs_per_s"], 2),
        "idle_to_twin_ratio": round(found["idle_p50_ms"] / peers["twin_idle_p50_ms"], 2),
        "dbos_ratio": round(found["runs_per_s"] / peers["dbos_runs_per_s"], 1),
    }


def _urls(system: System) -> dict[str, str]:
    environment = system.environment
    return {service: environment[f"{service.upper()}_MIGRATION_DATABASE_URL"] for service in SERVICES}
