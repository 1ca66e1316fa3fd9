"""How many runs a second the processor time of one run allows, and how many there are: a model and its check."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from e2e_briefs import light_brief
from e2e_system import System

from benchmark.line import Figures, Sizes, always, course
from benchmark.load import Load, Runs, measure
from benchmark.memory import Megabytes, peak_megabytes, process_trees
from contracts.topics import PARTITIONS, SERVICES
from local_stack.state import State

GENERATOR = "generator"
_TICK = os.sysconf("SC_CLK_TCK")

ProcessorTime = dict[str, float]


def predicted(milliseconds: Mapping[str, float], cores: int, replicas: int) -> float:
    """Runs a second by the milliseconds of processor time that each part takes of a run.

    All parts share the cores; a service's replica has one core at most, and no more replicas work than there are
    partitions.
    """
    at_work = min(replicas, PARTITIONS)
    together = cores * 1000 / sum(milliseconds.values())
    alone = min(at_work * 1000 / milliseconds[service] for service in SERVICES if milliseconds.get(service))
    return round(min(together, alone), 1)


@dataclass(frozen=True, slots=True)
class Use:
    """A load at the limit: runs a second, each part's milliseconds of processor time a run, its highest memory."""

    runs_per_s: float
    milliseconds: ProcessorTime
    peak: Megabytes

    def figures(self, replicas: int) -> Figures:
        """The model's runs a second and how near the measured ones come."""
        model = predicted(self.milliseconds, os.cpu_count() or 1, replicas)
        return {
            "cpu_ms_per_run": round(sum(self.milliseconds.values()), 3),
            "model_runs_per_s": model,
            "measured_to_model_ratio": round(self.runs_per_s / model, 2),
        }


async def used_under_load(system: System, sizes: Sizes) -> Use:
    """Measure one load, after a smaller one that warms everything up."""
    light = course(system.bootstrap_servers, always(light_brief()))
    await measure(light, Load(max(20, sizes.load // 4), sizes.at_once))
    before = _seconds(system.state)
    async with peak_megabytes(system.state) as peak:
        runs = await measure(light, Load(sizes.load, sizes.at_once))
    return Use(runs.per_second, _a_run(before, _seconds(system.state), runs), peak)


def _a_run(before: ProcessorTime, after: ProcessorTime, runs: Runs) -> ProcessorTime:
    taken = {name: seconds - before.get(name, 0.0) for name, seconds in after.items()}
    return {name: round(seconds / len(runs.ended) * 1000, 4) for name, seconds in taken.items()}


def _seconds(state: State) -> ProcessorTime:
    found = {name: sum(map(_of_process, tree)) for name, tree in process_trees(state).items()}
    services: ProcessorTime = {}
    for name, seconds in found.items():
        # `qc-2` is the second replica of `qc`: what a run takes of a service is what it takes of all.
        service = name.rpartition("-")[0] or name
        services[service] = services.get(service, 0.0) + seconds
    return {**services, GENERATOR: time.process_time()}


def _of_process(pid: int) -> float:
    """The seconds of a process, with those of its children that have ended; 0 where it has ended itself."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    # utime, stime, cutime and cstime: fields 14 to 17 of proc(5), counted behind the name in brackets.
    return sum(map(int, words[11:15])) / _TICK
