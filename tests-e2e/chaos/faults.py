"""What each kind of fault does to the plant, and how its cause goes away again."""

import asyncio
import signal
from collections.abc import Callable
from functools import partial

from chaos.load import SURGE_SECONDS
from chaos.plant import KAFKA, Plant
from chaos.proxy import Flow, Link
from chaos.schedule import Fault, Group
from local_stack.services import wait_ready

Action = Callable[[], None]


async def befall(plant: Plant, group: Group, surge: Action) -> None:
    """Let the faults of a group happen, each from its beginning for its length, in the middle of a surge of briefs.

    Returns when no cause is left.
    """
    await asyncio.gather(*(_happen(plant, fault, surge) for fault in group))


async def _happen(plant: Plant, fault: Fault, surge: Action) -> None:
    await asyncio.sleep(fault.begins)
    surge()
    await asyncio.sleep(SURGE_SECONDS / 2)
    begin, end = _actions(plant, fault)
    await asyncio.to_thread(begin)
    await asyncio.sleep(fault.seconds)
    await asyncio.to_thread(end)


def _actions(plant: Plant, fault: Fault) -> tuple[Action, Action]:
    """How the fault begins and how it ends."""
    match fault.kind.partition("_"):
        case ("database", _, how):
            return _cut(plant.link(fault.target), how, fault)
        case ("kafka", _, how) if how != "killed":
            return _cut(plant.link(KAFKA), how, fault)
        case _:
            return _on_processes(plant, fault)


def _on_processes(plant: Plant, fault: Fault) -> tuple[Action, Action]:
    match fault.kind:
        case "replica_killed":
            return partial(plant.kill, [fault.target]), partial(plant.start, [fault.target])
        case "service_killed" | "orchestrator_killed":
            names = plant.replicas_of(fault.target)
            return partial(plant.kill, names), partial(plant.start, names)
        case "replica_paused":
            return (
                partial(plant.signal, [fault.target], signal.SIGSTOP),
                partial(plant.signal, [fault.target], signal.SIGCONT),
            )
        case "backlog":
            names = plant.replicas_of(fault.target)
            return partial(plant.terminate, names), partial(plant.start, names)
        case "postgres_restarted":
            return plant.stop_postgres_at_once, plant.stack.postgres.start
        case "kafka_killed":
            return plant.kafka.kill, plant.kafka.start
        case "rolling_restart":
            return partial(_roll, plant), _nothing
        case _:
            raise ValueError(f"no such kind of fault: {fault.kind}")


def _cut(link: Link, how: str, fault: Fault) -> tuple[Action, Action]:
    match how:
        case "reset":
            return link.reset, _nothing
        case "half_open":
            return link.abandon, _nothing
        case "black_hole":
            return partial(link.cut, to_server=Flow.HELD, to_client=Flow.HELD), link.heal
        case _:
            # Which way is lost follows from the drawn length, so that the schedule alone says it.
            answers = round(fault.seconds * 100) % 2
            lost = {"to_client": Flow.LOST} if answers else {"to_server": Flow.LOST}
            return partial(link.cut, **lost), link.heal


def _roll(plant: Plant) -> None:
    """Restart every replica politely, one after the other, each ready before the next goes."""
    for name, process in plant.processes.items():
        plant.terminate([name])
        plant.start([name])
        wait_ready([process])


def _nothing() -> None:
    """The cause is gone already."""
