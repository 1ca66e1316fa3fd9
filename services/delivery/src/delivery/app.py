"""The composition root of the delivery service: the only wiring."""

from chassis.foundation import lay_foundation, offload
from chassis.memory import MemoryBroker
from chassis.objects import Objects, ObjectStore
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA
from chassis.service import Service, run_service, step_service
from chassis.settings import ServiceSettings, read_settings
from delivery.api import routes
from delivery.gateways import typesetter
from delivery.settings import DeliverySettings, read_delivery_settings
from delivery.step import step
from delivery.store import METADATA


def build(
    settings: ServiceSettings,
    own: DeliverySettings,
    broker: MemoryBroker | None = None,
    objects: Objects | None = None,
) -> Service:
    """The service, ready to run; with `broker`, within this process; with `objects`, on that store."""
    foundation = lay_foundation(settings, MESSAGING_METADATA, LEDGER_METADATA, METADATA, broker=broker)
    objects = objects or ObjectStore(settings.object_store_url)
    declared = step(objects=objects, offload=offload, typeset=typesetter(own.font_folders), agency=own.agency_name)
    return step_service(foundation, declared, routes(foundation.station.database, objects), objects)


def main() -> None:
    """Run until stopped."""
    settings, own = read_settings("delivery"), read_delivery_settings()
    run_service(settings, lambda: build(settings, own))
