"""The line itself under load: at idle, at its limit, at half of it, with runs that fail, with full packages."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from e2e_briefs import Brief, brief_that_strategy_refuses, full_brief, light_brief

from benchmark.load import Course, Load, Record, Runs, measure
from contracts.envelope import Envelope
from contracts.messages import BriefSubmitted
from contracts.topics import INTAKE, WORKFLOW_EVENTS, events_of

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many runs each measurement takes; how many seconds the steady rate is kept up."""

    idle: int
    load: int
    full: int
    at_once: int
    seconds: float = 30.0


def course(servers: str, brief_of: Callable[[str], Brief]) -> Course:
    """The line's own topics; `brief_of` chooses a run's brief."""
    written: dict[int, str] = {}

    def submitted(run: str) -> Record:
        brief = brief_of(run)
        # Serialised once, as an upstream system that sends thousands of briefs would have them.
        text = written.setdefault(id(brief), json.dumps(brief, default=str))
        record = BriefSubmitted(workflow_run_id=UUID(run), brief={}).model_dump_json()
        body = record.replace('"brief":{}', f'"brief":{text}').encode()
        return body, Envelope(uuid4(), "/bench", BriefSubmitted.type, run, datetime.now(UTC)).headers()

    return Course(servers, INTAKE, events_of("delivery"), WORKFLOW_EVENTS, submitted)


def always(brief: Brief) -> Callable[[str], Brief]:
    """The same brief for every run."""
    return lambda _run: brief


def failing(share: float) -> Callable[[str], Brief]:
    """For this share of the runs a brief that the strategy step refuses, so that all five steps are undone."""
    good, bad = light_brief(), brief_that_strategy_refuses()
    return lambda run: bad if UUID(run).int % 1000 < share * 1000 else good


async def one_delivered(servers: str) -> UUID:
    """A light run that has been delivered, to learn from; faults may have refused those before it."""
    light = course(servers, always(light_brief()))
    while not (delivered := (await measure(light, Load(1, 1))).delivered):
        pass
    return UUID(next(iter(delivered)))


async def idle(servers: str, sizes: Sizes) -> Figures:
    """One light run at a time, on servers that are warm: a broker needs some hundred such runs for that."""
    light = course(servers, always(light_brief()))
    await measure(light, Load(sizes.idle, 1))
    one = await measure(light, Load(sizes.idle, 1))
    return {
        "idle_p50_ms": one.milliseconds(one.delivered, 0.5),
        "idle_p99_ms": one.milliseconds(one.delivered, 0.99),
        "idle_completed_p50_ms": one.milliseconds(one.ended, 0.5),
        "idle_completed_p99_ms": one.milliseconds(one.ended, 0.99),
    }


async def at_the_limit(servers: str, sizes: Sizes) -> Figures:
    """As many light runs as it can do; then half as many a second, where the latency shows what load costs."""
    light = course(servers, always(light_brief()))
    await measure(light, Load(sizes.load // 2, sizes.at_once))
    most = await measure(light, Load(sizes.load, sizes.at_once))
    half = await measure(light, Load(sizes.load // 2, sizes.at_once, most.per_second / 2))
    return {
        "runs_per_s": most.per_second,
        "load_completed_p50_ms": most.milliseconds(most.ended, 0.5),
        "half_load_p50_ms": half.milliseconds(half.delivered, 0.5),
        "half_load_p99_ms": half.milliseconds(half.delivered, 0.99),
    }


async def with_failures(servers: str, sizes: Sizes, good: float) -> Figures:
    """A tenth and half of the runs are refused by the second step and undone in all five."""
    found: Mapping[int, Runs] = {
        percent: await measure(course(servers, failing(percent / 100)), Load(sizes.load // 2, sizes.at_once))
        for percent in (10, 50)
    }
    return {
        "runs_per_s_10_percent_failing": found[10].per_second,
        "runs_per_s_50_percent_failing": found[50].per_second,
        "failing_to_good_ratio": round(found[50].per_second / good, 2),
    }


async def full_packages(servers: str, sizes: Sizes) -> Figures:
    """The demo's package, PDF and all."""
    demo: dict[str, Any] = full_brief()
    full = course(servers, always(demo))
    await measure(full, Load(5, 1))
    one = await measure(full, Load(10, 1))
    many = await measure(full, Load(sizes.full, 50))
    return {
        "full_idle_p50_ms": one.milliseconds(one.delivered, 0.5),
        "packages_per_min": round(many.per_second * 60, 1),
    }
