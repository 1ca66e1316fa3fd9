"""The services' own steps and tables, side by side in one process: for what runs the real code without its services."""

from collections.abc import Mapping

from sqlalchemy import MetaData

from chassis.objects import Objects
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA
from chassis.step import Step, at_once
from delivery import step as delivery
from delivery import store as delivery_store
from delivery.domain.order import Order
from delivery.domain.packing import Packed
from onboarding import step as onboarding
from onboarding import store as onboarding_store
from orchestrator.tables import METADATA as ORCHESTRATOR_METADATA
from production import step as production
from production import store as production_store
from qc import step as qc
from qc import store as qc_store
from strategy import step as strategy
from strategy import store as strategy_store

TABLES: Mapping[str, tuple[MetaData, ...]] = {
    "onboarding": (MESSAGING_METADATA, LEDGER_METADATA, onboarding_store.METADATA),
    "strategy": (MESSAGING_METADATA, LEDGER_METADATA, strategy_store.METADATA),
    "production": (MESSAGING_METADATA, LEDGER_METADATA, production_store.METADATA),
    "qc": (MESSAGING_METADATA, LEDGER_METADATA, qc_store.METADATA),
    "delivery": (MESSAGING_METADATA, LEDGER_METADATA, delivery_store.METADATA),
    "orchestrator": (MESSAGING_METADATA, ORCHESTRATOR_METADATA),
}
"""What each service keeps, the chassis's tables included."""

OWN_TABLES: Mapping[str, tuple[str, ...]] = {
    "onboarding": tuple(table.name for table in onboarding_store.TABLES),
    "strategy": tuple(table.name for table in strategy_store.TABLES),
    "production": tuple(table.name for table in production_store.TABLES),
    "qc": tuple(table.name for table in qc_store.TABLES),
    "delivery": tuple(table.name for table in delivery_store.TABLES),
}
"""The tables of a service's business."""


def step_of(service: str, objects: Objects) -> Step:
    """The service's own step, for the light package."""
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
            return delivery.step(objects=objects, offload=at_once, render=_no_report, agency="Agency")


async def _no_report(_order: Order, _key: str) -> Packed:
    raise AssertionError("the light package has no report")
