"""The composition root of the delivery service: the only wiring."""

import contextlib

from chassis.foundation import lay_foundation, offload
from chassis.memory import MemoryBroker
from chassis.objects import Objects, ObjectStore
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA
from chassis.service import Service, run_service, step_service
from chassis.settings import ServiceSettings, read_both
from delivery.api import routes
from delivery.rendering.presses import Presses
from delivery.settings import DeliverySettings
from delivery.step import step
from delivery.store import METADATA


def build(
    settings: ServiceSettings,
    own: DeliverySettings,
    broker: MemoryBroker | None = None,
    objects: Objects | None = None,
    presses: Presses | None = None,
) -> Service:
    """The service, ready to run; with `broker`, within this process; with `objects`, on that store.

    Without `presses` of the caller's it has its own, which end with this process.
    """
    foundation = lay_foundation(settings, MESSAGING_METADATA, LEDGER_METADATA, METADATA, broker=broker)
    objects = objects or ObjectStore(settings.object_store_url)
    presses = presses or presses_of(own)
    declared = step(objects=objects, offload=offload, render=presses.pack, agency=own.agency_name)
    return step_service(foundation, declared, routes(foundation.station.database, objects), objects)


def presses_of(own: DeliverySettings) -> Presses:
    """The rendering processes that the settings ask for; none runs before the first package."""
    return Presses(own.render_processes, own.font_folders, own.render_seconds)


def main() -> None:
    """Run until stopped."""
    settings, own = read_both("delivery", DeliverySettings)
    with contextlib.closing(presses_of(own)) as presses:
        run_service(settings, lambda: build(settings, own, presses=presses))
