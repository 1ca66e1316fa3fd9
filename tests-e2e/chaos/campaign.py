"""A campaign of chaos: load and faults at the same time, recovery measured after each, the books judged at the end."""

import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
from e2e_tables import Databases

from chaos.faults import befall
from chaos.journal import Journal
from chaos.load import Load, Pace
from chaos.plant import Plant
from chaos.recovery import Probe, Recovery
from chaos.rest import Rest, at_rest
from chaos.schedule import Group
from chaos.upstream import ANSWER_SECONDS, Publisher, Upstream

OVERLAPPING = "overlapping"


@dataclass(slots=True)
class Chronicle:
    """What happened: the recoveries by kind of fault, and the replicas that ended although nobody ended them."""

    recoveries: dict[str, list[Recovery]] = field(default_factory=dict)
    deaths: list[str] = field(default_factory=list)

    def enter(self, group: Group, recovery: Recovery) -> None:
        """Note how long the system took; where faults overlap it is nobody's kind."""
        kind = group[0].kind if len(group) == 1 else OVERLAPPING
        self.recoveries.setdefault(kind, []).append(recovery)

    @property
    def unrecovered(self) -> int:
        """How often the system had not recovered when the limit passed."""
        return sum(each.seconds is None for found in self.recoveries.values() for each in found)


@dataclass(frozen=True, slots=True)
class Campaign:
    """What came of it."""

    journal: Journal
    chronicle: Chronicle
    rest: Rest
    seconds: float

    @property
    def violations(self) -> int:
        """Everything that breaks a promise."""
        return len(self.rest.findings.lines()) + len(self.chronicle.deaths) + self.chronicle.unrecovered


async def wage(plant: Plant, groups: Sequence[Group], pace: Pace, seed: int) -> Campaign:
    """Let the load flow while the schedule is worked off; then wait for rest and judge."""
    started, journal, chronicle = time.monotonic(), Journal(), Chronicle()
    databases, publisher = Databases(plant.system.environment), Publisher(plant.bootstrap_servers)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=20)
    async with httpx.AsyncClient(timeout=ANSWER_SECONDS, limits=limits, trust_env=False) as http:
        upstream = Upstream(publisher, http, plant.urls_of("onboarding"), plant.urls_of("orchestrator"))
        load, over = Load(upstream, journal, pace, seed), asyncio.Event()
        flowing = asyncio.create_task(load.flow(over))
        try:
            await _work_off(groups, load, Probe(plant, databases, upstream, journal), chronicle)
            over.set()
            await flowing
            rest = await at_rest(plant, databases, journal)
        finally:
            flowing.cancel()
            await publisher.close()
            await databases.close()
    return Campaign(journal, chronicle, rest, time.monotonic() - started)


async def _work_off(groups: Sequence[Group], load: Load, probe: Probe, chronicle: Chronicle) -> None:
    plant = probe.plant
    for number, group in enumerate(groups, start=1):
        await befall(plant, group, load.surge)
        chronicle.deaths += await _revive(plant)
        recovery = await probe.recovery()
        chronicle.deaths += await _revive(plant)
        chronicle.enter(group, recovery)
        _tell(f"{number}/{len(groups)} {_words(group)}: {_seconds(recovery)}; {len(probe.journal.entries)} briefs")


async def _revive(plant: Plant) -> list[str]:
    """Start what has ended by itself, as an orchestrator of containers would; gives its names."""
    dead = plant.dead()
    for name in dead:
        _tell(f"{name} has ended by itself:\n{plant.processes[name].daemon.log_tail(5)}")
    await asyncio.to_thread(plant.start, dead)
    return dead


def _words(group: Group) -> str:
    return " + ".join(f"{fault.kind} {fault.target} {fault.seconds:g} s (at {fault.begins:g} s)" for fault in group)


def _seconds(recovery: Recovery) -> str:
    if recovery.seconds is None:
        return f"NOT RECOVERED (ready {recovery.ready}, runs {recovery.runs})"
    return f"recovered in {recovery.seconds:.1f} s (ready {recovery.ready:.1f}, runs {recovery.runs:.1f})"


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
