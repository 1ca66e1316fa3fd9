"""The services' own steps and tables, the steps with the trouble that their work can have."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import MetaData

from chassis.objects import Objects, run_prefix
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA
from chassis.step import Outcome, Received, Step, at_once
from delivery import step as delivery
from delivery import store as delivery_store
from onboarding import step as onboarding
from onboarding import store as onboarding_store
from orchestrator.tables import METADATA as ORCHESTRATOR_METADATA
from production import step as production
from production import store as production_store
from qc import step as qc
from qc import store as qc_store
from simulation.kinds import Fault
from simulation.life import Life
from simulation.story import short
from strategy import step as strategy
from strategy import store as strategy_store

SLOW_SECONDS = (0.5, 9.0)
RAISED = "raised by the simulation"

TABLES: Mapping[str, tuple[MetaData, ...]] = {
    "onboarding": (MESSAGING_METADATA, LEDGER_METADATA, onboarding_store.METADATA),
    "strategy": (MESSAGING_METADATA, LEDGER_METADATA, strategy_store.METADATA),
    "production": (MESSAGING_METADATA, LEDGER_METADATA, production_store.METADATA),
    "qc": (MESSAGING_METADATA, LEDGER_METADATA, qc_store.METADATA),
    "delivery": (MESSAGING_METADATA, LEDGER_METADATA, delivery_store.METADATA),
    "orchestrator": (MESSAGING_METADATA, ORCHESTRATOR_METADATA),
}
"""Every table of a service's database."""

ALWAYS_FILLED: Mapping[str, tuple[str, ...]] = {
    "onboarding": ("onboarding_forms",),
    "strategy": ("strategy_document",),
    "production": ("content_draft", "draft_bundle"),
    "qc": ("qc_result",),
    "delivery": ("delivery_package",),
}
"""The tables of which a run that is done has exactly one row."""

OWN_TABLES: Mapping[str, tuple[str, ...]] = {
    "onboarding": tuple(table.name for table in onboarding_store.TABLES),
    "strategy": tuple(table.name for table in strategy_store.TABLES),
    "production": tuple(table.name for table in production_store.TABLES),
    "qc": tuple(table.name for table in qc_store.TABLES),
    "delivery": tuple(table.name for table in delivery_store.TABLES),
}
"""The tables of a service's business."""


def step_of(service: str, objects: Objects, life: Life) -> Step:
    """A service's real step, whose work may be slow, may raise, and is cut short by a crash."""
    step = _declared(service, objects)

    async def perform(received: Received) -> Outcome:
        await life.gate()
        world = life.world
        if world.strikes(Fault.STEP_SLOW, life.name):
            await world.pause(*SLOW_SECONDS)
        if world.strikes(Fault.STEP_RAISES, life.name):
            raise RuntimeError(f"{RAISED}, run {short(received.run)}")
        if service == "production":
            await objects.put(f"{run_prefix(service, received.run)}draft.txt", b"the light package has no files")
        outcome = await step.perform(received)
        await life.gate()
        return outcome

    return replace(step, perform=perform)


def _declared(service: str, objects: Objects) -> Step:
    match service:
        case "onboarding":
            return onboarding.step()
        case "strategy":
            return strategy.step()
        case "production":
            return production.step(objects=objects, offload=at_once)
        case "qc":
            return qc.step()
        case _:
            return delivery.step(objects=objects, offload=at_once, typeset=_no_report, agency="Agency")


def _no_report(_document: bytes, _at: object) -> bytes:
    return b"the light package has no report"
